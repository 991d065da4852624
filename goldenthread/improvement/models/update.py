"""Updates: what was said of an action, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models, transaction

from goldenthread.foundation import trail
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.of_action import File, OfActionQuerySet, happened, held, keep_files, refuse_closed
from goldenthread.partnership.models import Agency, Person


class ActionUpdate(models.Model):
    """One dated thing said of an action. ``author`` is empty where it came with an imported plan.

    ``agency`` is the agency it was said for. ``expected_on`` is when the author now expects the action to be done;
    ``done_again`` marks one doing of an action that recurs.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    said_on = models.DateField("date")
    text = models.TextField("what has happened")
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="action_updates"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="action_updates")
    expected_on = models.DateField("when you now expect it to be done", null=True, blank=True)
    done_again = models.BooleanField("it has been done this time", default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfActionQuerySet.as_manager()

    class Meta:
        ordering = ("-said_on", "-id")
        indexes = [models.Index(fields=["action", "said_on"], name="action_update_in_order")]

    def __str__(self) -> str:
        return f"Update of {self.said_on}"

    def as_rule(self) -> rules.Update:
        """As the rule of the status reads it."""
        return rules.Update(said_on=self.said_on, expected_on=self.expected_on, done_again=self.done_again)

    @transaction.atomic
    def say(self, *, by: Person | None, on: date | None = None, files: Iterable[File] = ()) -> Self:
        """Keep this new update of an open action, of the day ``on`` or else today, with its files.

        Raises NotPossible where the action is closed, nothing is said, or it is marked as done again and does not
        recur.
        """
        action = held(self.action_id)
        refuse_closed(action)
        if not self.text.strip():
            raise NotPossible("Say what has happened.")
        if self.done_again and not action.recurrence:
            raise NotPossible("This action is not one that is done again and again. Close it when it is done.")
        self.said_on = happened(on, action)
        if self.expected_on and self.expected_on < self.said_on:
            raise NotPossible("The day you expect it to be done must be on or after the date of the update.")
        self.author = by
        self.full_clean()
        self.save()
        keep_files(self, action, files, by=by)
        trail.record("action.update", action, by=by, update=self.pk)
        return self
