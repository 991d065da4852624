"""Who is expected at a meeting: the seats in force on its day, and who holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.partnership.models import Appointment, Body, Seat


@dataclass(frozen=True)
class Place:
    """One seat on one day: its holder, and those appointed to represent the holder."""

    seat: Seat
    holder: Appointment | None
    representatives: tuple[Appointment, ...]

    @property
    def is_vacant(self) -> bool:
        """Whether nobody is appointed. An appointment without a name fills the seat."""
        return self.holder is None

    @property
    def holder_name(self) -> str:
        """The holder's name, empty where it is not held."""
        return self.holder.person.name if self.holder and self.holder.person else ""


def roster(body: Body, day: date, *others: Body) -> list[Place]:
    """The places on ``day`` of ``body`` and then of ``others``, each in the order of its list, in two queries."""
    order = {each.pk: number for number, each in enumerate((body, *others))}
    seats = Seat.objects.on(day).filter(body__in=order).select_related("agency", "body")
    appointments = Appointment.objects.on(day).filter(seat__body__in=order).select_related("person")
    return places(sorted(seats, key=lambda seat: order[seat.body_id]), appointments, day)


def places(seats: Iterable[Seat], appointments: Iterable[Appointment], day: date) -> list[Place]:
    """The places on ``day`` made of those of ``seats`` and ``appointments`` that are in force on it."""
    holders: dict[int, Appointment] = {}
    representatives: dict[int, list[Appointment]] = {}
    for appointment in appointments:
        if not appointment.is_on(day):
            continue
        if appointment.kind == Appointment.Kind.HOLDER:
            holders[appointment.seat_id] = appointment
        else:
            representatives.setdefault(appointment.seat_id, []).append(appointment)
    return [
        Place(seat, holders.get(seat.pk), tuple(representatives.get(seat.pk, ()))) for seat in seats if seat.is_on(day)
    ]
