"""What governance adds to a body's page."""

from datetime import date

from goldenthread.governance.sections import meetings
from goldenthread.governance.tests import factories
from goldenthread.partnership.scope import Scope

TODAY = date(2026, 11, 21)


def test_the_next_and_the_latest_meetings(mere, get):
    to_come = factories.a_meeting(mere.board, date(2190, 1, 5))
    section = meetings(Scope.of(mere.manager, today=TODAY), mere.board)
    assert section["next"] == to_come
    assert [row.pk for row in section["meetings"]] == [row.pk for row in reversed(mere.meetings)]
    text = get(mere.manager, "body_page", mere.board.pk).content.decode()
    assert "Meetings and attendance" in text
    assert "5 January 2190" in text


def test_those_who_see_no_attendance_see_no_section(mere, get):
    assert meetings(Scope.of(mere.guest, today=TODAY), mere.board) is None
    assert "Meetings and attendance" not in get(mere.guest, "body_page", mere.board.pk).content.decode()
