"""One meeting."""

from datetime import date

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Attendance
from goldenthread.governance.tests import factories


def test_who_came_and_how_many(mere, get):
    page = get(mere.member, "meeting_page", mere.meetings[1].pk)
    text = page.content.decode()
    assert "2 of 3 (66.7%)" in text
    assert "Vacant" in text
    assert "OFFICIAL-SENSITIVE" in text
    assert TrailEntry.objects.filter(verb="attendance.read", object_id=str(mere.meetings[1].pk)).count() == 1


def test_a_mark_from_before_does_not_say_who_came(mere, get):
    text = get(mere.member, "meeting_page", mere.meetings[0].pk).content.decode()
    assert text.count("Not recorded") == 4  # three presences, and how people took part
    assert "Member:" not in text
    assert "Representative" not in text


def test_what_was_recorded_is_told(mere, get):
    meeting = mere.meetings[0]
    entries = [
        factories.an_entry(mere.seats["chair"], "y", came_as="member", person=mere.chair),
        factories.an_entry(
            mere.seats["school"], "y", came_as="representative", representative_name="Kim Reed", people=2
        ),
        factories.an_entry(mere.seats["police"], "x", apologies=True),
    ]
    meeting.record_attendance(entries, version=meeting.attendance_version, by=mere.manager)
    text = get(mere.member, "meeting_page", meeting.pk).content.decode()
    for words in ("Member: Cora Ashby", "Representative: Kim Reed", "Apologies given", f"by {mere.manager.name}"):
        assert words in text


def test_a_meeting_to_come_shows_who_is_expected_and_takes_no_attendance(mere, get):
    meeting = factories.a_meeting(mere.board, date(2190, 1, 5))
    text = get(mere.manager, "meeting_page", meeting.pk).content.decode()
    assert "This meeting is still to come." in text
    assert "Record attendance" not in text


def test_a_body_without_seats_says_so(mere, get):
    empty = factories.a_board(partnership=mere.board.partnership, name="New group")
    meeting = factories.a_meeting(empty, date(2017, 4, 4))
    assert "This body has no seats on that day." in get(mere.manager, "meeting_page", meeting.pk).content.decode()


def test_who_may(mere, get):
    assert get(mere.chair, "meeting_page", mere.meetings[0].pk).status_code == 200
    assert get(mere.guest, "meeting_page", mere.meetings[0].pk).status_code in (403, 404)
    assert get(mere.stranger, "meeting_page", mere.meetings[0].pk).status_code == 404
    assert Attendance.objects.count() == 16
