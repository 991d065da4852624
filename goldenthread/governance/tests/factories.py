"""Rows for tests: a board with seats, its meetings and their sheets, made by the domain's own verbs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.rules import Mark
from goldenthread.partnership.models import Agency, Appointment, Area, Body, Partnership, Person, Seat
from goldenthread.partnership.models.agency import Membership, Sector
from goldenthread.partnership.roles import BodyKind, SeatRole

STARTED = date(2016, 4, 1)


def a_partnership(name: str = "Mere LSCB", **given: Any) -> Partnership:
    """A partnership of one area, in force from April 2016."""
    area, _ = Area.objects.get_or_create(code=name[:4].upper(), defaults={"name": name.split()[0]})
    row = Partnership(name=name, full_name=f"{name} in full", starts_on=STARTED, **given)
    return row.keep(by=None, areas=[area])


def a_body(partnership: Partnership | None = None, *, name: str = "Mere Board", **given: Any) -> Body:
    """A board unless another kind is given."""
    given = {"kind": BodyKind.BOARD, "starts_on": STARTED, **given}
    return Body(name=name, partnership=partnership or a_partnership(), **given).keep(by=None)


def an_agency(name: str = "Mere Police", **given: Any) -> Agency:
    """A core member."""
    return Agency(**{"name": name, "sector": Sector.POLICE, "membership": Membership.CORE, **given}).keep(by=None)


def a_person(name: str = "Robin Ash", **given: Any) -> Person:
    """Somebody who may sign in."""
    return Person(**{"name": name, "email": f"{name.lower().replace(' ', '.')}@mere.example", **given}).keep(by=None)


def a_seat(body: Body, title: str, *, vacant: bool = False, person: Person | None = None, **given: Any) -> Seat:
    """A core seat from the body's first day, filled without a name unless said otherwise."""
    given = {"role": SeatRole.CORE, "starts_on": body.starts_on, "position": body.seats.count() + 1, **given}
    seat = Seat(body=body, title=title, **given).keep(by=None)
    if not vacant:
        Appointment(seat=seat, person=person, starts_on=seat.starts_on, ends_on=seat.ends_on).keep(by=None)
    return seat


def somebody(body: Body, role: SeatRole, name: str = "") -> Person:
    """A person who holds a seat with this role on ``body`` today."""
    person = a_person(name or f"{role.label} {Person.objects.count() + 1}")
    a_seat(body, f"{role.label} {body.seats.count() + 1}", role=role, person=person)
    return person


def a_business_manager(partnership: Partnership) -> Person:
    """An officer of the partnership's business team."""
    team = a_body(partnership, name=f"{partnership} team", kind=BodyKind.BUSINESS_TEAM)
    return somebody(team, SeatRole.OFFICER, "Business Manager")


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
