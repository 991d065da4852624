"""Impact checks: some months after an action was closed, did it make a difference?"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.of_action import OfActionQuerySet, happened, held
from goldenthread.partnership.models import Person


class Difference(models.TextChoices):
    """What an impact check found."""

    YES = "yes", "Yes, it made a difference"
    PARTLY = "partly", "In part"
    NO = "no", "No difference was seen"
    UNKNOWN = "not known", "It cannot be said yet"


class ImpactCheckQuerySet(OfActionQuerySet):
    """Questions about impact checks."""

    def awaited(self) -> Self:
        """Those for which nothing was seen yet."""
        return self.filter(seen_on__isnull=True)

    def overdue_on(self, day: date) -> Self:
        """Those awaited whose day is past."""
        return self.awaited().filter(due_on__lt=day)


class ImpactCheck(models.Model):
    """One check of one closed action against the measure the action names. A plain judgement has an author."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="impact_checks")
    due_on = models.DateField("due date")
    seen_on = models.DateField(null=True, editable=False)
    difference = models.CharField("did it make a difference?", max_length=20, choices=Difference, blank=True)
    seen = models.TextField("what you saw", blank=True)
    author = models.CharField("whose judgement this is", max_length=150, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = ImpactCheckQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True, difference="") | Q(seen_on__isnull=False) & ~Q(difference=""),
                name="impact_check_seen_or_not",
            ),
            models.UniqueConstraint(
                fields=["action"], condition=Q(seen_on__isnull=True), name="impact_check_one_awaited"
            ),
        ]

    def __str__(self) -> str:
        return f"Impact check due {self.due_on}"

    def as_rule(self) -> rules.Check:
        """As the rule of the status reads it."""
        return rules.Check(self.due_on, self.seen_on)

    @transaction.atomic
    def record(self, *, by: Person | None, on: date | None = None, again_on: date | None = None) -> Self:
        """Keep what was seen, on ``on`` or else today; ``again_on`` asks for another check on that day.

        Raises NotPossible where it was recorded before, nothing is said, or a plain judgement has no author.
        """
        action = held(self.action_id)
        row = ImpactCheck.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if row.seen_on is not None:
            raise NotPossible("This impact check is recorded already.")
        if not self.difference or not self.seen.strip():
            raise NotPossible("Say whether it made a difference, and what you saw.")
        if action.measure_kind in ("", "judgement") and not self.author.strip():
            raise NotPossible("A plain judgement has an author. Say whose judgement this is.")
        day = happened(on, action)
        if again_on is not None and again_on <= day:
            raise NotPossible("The next check must be after this one.")
        self.due_on, self.seen_on, self.recorded_by = row.due_on, day, by
        self.full_clean()
        self.save()
        if again_on is not None:
            ImpactCheck.objects.create(action=action, due_on=again_on)
        trail.record("impact.record", self, by=by, action=action.pk)
        return self
