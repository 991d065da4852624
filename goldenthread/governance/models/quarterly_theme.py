"""The theme of a quarter: what one body asks every subgroup and local group of its partnership to look at (R13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.rules.quarters import quarter_end, quarter_of, quarter_words
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

ASKED = (BodyKind.SUBGROUP, BodyKind.LOCAL_GROUP)
"""Kinds of body that answer a theme."""
ANSWERED = "A group has submitted its update for this theme, so the theme stays as it was asked."


class QuarterlyThemeQuerySet(models.QuerySet["QuarterlyTheme"]):
    """Questions about themes of quarters."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of partnerships in which the person sees the meetings of some body: every group is asked."""
        if scope.is_operator:
            return self
        seen = scope.partnership_ids_holding(Permission.SEE_ATTENDANCE)
        return self.filter(body__partnership_id__in=seen)

    def asked_of(self, body: Body) -> Self:
        """Those a group has to answer: of its partnership, of quarters in which it was in force, set by another."""
        if body.kind not in ASKED:
            return self.none()
        rows = self.filter(body__partnership_id=body.partnership_id).exclude(body=body)
        if body.starts_on:
            rows = rows.filter(quarter__gte=quarter_of(body.starts_on))
        return rows.filter(quarter__lte=body.last_day) if body.last_day else rows


class QuarterlyTheme(Kept):
    """What one body asks all groups in one quarter. ``quarter`` is the first day of a calendar quarter."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="quarterly_themes")
    quarter = models.DateField()
    title = models.CharField("theme", max_length=200)
    question = models.TextField("question to the groups", max_length=1000)

    objects = QuarterlyThemeQuerySet.as_manager()

    class Meta:
        ordering = ("-quarter", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "quarter"],
                name="quarterly_theme_once",
                violation_error_message="This body has set a theme for that quarter already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.when}"

    @property
    def when(self) -> str:
        """The quarter in words."""
        return quarter_words(self.quarter)

    def guard(self) -> None:
        """Hold the theme while it is changed; what a group has answered stays as it was asked."""
        if self.pk is None:
            return
        QuarterlyTheme.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if self.updates.exists():
            raise NotPossible(ANSWERED)

    def clean(self) -> None:
        """Refuse a body without a partnership, and a day that begins no quarter."""
        if self.body_id and self.body.partnership_id is None:
            raise ValidationError("A theme is set by a body of a partnership.")
        if self.quarter and self.quarter != quarter_of(self.quarter):
            raise ValidationError({"quarter": "Choose a quarter."})

    def groups(self) -> models.QuerySet[Body]:
        """The subgroups and local groups in force in the quarter that answer it, but for the body that set it."""
        held = Body.objects.during(self.quarter, quarter_end(self.quarter))
        rows = held.filter(partnership=self.body.partnership, kind__in=ASKED).exclude(pk=self.body_id)
        return rows.order_by("name", "pk")

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Delete a theme set by mistake, with drafts of its answers. Raises NotPossible once a group submitted one."""
        self.guard()
        trail.record("quarterlytheme.remove", self, by=by, body=self.body_id)
        self.drafts.all().delete()
        self.delete()
