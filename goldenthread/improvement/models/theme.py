"""Themes: the words by which findings are told alike over the years. Each partnership edits its own vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Min, Q
from django.db.models.functions import Lower

from goldenthread.foundation import trail
from goldenthread.improvement.errors import NotPossible
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.improvement.models.evidence import Evidence
    from goldenthread.improvement.models.finding import Finding
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope


class ThemeQuerySet(models.QuerySet):
    """Questions about themes."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the partnerships in which the person sees evidence, and of those that came before."""
        if scope.is_operator:
            return self
        return self.filter(partnership_id__in=scope.partnership_ids_holding(Permission.SEE_EVIDENCE))

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those of partnerships over the whole of which the person holds ``permission``."""
        rows = self.visible_to(scope)
        return rows if scope.is_operator else rows.filter(partnership_id__in=scope.partnership_ids_with(permission))

    def for_partnership(self, partnership: Partnership) -> Self:
        """The vocabulary of ``partnership``: its own themes, and those it took over from what came before it."""
        return self.filter(partnership__in=[partnership, *partnership.before()])

    def each_name_once(self) -> Self:
        """One theme for each name, the first that was there: several partnerships may have the same word."""
        first = self.order_by().annotate(word=Lower("name")).values("word").annotate(first=Min("pk")).values("first")
        return self.filter(pk__in=first)

    def with_counts(self) -> Self:
        """Each with how many findings and how many pieces of evidence bear it, whoever may read those."""
        return self.annotate(
            finding_count=Count("findings", distinct=True), evidence_count=Count("evidence", distinct=True)
        )


class Theme(Kept):
    """One word or phrase that findings and evidence are tagged with."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="themes")
    name = models.CharField(max_length=80)
    meaning = models.CharField("what it covers", max_length=300, blank=True)
    in_use = models.BooleanField("offered for new findings", default=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = (Lower("name"), "id")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "partnership",
                name="theme_name_once",
                violation_error_message="This partnership already has a theme of this name.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="theme_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A name has no space at its ends nor two together, and no semicolon, which parts themes in a file."""
        self.name = " ".join(self.name.split())
        if ";" in self.name:
            raise ValidationError({"name": "Leave out the semicolon: it parts one theme from the next in a file."})

    @transaction.atomic
    def merge(self, *, into: Theme, by: Person | None) -> Theme:
        """Give everything this theme is on to ``into``, and remove it. Raises NotPossible."""
        if into.pk == self.pk:
            raise NotPossible("Choose another theme to merge this one into.")
        if into.partnership_id != self.partnership_id and into.partnership not in self.partnership.before():
            raise NotPossible("Choose a theme of the same partnership, or of one that came before it.")
        rows = list(Theme.objects.select_for_update(of=("self",)).filter(pk__in=[self.pk, into.pk]))
        if len(rows) != 2:
            raise NotPossible("One of these themes is no longer there.")
        moved: list[Finding | Evidence] = [*self.findings.all(), *self.evidence.all()]
        for row in moved:
            row.themes.add(into)
            row.themes.remove(self)
            trail.record(f"{row._meta.model_name}.retheme", row, by=by, former=self.pk, theme=into.pk)
        trail.record("theme.merge", self, by=by, into=into.pk)
        self.delete()
        return into
