"""Whom the chair follows up."""

from goldenthread.foundation.models import TrailEntry

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


def listed(page):
    return [(row.seat.role, row.why) for row in page.context["listed"]]


def test_seats_below_the_rate_or_missed_twice_in_a_row_with_the_reason(mere, get):
    page = get(mere.chair, "attendance_follow_up", mere.board.pk, **YEAR)
    assert listed(page) == [
        ("Borough command", ["Attended 50.0%, which is less than 75%.", "Missed the last 2 meetings in a row."])
    ]
    assert "OFFICIAL-SENSITIVE" in page.content.decode()
    assert TrailEntry.objects.filter(verb="attendance.read", object_id=str(mere.board.pk)).exists()


def test_the_settings_stand_in_the_address(mere, get):
    page = get(mere.chair, "attendance_follow_up", mere.board.pk, **YEAR, below=80, in_a_row=3)
    assert listed(page) == [
        ("Borough command", ["Attended 50.0%, which is less than 80%."]),
        ("Head teachers", ["Attended 75.0%, which is less than 80%."]),
    ]
    assert "below=80&amp;in_a_row=3" in page.content.decode()
    assert listed(get(mere.chair, "attendance_follow_up", mere.board.pk, below=0, in_a_row=9)) == []


def test_nobody_to_follow_up_says_so(mere, get):
    page = get(mere.chair, "attendance_follow_up", mere.board.pk, **YEAR, below=10, in_a_row=9)
    assert "Nobody to follow up" in page.content.decode()
    page = get(mere.chair, "attendance_follow_up", mere.board.pk, **{"from": "2018-04-01", "to": "2019-03-31"})
    assert "No attendance is recorded" in page.content.decode()


def test_an_impossible_setting_is_told(mere, get):
    page = get(mere.chair, "attendance_follow_up", mere.board.pk, **YEAR, below=101, in_a_row=0)
    text = page.content.decode()
    assert "less than or equal to 100" in text
    assert "greater than or equal to 1" in text


def test_who_may(mere, get):
    assert get(mere.manager, "attendance_follow_up", mere.board.pk).status_code == 200
    assert get(mere.member, "attendance_follow_up", mere.board.pk).status_code == 403
