"""Pauses: an action that cannot go on for now, why, and until when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.of_action import OfActionQuerySet, happened, held, refuse_closed
from goldenthread.partnership.models import Person


class Pause(models.Model):
    """One pause of an action, from ``begun_on`` to ``until``, both included, unless it goes on sooner."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="pauses")
    begun_on = models.DateField(editable=False)
    until = models.DateField("paused until", help_text="The last day of the pause")
    reason = models.TextField("why it is paused")
    resumed_on = models.DateField(null=True, editable=False)
    """The day it went on, sooner than planned."""
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfActionQuerySet.as_manager()

    class Meta:
        ordering = ("begun_on", "id")
        constraints = [
            in_order(name="action_pause_in_order", first="begun_on", last="until"),
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=models.F("begun_on")),
                name="action_pause_resumed_after",
            ),
        ]

    def __str__(self) -> str:
        return f"Paused from {self.begun_on}"

    def as_rule(self) -> rules.Pause:
        """As the rule of the status reads it."""
        return rules.Pause(self.begun_on, self.until, self.resumed_on, self.reason)

    @transaction.atomic
    def begin(self, *, by: Person | None, on: date | None = None) -> Self:
        """Pause the open action from ``on``, or else today.

        Raises NotPossible where it is closed or paused then, where no reason is given, or where the pause would end
        before it begins.
        """
        action = held(self.action_id)
        refuse_closed(action)
        self.begun_on = happened(on, action)
        if not self.reason.strip():
            raise NotPossible("Say why the action is paused.")
        if self.until < self.begun_on:
            raise NotPossible("The last day of the pause must be on or after its first.")
        if any(other.as_rule().last >= self.begun_on for other in action.pauses.all()):
            raise NotPossible("The action is paused already. Let it go on first.")
        self.begun_by = by
        self.full_clean()
        self.save()
        trail.record("action.pause", action, by=by, pause=self.pk)
        return self

    @transaction.atomic
    def end(self, *, by: Person | None, on: date | None = None) -> None:
        """Let the action go on from ``on``, or else today. Raises NotPossible where the pause is over."""
        action = held(self.action_id)
        row = Pause.objects.select_for_update(of=("self",)).get(pk=self.pk)
        day = happened(on, action)
        if row.resumed_on is not None or row.until < day:
            raise NotPossible("This pause is over.")
        if day < row.begun_on:
            raise NotPossible("The action must go on after the pause began.")
        row.resumed_on = day
        row.save()
        trail.record("action.resume", action, by=by, pause=row.pk)
        self.refresh_from_db()
