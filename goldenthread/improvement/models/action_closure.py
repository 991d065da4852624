"""Closing an action, on evidence; and opening it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.impact import ImpactCheck
from goldenthread.improvement.models.of_action import File, OfActionQuerySet, happened, held, keep_files, refuse_closed
from goldenthread.partnership.models import Person


class Closure(models.Model):
    """One time an action was closed. ``evidence`` is empty only where a plan from elsewhere said nothing."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="closures")
    closed_on = models.DateField(editable=False)
    evidence = models.TextField("what shows that it is done", blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    reopened_on = models.DateField(null=True, editable=False)
    reopened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    reopen_reason = models.TextField(blank=True, editable=False)

    objects = OfActionQuerySet.as_manager()

    class Meta:
        ordering = ("closed_on", "id")
        constraints = [
            in_order(name="closure_dates_in_order", first="closed_on", last="reopened_on"),
            models.UniqueConstraint(
                fields=["action"], condition=Q(reopened_on__isnull=True), name="closure_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"Closed on {self.closed_on}"

    def as_rule(self) -> rules.Closure:
        """As the rule of the status reads it."""
        return rules.Closure(self.closed_on, self.reopened_on)

    @transaction.atomic
    def make(
        self, *, by: Person | None, on: date | None = None, files: Iterable[File] = (), historical: bool = False
    ) -> Self:
        """Close the open action on ``on``, or else today, and put its impact check in the list.

        Raises NotPossible where it is closed, a part is awaited then or now, it was opened again later, or no evidence
        is given. ``historical`` closes what a plan from elsewhere says was done, though the plan gives no evidence.
        """
        action = held(self.action_id)
        refuse_closed(action)
        self.closed_on = happened(on, action)
        history = action.history()
        awaited = rules.awaited(history, self.closed_on) or rules.awaited(history, timezone.localdate())
        if awaited:
            raise NotPossible(f"These parts are awaited: {rules.listed(awaited)}. Have them attested or release them.")
        if not (self.evidence.strip() or historical):
            raise NotPossible("Say what shows that the action is done.")
        if action.closures.filter(reopened_on__gt=self.closed_on).exists():
            raise NotPossible("The action was opened again after that day.")
        self.closed_by = by
        self.full_clean()
        self.save()
        keep_files(self, action, files, by=by)
        due_on = rules.months_later(self.closed_on, action.impact_after)
        ImpactCheck.objects.create(action=action, due_on=due_on)
        trail.record("action.close", action, by=by, closure=self.pk)
        return self

    @transaction.atomic
    def reopen(self, reason: str, *, by: Person | None, on: date | None = None) -> None:
        """Open the action again, with the reason. Its impact check, where nothing was seen yet, goes again.

        Raises NotPossible where this closure no longer stands, or no reason is given.
        """
        action = held(self.action_id)
        row = Closure.objects.select_for_update(of=("self",)).get(pk=self.pk)
        day = happened(on, action)
        if row.reopened_on is not None:
            raise NotPossible("This action is open.")
        if not reason.strip():
            raise NotPossible("Say why the action is opened again.")
        if day < row.closed_on:
            raise NotPossible("The action cannot be opened before it was closed.")
        row.reopened_on, row.reopened_by, row.reopen_reason = day, by, reason.strip()
        row.save()
        action.impact_checks.filter(seen_on__isnull=True).delete()
        trail.record("action.reopen", action, by=by, closure=row.pk)
        self.refresh_from_db()
