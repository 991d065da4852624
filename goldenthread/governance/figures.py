"""Attendance of a body over a period. The pages, the exports and the command line share ``matrix``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.foundation.figures import Rate, figure
from goldenthread.governance import rules
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.rules import Mark
from goldenthread.partnership.imports.look_up import body_option
from goldenthread.partnership.models import Body, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class MeetingFigures:
    """One meeting: how many seats were expected (``y`` or ``x``), present (``y``), and how many people came."""

    id: int
    date: date
    kind: str
    how: str
    expected: int
    present: int
    not_expected: int
    people: int
    rate: Rate


@dataclass(frozen=True)
class SeatFigures:
    """One seat: its mark at each meeting that has one, and what follows from them."""

    id: int
    role: str
    agency: str | None
    marks: dict[date, Mark]
    expected: int
    present: int
    rate: Rate
    longest_run_of_absences: int
    current_run_of_absences: int


@dataclass(frozen=True)
class AgencyFigures:
    """All seats of one agency together; ``agency`` is None for the seats that belong to none."""

    agency: str | None
    seats: int
    expected: int
    present: int
    rate: Rate


@dataclass(frozen=True)
class Totals:
    """The whole period."""

    meetings: int
    expected: int
    present: int
    rate: Rate


@dataclass(frozen=True)
class AttendanceFigures:
    """Attendance of ``body`` at its meetings ``from_`` ... ``to``, both days included."""

    body: str
    from_: date
    to: date
    meetings: list[MeetingFigures]
    seats: list[SeatFigures]
    agencies: list[AgencyFigures]
    totals: Totals


@figure("governance.attendance")
def attendance(scope: Scope, *, body: str, from_: date, to: date, partnership: str = "") -> AttendanceFigures:
    """Attendance of the body named ``body`` (of ``partnership``, where two share the name).

    Raises OptionRefused for a body that is not there for ``scope``, NotPossible for one whose attendance it
    does not see and for a period that ends before it begins.
    """
    found = body_option(scope, {"body": body, "partnership": partnership})
    if found is None:
        raise NotPossible("Say which body the attendance is of.")
    if not scope.may(Permission.SEE_ATTENDANCE, found):
        raise NotPossible(f"You may not see the attendance of {found.name}.")
    if to < from_:
        raise NotPossible("The period ends before it begins.")
    return matrix(found, from_, to)


def matrix(body: Body, first: date, last: date) -> AttendanceFigures:
    """Attendance of ``body`` from ``first`` to ``last``, in three queries. Who may see it is the caller's to ask.

    Its own seats at its own meetings, and at those of other bodies that it met jointly with. No body has two
    meetings on one day. What was cancelled, or whose day is not known, has no attendance.
    """
    meetings = list(Meeting.objects.on_a_day().of(body).during(first, last))
    by_meeting: dict[int, list[Attendance]] = defaultdict(list)
    by_seat: dict[int, dict[int, Mark]] = defaultdict(dict)
    marks = Attendance.objects.filter(seat__body=body, meeting__in=[meeting.pk for meeting in meetings])
    for row in marks:
        by_meeting[row.meeting_id].append(row)
        by_seat[row.seat_id][row.meeting_id] = Mark(row.mark)
    in_force = Seat.objects.filter(body=body).during(first, last)
    seats = list((in_force | Seat.objects.filter(pk__in=by_seat)).select_related("agency"))
    meeting_figures = [_of_meeting(meeting, by_meeting[meeting.pk]) for meeting in meetings]
    seat_figures = [_of_seat(seat, meetings, by_seat[seat.pk]) for seat in seats]
    whole = _sum(figures.rate for figures in seat_figures)
    return AttendanceFigures(
        body=body.name,
        from_=first,
        to=last,
        meetings=meeting_figures,
        seats=seat_figures,
        agencies=_by_agency(seat_figures),
        totals=Totals(len(meetings), whole.denominator, whole.numerator, whole),
    )


def _of_meeting(meeting: Meeting, rows: list[Attendance]) -> MeetingFigures:
    marks = [Mark(row.mark) for row in rows]
    rate = rules.rate(marks)
    return MeetingFigures(
        id=meeting.pk,
        date=meeting.held_on,
        kind=meeting.kind,
        how=meeting.how,
        expected=rate.denominator,
        present=rate.numerator,
        not_expected=marks.count(Mark.NOT_EXPECTED),
        people=sum(row.people for row in rows),
        rate=rate,
    )


def _of_seat(seat: Seat, meetings: list[Meeting], marks: dict[int, Mark]) -> SeatFigures:
    in_order = [marks.get(meeting.pk) for meeting in meetings]
    rate = rules.rate(in_order)
    return SeatFigures(
        id=seat.pk,
        role=seat.title,
        agency=seat.agency.name if seat.agency else None,
        marks={meeting.held_on: marks[meeting.pk] for meeting in meetings if meeting.pk in marks},
        expected=rate.denominator,
        present=rate.numerator,
        rate=rate,
        longest_run_of_absences=rules.longest_run_of_absences(in_order),
        current_run_of_absences=rules.current_run_of_absences(in_order),
    )


def _by_agency(seats: list[SeatFigures]) -> list[AgencyFigures]:
    grouped: dict[str | None, list[SeatFigures]] = defaultdict(list)
    for figures in seats:
        grouped[figures.agency].append(figures)
    found = []
    for agency in sorted(grouped, key=lambda name: (name is None, name)):
        rate = _sum(figures.rate for figures in grouped[agency])
        found.append(AgencyFigures(agency, len(grouped[agency]), rate.denominator, rate.numerator, rate))
    return found


def _sum(rates: Iterable[Rate]) -> Rate:
    """Rates of parts as the rate of the whole: counts are added, never percentages."""
    rates = list(rates)
    return Rate(sum(rate.numerator for rate in rates), sum(rate.denominator for rate in rates))
