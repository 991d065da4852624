"""Adding a meeting."""

from datetime import date

from goldenthread.governance.models import Meeting


def test_a_meeting_is_added(mere, post):
    answer = post(
        mere.manager, "meeting_add", mere.board.pk, held_on=date(2027, 1, 12), kind="extraordinary", how="hybrid"
    )
    meeting = Meeting.objects.get(held_on="2027-01-12")
    assert answer.url == f"/meetings/{meeting.pk}/"
    assert (meeting.body, meeting.kind, meeting.how) == (mere.board, "extraordinary", "hybrid")


def test_how_may_be_left_as_not_recorded(mere, post):
    post(mere.manager, "meeting_add", mere.board.pk, held_on=date(2027, 1, 12), kind="ordinary", how="")
    assert Meeting.objects.get(held_on="2027-01-12").how == ""


def test_what_is_wrong_is_said_on_the_page(mere, get, post):
    page = get(mere.manager, "meeting_add", mere.board.pk)
    assert "OFFICIAL-SENSITIVE" in page.content.decode()
    again = post(mere.manager, "meeting_add", mere.board.pk, held_on=mere.meetings[0].held_on, kind="ordinary")
    assert "This body already has a meeting on that day." in again.content.decode()
    early = post(mere.manager, "meeting_add", mere.board.pk, held_on=date(2016, 3, 31), kind="ordinary")
    assert "Mere Board does not exist on that day." in early.content.decode()
    assert Meeting.objects.count() == 4


def test_only_those_who_record_attendance_add_meetings(mere, get):
    assert get(mere.member, "meeting_add", mere.board.pk).status_code == 403
    assert get(mere.chair, "meeting_add", mere.board.pk).status_code == 403
    assert get(mere.stranger, "meeting_add", mere.board.pk).status_code == 403
