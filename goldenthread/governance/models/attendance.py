"""Attendance: one mark for one seat at one meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.rules import Mark
from goldenthread.partnership.models import Person, Seat
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

SOMEBODY_CAME = "Say how many came: at least 1."
NOBODY_CAME = "Say who came only where the seat is marked present."
APOLOGIES = "Apologies belong only to a seat marked as nobody came."
REPRESENTATIVE = "Give a representative's name only where a representative came."


class CameAs(models.TextChoices):
    """Who sat in the seat. Empty where it was not recorded, as in every figure before 2019."""

    MEMBER = "member", "Member"
    REPRESENTATIVE = "representative", "Representative"


class AttendanceQuerySet(models.QuerySet):
    """Questions about attendance."""

    def visible_to(self, scope: Scope) -> Self:
        """Marks of the meetings whose attendance the person may see."""
        return self.filter(meeting__in=Meeting.objects.allowing(Permission.SEE_ATTENDANCE, scope))


class Attendance(models.Model):
    """Whether anybody came for one seat to one meeting. Written by ``Meeting.record_attendance`` alone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance")
    mark = models.CharField(max_length=1, choices=[(mark.value, mark.label) for mark in Mark])
    came_as = models.CharField(max_length=20, choices=CameAs, blank=True)
    person = models.ForeignKey(
        Person, verbose_name="who came", on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    representative_name = models.CharField(max_length=150, blank=True)
    people = models.PositiveSmallIntegerField("how many came", default=0)
    apologies = models.BooleanField("apologies given", default=False)

    objects = AttendanceQuerySet.as_manager()

    SHEET = ("mark", "came_as", "person_id", "representative_name", "people", "apologies")
    """What a sheet says about a seat."""

    class Meta:
        ordering = ("seat__position", "seat__title", "id")
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once_per_seat"),
            models.CheckConstraint(condition=Q(mark__in=[mark.value for mark in Mark]), name="attendance_mark_known"),
            models.CheckConstraint(
                condition=Q(mark="y", people__gte=1)
                | Q(~Q(mark="y"), people=0, came_as="", person__isnull=True, representative_name=""),
                name="attendance_people_fit_mark",
            ),
            models.CheckConstraint(
                condition=Q(apologies=False) | Q(mark="x"), name="attendance_apologies_when_absent"
            ),
            models.CheckConstraint(
                condition=Q(representative_name="") | Q(came_as=CameAs.REPRESENTATIVE),
                name="attendance_representative_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_mark_display()}"

    def clean(self) -> None:
        """Refuse what does not fit the mark, as the database does, without asking it."""
        came = self.mark == Mark.PRESENT
        if came and self.people < 1:
            raise ValidationError({"people": SOMEBODY_CAME})
        if not came and (self.people or self.came_as or self.person_id or self.representative_name):
            raise ValidationError({"mark": NOBODY_CAME})
        if self.apologies and self.mark != Mark.ABSENT:
            raise ValidationError({"apologies": APOLOGIES})
        if self.representative_name and self.came_as != CameAs.REPRESENTATIVE:
            raise ValidationError({"representative_name": REPRESENTATIVE})

    def says_the_same(self, other: Attendance) -> bool:
        """Whether two rows say the same about a seat."""
        return all(getattr(self, name) == getattr(other, name) for name in self.SHEET)
