"""What changes the due date of a clock: pauses, more time and less."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.foundation.constraints import in_order, paired
from goldenthread.foundation.rendering import day


class ClockPause(models.Model):
    """A clock stood still from a day to a day, both included, or does so still."""

    clock = models.ForeignKey("records.Clock", models.CASCADE, related_name="pauses")
    starts_on = models.DateField("from")
    ends_on = models.DateField("to", null=True, blank=True)
    reason = models.CharField(max_length=300)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("starts_on", "id")
        constraints = [
            in_order(name="clock_pause_dates_in_order"),
            paired("resumed", name="clock_pause_resumed_paired"),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(ends_on__isnull=True), name="clock_paused_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="clock_pause_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Paused from {day(self.starts_on)}"


class ClockExtension(models.Model):
    """A clock was given more time, or less where ``shortens``, with the date it had and the one it got."""

    clock = models.ForeignKey("records.Clock", models.CASCADE, related_name="extensions")
    granted_on = models.DateField()
    old_due_on = models.DateField()
    old_due_time = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    due_time = models.DateTimeField(null=True, blank=True)
    shortens = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("granted_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(shortens=False, due_on__gte=F("old_due_on"))
                | Q(shortens=True, due_on__lte=F("old_due_on")),
                name="clock_extension_longer_or_shorter",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="clock_extension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Due {day(self.due_on)}"

    @property
    def new_due(self) -> date | datetime:
        """When it is due now."""
        return self.due_time or self.due_on

    @property
    def old_due(self) -> date | datetime:
        """When it was due before."""
        return self.old_due_time or self.old_due_on
