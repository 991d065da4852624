"""Rows for tests: a board with seats, its meetings and their sheets, made by the domain's own verbs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.rules import Mark
from goldenthread.partnership.models import Body, Partnership, Person, Seat
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import AppointmentFactory, BodyFactory, SeatFactory, seated

STARTED = date(2016, 4, 1)


def a_board(**given: Any) -> Body:
    """A board in force from April 2016, of a partnership of its own unless one is given."""
    return BodyFactory(**{"name": "Mere Board", "kind": BodyKind.BOARD, "starts_on": STARTED, **given})


def a_seat(body: Body, title: str, *, vacant: bool = False, person: Person | None = None, **given: Any) -> Seat:
    """A core seat from the body's first day, filled without a name unless said otherwise."""
    given = {"starts_on": body.starts_on, "position": body.seats.count() + 1, **given}
    seat = SeatFactory(body=body, title=title, **given)
    if not vacant:
        AppointmentFactory(seat=seat, person=person, starts_on=seat.starts_on, ends_on=seat.ends_on)
    return seat


def a_business_manager(partnership: Partnership) -> Person:
    """An officer of the partnership's business team."""
    return seated(BodyFactory(partnership=partnership, kind=BodyKind.BUSINESS_TEAM), SeatRole.OFFICER)


def a_meeting(body: Body, day: date, **given: Any) -> Meeting:
    """A meeting without attendance."""
    return Meeting(body=body, held_on=day, **given).keep(by=None)


def an_entry(seat: Seat, mark: str, **given: Any) -> Attendance:
    """What a sheet says about one seat; one person comes for a ``y`` unless another number is given."""
    people = 1 if mark == Mark.PRESENT else 0
    return Attendance(**{"seat": seat, "mark": mark, "people": people, **given})


def a_sheet(body: Body, day: date, marks: Iterable[tuple[Seat, str]], *, by: Person | None = None) -> Meeting:
    """A meeting with these marks; a dot is no mark."""
    meeting = a_meeting(body, day)
    entries = [an_entry(seat, mark) for seat, mark in marks if mark != "."]
    meeting.record_attendance(entries, version=meeting.attendance_version, by=by)
    return meeting


def a_year(body: Body, rows: dict[Seat, str]) -> list[Meeting]:
    """Quarterly meetings from April 2016, one for each letter of the rows: ``{seat: "yxoy"}``."""
    days = [date(2016 + (3 + 3 * n) // 12, (3 + 3 * n) % 12 + 1, 19) for n in range(len(next(iter(rows.values()))))]
    return [a_sheet(body, day, [(seat, row[n]) for seat, row in rows.items()]) for n, day in enumerate(days)]
