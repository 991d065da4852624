"""The register in numbers and names: what there is, who sits where, what needs looking at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from goldenthread.foundation.figures import figure
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models import Appointment, Body, Partnership, Person, Seat
from goldenthread.partnership.models.partnership import PartnershipQuerySet
from goldenthread.partnership.rules import SEAT_ENDS_SOON_DAYS, PartnerGap
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class Register:
    """How much the register of one partnership holds on a day, and how much of it needs looking at."""

    partnership: str
    on: date
    bodies: int
    seats: int
    vacant_seats: int
    seats_ending_soon: int
    appointments_ending_soon: int
    safeguarding_partner_gaps: int


@dataclass(frozen=True)
class Holder:
    """A person in a seat, or that the name is not held."""

    appointment_id: int
    person_id: int | None
    name: str
    delegated_authority: bool
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Member:
    """One seat of a body on a day. ``holder`` is None where it is vacant."""

    seat_id: int
    title: str
    role: str
    agency_id: int | None
    agency: str
    holder: Holder | None
    representatives: tuple[Holder, ...]
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Members:
    """Who sits on a body on a day."""

    body: str
    on: date
    members: tuple[Member, ...]


@figure("partnership.register")
def register(scope: Scope, *, partnership: str, on: date) -> Register:
    """Count the register of one partnership on a day. Raises NotPossible for a name that is not there."""
    rows = Partnership.objects.visible_to(scope).filter(name=partnership)
    if not rows:
        raise NotPossible(f"There is no partnership called {partnership}.")
    checks = to_look_at(scope, rows, on)
    bodies = Body.objects.visible_to(scope).filter(partnership__in=rows).on(on)
    return Register(
        partnership=partnership,
        on=on,
        bodies=bodies.count(),
        seats=Seat.objects.filter(body__in=bodies).on(on).count(),
        vacant_seats=checks.vacancies.count(),
        seats_ending_soon=checks.seats_ending.count(),
        appointments_ending_soon=checks.appointments_ending.count(),
        safeguarding_partner_gaps=len(checks.gaps_today),
    )


@figure("partnership.members")
def members(scope: Scope, *, body: str, on: date) -> Members:
    """Who sits on a body on a day. Raises NotPossible where no body, or more than one, has the name then."""
    rows = Body.objects.visible_to(scope).on(on).filter(name=body).select_related("partnership")
    if not rows:
        raise NotPossible(f"There is no body called {body} on that day.")
    if len(rows) > 1:
        raise NotPossible(f"More than one body is called {body} on that day: {', '.join(row.owner for row in rows)}.")
    return Members(body=body, on=on, members=members_of(rows[0], on))


def members_of(body: Body, on: date) -> tuple[Member, ...]:
    """The seats of ``body`` in force on a day, each with its holder and representatives."""
    appointed = Appointment.objects.on(on).select_related("person").order_by("starts_on", "id")
    seats = (
        body.seats.on(on).select_related("agency").prefetch_related(Prefetch("appointments", appointed, "appointed"))
    )
    return tuple(_member(seat) for seat in seats)


def _member(seat: Seat) -> Member:
    by_kind: dict[str, list[Holder]] = {Appointment.Kind.HOLDER: [], Appointment.Kind.REPRESENTATIVE: []}
    for row in seat.appointed:  # type: ignore[attr-defined]
        by_kind[row.kind].append(
            Holder(
                appointment_id=row.pk,
                person_id=row.person_id,
                name=row.person.name if row.person else "Name not held",
                delegated_authority=row.delegated_authority,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
            )
        )
    return Member(
        seat_id=seat.pk,
        title=seat.title,
        role=seat.get_role_display(),
        agency_id=seat.agency_id,
        agency=seat.agency.name if seat.agency else "",
        holder=next(iter(by_kind[Appointment.Kind.HOLDER]), None),
        representatives=tuple(by_kind[Appointment.Kind.REPRESENTATIVE]),
        starts_on=seat.starts_on,
        ends_on=seat.ends_on,
    )


@dataclass(frozen=True)
class Addresses:
    """A body's distribution list: addresses to copy, and who cannot be reached by them."""

    people: tuple[Person, ...]
    without: tuple[Person, ...]
    not_named: tuple[Seat, ...]

    @property
    def emails(self) -> list[str]:
        """Each address once."""
        return [person.email for person in self.people if person.email]


def addresses(body: Body, on: date) -> Addresses:
    """Everybody appointed to a seat of ``body`` on a day, virtual members and representatives too."""
    people = Person.objects.filter(
        id__in=Appointment.objects.on(on).filter(seat__body=body, seat__in=Seat.objects.on(on)).values("person_id")
    )
    named = Appointment.objects.holders().on(on).filter(person__isnull=False).values("seat_id")
    return Addresses(
        people=tuple(person for person in people if person.email),
        without=tuple(person for person in people if not person.email),
        not_named=tuple(body.seats.on(on).exclude(id__in=named)),
    )


@dataclass(frozen=True)
class ToLookAt:
    """What in the register of some partnerships needs looking at on a day."""

    on: date
    vacancies: QuerySet[Seat]
    seats_ending: QuerySet[Seat]
    appointments_ending: QuerySet[Appointment]
    gaps: list[tuple[Partnership, PartnerGap]]

    @property
    def gaps_today(self) -> list[tuple[Partnership, PartnerGap]]:
        """Gaps that are still open on the day."""
        return [(partnership, gap) for partnership, gap in self.gaps if gap.span.last == self.on]


def to_look_at(scope: Scope, partnerships: PartnershipQuerySet[Partnership], on: date) -> ToLookAt:
    """Vacant seats, seats and appointments that end soon, and areas without a safeguarding partner."""
    bodies = Body.objects.visible_to(scope).filter(partnership__in=partnerships.values("pk")).on(on)
    seats = Seat.objects.filter(body__in=bodies.values("pk")).select_related("body__partnership", "agency")
    ending = Appointment.objects.filter(seat__body__in=bodies.values("pk")).ending_within(
        SEAT_ENDS_SOON_DAYS, after=on
    )
    return ToLookAt(
        on=on,
        vacancies=seats.vacant(on).order_by("body__name", "position", "title"),
        seats_ending=seats.ending_within(SEAT_ENDS_SOON_DAYS, after=on),
        appointments_ending=ending.select_related("seat__body__partnership", "person"),
        gaps=partnerships.partner_gaps(until=on),
    )
