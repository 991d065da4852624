"""Changes of a due date: the old one stays, with the reason."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models, transaction

from goldenthread.foundation import trail
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.of_action import OfActionQuerySet, happened, held, refuse_closed
from goldenthread.partnership.models import Person


class DueChange(models.Model):
    """One change of when an action is due. The newest due date stands on the action itself."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="due_changes")
    changed_on = models.DateField(editable=False)
    old_due_on = models.DateField(null=True, editable=False)
    new_due_on = models.DateField("new due date", null=True, blank=True)
    reason = models.TextField("why it changes")
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfActionQuerySet.as_manager()

    class Meta:
        ordering = ("changed_on", "id")

    def __str__(self) -> str:
        return f"Due date changed on {self.changed_on}"

    @transaction.atomic
    def make(self, *, by: Person | None, on: date | None = None) -> Self:
        """Give the open action ``new_due_on``, keeping the old date and the reason.

        Raises NotPossible where the action is closed, the date is the same or before the start, there would be
        nothing left by which the action is due, or no reason is given.
        """
        action = held(self.action_id)
        refuse_closed(action)
        if not self.reason.strip():
            raise NotPossible("Say why the due date changes.")
        if self.new_due_on == action.due_on:
            raise NotPossible("The new due date is the one it has.")
        if self.new_due_on and self.new_due_on < action.starts_on:
            raise NotPossible("The due date must be on or after the day the action starts.")
        if not (self.new_due_on or action.review_cadence or action.recurrence):
            raise NotPossible(rules.DUE_SOMEHOW)
        self.changed_on, self.old_due_on = happened(on, action), action.due_on
        if action.due_changes.filter(changed_on__gt=self.changed_on).exists():
            raise NotPossible("The due date was changed after that day.")
        self.changed_by = by
        self.full_clean()
        self.save()
        action.due_on = self.new_due_on
        action.save(update_fields=["due_on"])
        trail.record("action.due", action, by=by, change=self.pk)
        return self
