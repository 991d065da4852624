"""Correcting a meeting."""

from datetime import date

from goldenthread.governance.tests import factories


def test_a_date_is_corrected_before_attendance_is_recorded(mere, post):
    meeting = factories.a_meeting(mere.board, date(2017, 4, 4))
    answer = post(mere.manager, "meeting_edit", meeting.pk, held_on=date(2017, 4, 5), kind="joint", how="virtual")
    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert (meeting.held_on, meeting.kind, meeting.how) == (date(2017, 4, 5), "joint", "virtual")


def test_with_attendance_the_date_stays_and_the_rest_may_change(mere, post):
    meeting = mere.meetings[0]
    page = post(mere.manager, "meeting_edit", meeting.pk, held_on=date(2016, 4, 20), kind="ordinary")
    assert "so its date cannot change" in page.content.decode()
    post(mere.manager, "meeting_edit", meeting.pk, held_on=meeting.held_on, kind="ordinary", how="in person")
    meeting.refresh_from_db()
    assert meeting.how == "in person"


def test_who_may(mere, get):
    assert get(mere.member, "meeting_edit", mere.meetings[0].pk).status_code == 403
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    assert get(other, "meeting_edit", mere.meetings[0].pk).status_code == 404
