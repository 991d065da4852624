"""Digests: the weekly message to those who speak for an agency, one a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from goldenthread.partnership.models import Person

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class ActionDigestQuerySet(models.QuerySet):
    """Questions about digests."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own."""
        return self if scope.is_operator else self.filter(person_id=scope.person_id)


class ActionDigest(models.Model):
    """That a person was told, in the week that begins on ``week``, of so many actions. Nobody is told twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="action_digests")
    week = models.DateField("Monday of the week")
    actions = models.PositiveIntegerField()
    queued_on = models.DateField(auto_now_add=True)

    objects = ActionDigestQuerySet.as_manager()

    class Meta:
        ordering = ("-week", "person_id")
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="action_digest_once_a_week")]

    def __str__(self) -> str:
        return f"Digest of the week from {self.week}"
