"""Seats on bodies, and the people appointed to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models.agency import Agency, Area
from goldenthread.partnership.models.body import Body
from goldenthread.partnership.models.dated import Dated, DatedQuerySet, overlapping
from goldenthread.partnership.models.person import Person
from goldenthread.partnership.roles import SeatRole

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

SEAT_OVERLAPS = "This body already has a seat with this title in these dates."
APPOINTMENT_OVERLAPS = "Somebody is already appointed to this seat in these dates."


class SeatQuerySet(DatedQuerySet):
    """Questions about seats."""

    def visible_to(self, scope: Scope) -> Self:
        """Seats on the bodies the person may see."""
        return self if scope.is_operator else self.filter(body__in=Body.objects.visible_to(scope))

    def filled(self, day: date) -> Self:
        """Seats in force on ``day`` to which somebody is appointed, named or not."""
        return self.on(day).filter(id__in=Appointment.objects.holders().on(day).values("seat_id"))

    def vacant(self, day: date) -> Self:
        """Seats in force on ``day`` to which nobody is appointed."""
        return self.on(day).exclude(id__in=Appointment.objects.holders().on(day).values("seat_id"))


class Seat(Dated):
    """A place on a body, in a role and usually for an agency, from a day to a day."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=30, choices=SeatRole)
    title = models.CharField(max_length=200, help_text="For example Director of Children's Services")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    position = models.PositiveSmallIntegerField("place in the list", default=0)
    note = models.TextField(blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("position", "title", "id")
        constraints = [
            in_order(name="seat_dates_in_order"),
            models.UniqueConstraint(
                fields=["body", "title"],
                condition=Q(ends_on__isnull=True),
                name="seat_open_title_once",
                violation_error_message=SEAT_OVERLAPS,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def guard(self) -> None:
        """Hold the body while its seats are compared: two changes at once cannot both pass."""
        Body.objects.select_for_update(of=("self",)).get(pk=self.body_id)

    def clean(self) -> None:
        """Refuse an overlap with a seat of the same title, and dates outside the body's own."""
        if self.body_id is None:
            return
        if overlapping(Seat.objects.filter(body_id=self.body_id, title=self.title), self).exists():
            raise ValidationError({"title": SEAT_OVERLAPS})
        if self.body.ends_on and (self.ends_on is None or self.ends_on > self.body.ends_on):
            raise ValidationError({"ends_on": "The last day must be on or before the last day of the body."})
        if self.pk and self.appointments.filter(ends_on__isnull=True).exists() and self.ends_on:
            raise ValidationError(
                {"ends_on": "Somebody is appointed to this seat with no last day. End the seat instead."}
            )

    @transaction.atomic
    def close(self, *, on: date, by: Person | None) -> Seat:
        """Make ``on`` the last day of this seat and of its appointments.

        Appointments that would begin later are refused. Raises NotPossible with a sentence.
        """
        seat = Seat.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if seat.ends_on is not None and seat.ends_on <= on:
            return seat
        if seat.appointments.filter(starts_on__gt=on).exists():
            raise NotPossible(f"{seat.title} has an appointment that starts after that day. Change it first.")
        for appointment in seat.appointments.during(on, date.max):
            appointment.end(on=on, by=by)
        seat.ends_on = on
        seat.full_clean()
        seat.save()
        trail.record("seat.close", seat, by=by)
        return seat


class AppointmentQuerySet(DatedQuerySet):
    """Questions about appointments."""

    def visible_to(self, scope: Scope) -> Self:
        """Appointments to seats the person may see, and the person's own."""
        if scope.is_operator:
            return self
        return self.filter(Q(seat__body__in=Body.objects.visible_to(scope)) | Q(person_id=scope.person_id))

    def holders(self) -> Self:
        """Those who hold the seat, not those who stand in for a holder."""
        return self.filter(kind=Appointment.Kind.HOLDER)


class Appointment(Dated):
    """A person in a seat. With no person the seat is filled and the name is not held."""

    class Kind(models.TextChoices):
        """Holder, or representative of the holder."""

        HOLDER = "holder", "Holds the seat"
        REPRESENTATIVE = "representative", "Represents the holder"

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    kind = models.CharField("how", max_length=20, choices=Kind, default=Kind.HOLDER)
    delegated_authority = models.BooleanField("may decide for the agency", default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("seat__position", "starts_on", "id")
        constraints = [
            in_order(name="appointment_dates_in_order"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(ends_on__isnull=True, kind="holder"),
                name="appointment_one_open_holder",
                violation_error_message=APPOINTMENT_OVERLAPS,
            ),
            models.CheckConstraint(
                condition=Q(kind="holder") | Q(person__isnull=False),
                name="appointment_representative_named",
                violation_error_message="A representative must be a named person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'name not held'}, {self.seat}"

    def guard(self) -> None:
        """Hold the seat while its appointments are compared."""
        Seat.objects.select_for_update(of=("self",)).get(pk=self.seat_id)

    def clean(self) -> None:
        """Refuse a second holder, the same representative twice, and dates outside the seat's own."""
        if self.seat_id is None:
            return
        others = Appointment.objects.filter(seat_id=self.seat_id, kind=self.kind)
        if self.kind == self.Kind.REPRESENTATIVE:
            others = others.filter(person=self.person)
        if overlapping(others, self).exists():
            raise ValidationError({"starts_on": APPOINTMENT_OVERLAPS})
        seat = self.seat
        if seat.starts_on and (self.starts_on is None or self.starts_on < seat.starts_on):
            raise ValidationError({"starts_on": "The start date must be on or after the day the seat starts."})
        if seat.ends_on and (self.ends_on is None or self.ends_on > seat.ends_on):
            raise ValidationError({"ends_on": "The last day must be on or before the last day of the seat."})

    @transaction.atomic
    def end(self, *, on: date, by: Person | None) -> Appointment:
        """Make ``on`` the last day of this appointment.

        Raises NotPossible where it has ended before that day or has not begun by then.
        """
        appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if appointment.ends_on is not None and appointment.ends_on < on:
            raise NotPossible("This appointment has already ended.")
        if appointment.starts_on is not None and appointment.starts_on > on:
            raise NotPossible("The last day must be the same as or after the start date.")
        appointment.ends_on = on
        appointment.full_clean()
        appointment.save()
        trail.record("appointment.end", appointment, by=by)
        return appointment
