"""Meetings: a body met, or will meet, on a day; and the attendance sheet of that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, ProtectedError, Q
from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import paired
from goldenthread.foundation.rendering import day, month
from goldenthread.governance import rules
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models.meetings_asked import READING, MeetingQuerySet
from goldenthread.governance.models.roster import Place, roster
from goldenthread.governance.models.sheet import stale_sentence, write
from goldenthread.governance.models.telling import TellsPeople
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.governance.models.attendance import Attendance
    from goldenthread.partnership.scope import Scope

HAS_ATTENDANCE = "Attendance is recorded for this meeting, so its date cannot change."
BODY_HAS_ATTENDANCE = "Attendance of {} is recorded for this meeting, so it stays one of the bodies that met."
CANCELLED = "This meeting was cancelled, so nothing of it changes. A meeting in its place is a new one."
AGREED = "The minutes of this meeting are agreed as a correct record, so its agenda does not change any more."
ON_INVITATION = ("held_on", "date_precision", "starts_at", "ends_at", "place", "link", "title", "body_id")
"""What an invitation to a meeting says: when one of these changes, calendars must be told."""


class Meeting(TellsPeople, Kept):
    """One meeting of one body on one day, or one planned for it."""

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

    class Precision(models.TextChoices):
        """How exactly the day is known. ``held_on`` is the first day of the month, quarter or year."""

        DAY = "day", "The day"
        MONTH = "month", "The month"
        QUARTER = "quarter", "The quarter"
        YEAR = "year", "The year"

    reference = models.CharField(max_length=20, blank=True, help_text="For example MT001. Kept when you export")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    joint_with = models.ManyToManyField(Body, related_name="joint_meetings", blank=True)
    title = models.CharField(max_length=200, blank=True)
    held_on = models.DateField("date")
    date_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    starts_at = models.TimeField("start time", null=True, blank=True)
    ends_at = models.TimeField("end time", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ORDINARY)
    how = models.CharField("how people took part", max_length=20, choices=How, blank=True)
    informal = models.BooleanField("informal: takes no decisions", default=False)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField("address to join online", blank=True)
    note = models.TextField(blank=True)
    series = models.ForeignKey(
        "governance.MeetingSeries",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="meetings",
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    cancelled_because = models.CharField(max_length=300, blank=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    """How often the invitation has changed; calendars take the highest (RFC 5545, SEQUENCE)."""
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
                condition=Q(cancelled_at__isnull=True, date_precision="day"),
                name="meeting_once_a_day",
                violation_error_message="This body already has a meeting on that day.",
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="meeting_reference_once",
                violation_error_message="Another meeting has this reference.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_times_in_order",
                violation_error_message="The end time must be after the start time.",
            ),
            paired("attendance_recorded", name="meeting_attendance_recorded_paired"),
            paired("cancelled", name="meeting_cancelled_paired"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.when}"

    @property
    def when(self) -> str:
        """Its date in words, as exactly as it is known: "27 May 2021", "May 2021", "2021"."""
        match self.date_precision:
            case self.Precision.MONTH:
                return month(self.held_on)
            case self.Precision.QUARTER:
                last = rules.period_end(self.held_on, self.date_precision)
                return f"{date_format(self.held_on, 'F')} to {month(last)}"
            case self.Precision.YEAR:
                return str(self.held_on.year)
        return day(self.held_on)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self.cancelled_at is not None

    def takes_attendance(self, today: date) -> bool:
        """Whether attendance can be recorded: it was held on a day that is known and has come."""
        return not self.is_cancelled and self.date_precision == self.Precision.DAY and self.held_on <= today

    def guard(self) -> None:
        """Hold the body while its meetings are compared, and this meeting while its sheet is looked at."""
        Body.objects.select_for_update(of=("self",)).get(pk=self.body_id)
        Meeting.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()

    def clean(self) -> None:
        """Refuse what is cancelled, a day on which the body did not exist, and moving a meeting with attendance."""
        if self.body_id is None or self.held_on is None:
            return
        self.held_on = rules.period_start(self.held_on, self.date_precision)
        last = rules.period_end(self.held_on, self.date_precision)
        days = (self.held_on + timedelta(days=n) for n in range((last - self.held_on).days + 1))
        if not any(self.body.is_on(each) for each in days):
            when = "on that day" if self.date_precision == self.Precision.DAY else "then"
            raise ValidationError({"held_on": f"{self.body.name} does not exist {when}."})
        before = Meeting.objects.filter(pk=self.pk).first() if self.pk else None
        if before and before.is_cancelled:
            raise ValidationError(CANCELLED)
        moved = before and (before.held_on, before.date_precision) != (self.held_on, self.date_precision)
        if moved and self.has_attendance:
            raise ValidationError({"held_on": HAS_ATTENDANCE})

    @transaction.atomic
    def keep(self, *, by: Person | None, **related: Any) -> Self:
        """Check and save this meeting, as every row is kept; ``joint_with`` is the bodies that meet with its own.

        Counts ``calendar_sequence`` up where what an invitation says has changed. Raises ValidationError, also where
        one of the bodies already meets that day.
        """
        joint = list(related["joint_with"]) if "joint_with" in related else None
        self._guard_joint(joint)
        before = Meeting.objects.filter(pk=self.pk).first()
        if before and any(getattr(before, name) != getattr(self, name) for name in ON_INVITATION):
            self.calendar_sequence = before.calendar_sequence + 1
        super().keep(by=by, **related)
        if before:
            self.tell_of_change()
        return self

    def _guard_joint(self, joint: list[Body] | None) -> None:
        """Hold the bodies that meet together, and refuse those that meet elsewhere that day or leave with marks."""
        held = list(self.joint_with.all()) if self.pk else []
        others = held if joint is None else joint
        if self.body_id is None or self.held_on is None:
            return
        if any(body.pk == self.body_id for body in others):
            raise ValidationError({"joint_with": f"{self.body.name} cannot meet jointly with itself."})
        for left in held:
            if left not in others and self.pk and self.attendance.filter(seat__body=left).exists():
                raise ValidationError({"joint_with": BODY_HAS_ATTENDANCE.format(left.name)})
        bodies = sorted({self.body_id, *(body.pk for body in others)})
        list(Body.objects.select_for_update(of=("self",)).filter(pk__in=bodies).order_by("pk"))
        if self.is_cancelled or self.date_precision != self.Precision.DAY:
            return
        same_day = Meeting.objects.on_a_day().filter(held_on=self.held_on).exclude(pk=self.pk)
        for body in others:
            if same_day.of(body).exists():
                raise ValidationError({"joint_with": f"{body.name} already has a meeting on that day."})
        if same_day.exclude(body_id=self.body_id).of(self.body).exists():
            raise ValidationError({"held_on": f"{self.body.name} already takes part in a joint meeting on that day."})

    def allows(self, permission: Permission, scope: Scope) -> bool:
        """Whether the person may do ``permission`` on it; what is read of a body, on the joint ones too."""
        if scope.may(permission, self.body):
            return True
        return permission in READING and any(scope.may(permission, body) for body in self.joint_with.all())

    @transaction.atomic
    def cancel(self, *, because: str, by: Person) -> Meeting:
        """Cancel this meeting: it stays listed, takes no attendance and changes no more.

        Raises NotPossible where it is cancelled already or has attendance.
        """
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if meeting.is_cancelled:
            raise NotPossible("This meeting has already been cancelled.")
        if meeting.has_attendance:
            raise NotPossible("Attendance is recorded for this meeting, so it was held and cannot be cancelled.")
        meeting.cancelled_at, meeting.cancelled_by = timezone.now(), by
        meeting.cancelled_because = because.strip()
        meeting.calendar_sequence += 1
        meeting.clean_fields(exclude=["body"])
        meeting.save()
        trail.record("meeting.cancel", meeting, by=by, sequence=meeting.calendar_sequence)
        meeting.tell_of_change()
        self.refresh_from_db()
        return meeting

    @property
    def has_attendance(self) -> bool:
        """Whether any seat has a mark."""
        return self.attendance.exists()

    @property
    def is_agreed(self) -> bool:
        """Whether a later meeting agreed the minutes of this one as a correct record: what they show is settled."""
        return Meeting.objects.filter(pk=self.pk, minutes__state="agreed").exists()

    def roster(self) -> list[Place]:
        """The seats in force on the day, with who holds them: its own body's first, then those it meets with."""
        return roster(self.body, self.held_on, *self.joint_with.order_by("name", "pk"))

    @transaction.atomic
    def remove(self, *, by: Person | None) -> None:
        """Delete this meeting. Raises NotPossible where it has attendance, an agenda or anything else."""
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if meeting.has_attendance:
            raise NotPossible("Attendance is recorded for this meeting, so it cannot be removed.")
        number = meeting.pk
        try:
            meeting.delete()
        except ProtectedError:
            raise NotPossible(
                "This meeting has an agenda, or people have been told of it. Cancel it instead of removing it."
            ) from None
        meeting.pk = number
        trail.record("meeting.remove", meeting, by=by, body=meeting.body_id)

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
            raise Stale(stale_sentence(meeting))
        if meeting.is_cancelled:
            raise NotPossible("This meeting was cancelled, so it has no attendance.")
        if meeting.date_precision != meeting.Precision.DAY:
            raise NotPossible("The day of this meeting is not known. Give its date first.")
        if meeting.held_on > timezone.localdate():
            raise NotPossible("This meeting is still to come. Record attendance on the day or after it.")
        if meeting.is_agreed:
            raise NotPossible("The minutes are agreed as a correct record, so the attendance cannot change any more.")
        entries = list(entries)
        changed = write(meeting, entries, {place.seat.pk: place for place in meeting.roster()})
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
