"""Outcomes: what will be different for children when a priority has been met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from goldenthread.improvement.models.priority import Priority
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class OutcomeQuerySet(models.QuerySet):
    """Questions about outcomes."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of priorities the person sees."""
        return self if scope.is_operator else self.filter(priority__in=Priority.objects.visible_to(scope))

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those of priorities over which the person holds ``permission``."""
        return self if scope.is_operator else self.filter(priority__in=Priority.objects.allowing(permission, scope))


class Outcome(Kept):
    """What will be different, under one priority."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="outcomes")
    reference = models.CharField(
        max_length=20, blank=True, help_text="Its letter or number in the plan, for example 1a"
    )
    title = models.CharField("what will be different", max_length=300)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ("priority__rank", "reference", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "reference"],
                condition=~Q(reference=""),
                name="outcome_reference_once",
                violation_error_message="This priority already has an outcome with this letter or number.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()
