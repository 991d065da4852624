"""Meetings: a body met, or will meet, on a day; and the attendance sheet of that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import paired
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models.roster import Place, roster
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.governance.models.attendance import Attendance
    from goldenthread.partnership.scope import Scope

HAS_ATTENDANCE = "Attendance is recorded for this meeting, so its date cannot change."


class MeetingQuerySet(models.QuerySet):
    """Questions about meetings."""

    def visible_to(self, scope: Scope) -> Self:
        """Meetings of the bodies whose attendance the person may see."""
        if scope.is_operator:
            return self
        return self.filter(body__in=Body.objects.allowing(Permission.SEE_ATTENDANCE, scope))

    def during(self, first: date, last: date) -> Self:
        """Meetings from ``first`` to ``last``, both days included, in order."""
        return self.filter(held_on__range=(first, last)).order_by("held_on")

    def after(self, day: date) -> Self:
        """Meetings after ``day``, the next one first."""
        return self.filter(held_on__gt=day).order_by("held_on")

    def with_counts(self) -> Self:
        """With how many seats were ``expected`` and ``present``, newest first."""
        return self.order_by("-held_on").annotate(
            expected=Count("attendance", filter=Q(attendance__mark__in=["y", "x"])),
            present=Count("attendance", filter=Q(attendance__mark="y")),
        )


class Meeting(Kept):
    """One meeting of one body on one day."""

    class Kind(models.TextChoices):
        """What sort of meeting."""

        ORDINARY = "ordinary", "Ordinary"
        EXTRAORDINARY = "extraordinary", "Extraordinary"
        JOINT = "joint", "Joint"

    class How(models.TextChoices):
        """How people took part; empty where it is not recorded."""

        IN_PERSON = "in person", "In person"
        VIRTUAL = "virtual", "Virtual"
        HYBRID = "hybrid", "Hybrid"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("date")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ORDINARY)
    how = models.CharField("how people took part", max_length=20, choices=How, blank=True)
    attendance_version = models.PositiveIntegerField(default=0, editable=False)
    attendance_recorded_at = models.DateTimeField(null=True, editable=False)
    attendance_recorded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                name="meeting_once_a_day",
                violation_error_message="This body already has a meeting on that day.",
            ),
            paired("attendance_recorded", name="meeting_attendance_recorded_paired"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {date_format(self.held_on, 'j F Y')}"

    def guard(self) -> None:
        """Hold the body while its meetings are compared, and this meeting while its sheet is looked at."""
        Body.objects.select_for_update(of=("self",)).get(pk=self.body_id)
        Meeting.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()

    def clean(self) -> None:
        """Refuse a day on which the body did not exist, and moving a meeting that has attendance."""
        if self.body_id is None or self.held_on is None:
            return
        if not self.body.is_on(self.held_on):
            raise ValidationError({"held_on": f"{self.body.name} does not exist on that day."})
        if self.pk and self.has_attendance and not Meeting.objects.filter(pk=self.pk, held_on=self.held_on).exists():
            raise ValidationError({"held_on": HAS_ATTENDANCE})

    @property
    def has_attendance(self) -> bool:
        """Whether any seat has a mark."""
        return self.attendance.exists()

    def roster(self) -> list[Place]:
        """The seats in force on the day, with who holds them, in two queries."""
        return roster(self.body, self.held_on)

    @transaction.atomic
    def remove(self, *, by: Person | None) -> None:
        """Delete this meeting. Raises NotPossible where attendance is recorded."""
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if meeting.has_attendance:
            raise NotPossible("Attendance is recorded for this meeting, so it cannot be removed.")
        trail.record("meeting.remove", meeting, by=by, body=meeting.body_id)
        meeting.delete()

    @transaction.atomic
    def record_attendance(self, entries: Iterable[Attendance], *, version: int, by: Person | None) -> int:
        """Save what ``entries`` say about their seats, and return how many seats changed.

        An entry with no mark takes the seat's mark away; seats without an entry stay as they are.
        ``version`` is ``attendance_version`` as it was when the sheet was opened. Raises Stale when
        somebody saved it since, NotPossible for a day to come, for a seat not of this body on the
        day and for a vacant seat, and ValidationError for an entry that contradicts itself.
        """
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=self.pk)
        if meeting.attendance_version != version:
            raise Stale(_stale_sentence(meeting))
        if meeting.held_on > timezone.localdate():
            raise NotPossible("This meeting is still to come. Record attendance on the day or after it.")
        entries = list(entries)
        changed = meeting._write(entries, {place.seat.pk: place for place in meeting.roster()})
        if changed:
            meeting.attendance_version += 1
            meeting.attendance_recorded_at = timezone.now() if by else None
            meeting.attendance_recorded_by = by
            meeting.save(
                update_fields=["attendance_version", "attendance_recorded_at", "attendance_recorded_by"],
            )
            trail.record("attendance.record", meeting, by=by, version=meeting.attendance_version, seats=changed)
        self.refresh_from_db()
        return changed

    def _write(self, entries: list[Attendance], places: dict[int, Place]) -> int:
        """Check and save the entries that differ from what is held, in at most three statements."""
        held = {row.seat_id: row for row in self.attendance.all()}
        new: list[Attendance] = []
        changed: list[Attendance] = []
        taken_away: list[int] = []
        for entry in entries:
            before = held.get(entry.seat_id)
            if not entry.mark:
                if before:
                    taken_away.append(before.pk)
                continue
            if before and before.says_the_same(entry):
                continue
            _check(entry, places)
            entry.meeting = self
            entry.pk = before.pk if before else None
            (changed if before else new).append(entry)
        self.attendance.filter(pk__in=taken_away).delete()
        self.attendance.bulk_create(new)
        self.attendance.bulk_update(changed, [*self.attendance.model.SHEET])
        return len(new) + len(changed) + len(taken_away)


def _check(entry: Attendance, places: dict[int, Place]) -> None:
    place = places.get(entry.seat_id)
    if place is None:
        raise NotPossible("A mark was given for a seat that this body does not have on the day of the meeting.")
    if place.is_vacant:
        raise NotPossible(f"{place.seat.title} is vacant on the day of the meeting, so it takes no mark.")
    entry.clean_fields(exclude=["meeting", "seat", "person"])
    entry.clean()


def _stale_sentence(meeting: Meeting) -> str:
    saved_at = meeting.attendance_recorded_at
    when = f" at {timezone.localtime(saved_at):%H:%M}" if saved_at else ""
    return f"Somebody else saved this attendance{when} while you had it open. Nothing of theirs has been overwritten."
