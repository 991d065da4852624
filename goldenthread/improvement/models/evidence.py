"""Evidence: the parent row of every review, audit, report, inspection, risk and challenge.

A kind of evidence is a model that extends ``Evidence`` by multi-table inheritance, in this app or in one above.
Whatever points at evidence (findings, actions, papers) points at the parent row, so it stays where it is when a later
app takes a row over with ``adopt``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import NotSupportedError, models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from goldenthread.foundation import trail
from goldenthread.foundation.dates import period_end, period_start
from goldenthread.foundation.rendering import day, month
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.theme import Theme
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Area, Body, Partnership
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.records.models import Document

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

Adopted = TypeVar("Adopted", bound="Evidence")

WIDE = (Circulation.PUBLIC, Circulation.PARTNERSHIP)
"""Circulations that everyone reads who may see evidence anywhere in the partnership."""


class Precision(models.TextChoices):
    """How exactly a date is known. A month or a year is kept as its first day."""

    DAY = "day", "The day"
    MONTH = "month", "The month"
    YEAR = "year", "The year"


class EvidenceQuerySet(models.QuerySet):
    """Questions about evidence of any kind."""

    def visible_to(self, scope: Scope) -> Self:
        """Those for the whole partnership where the person sees evidence at all, and those of bodies whose they see.

        Each circulation is let in by name: one that nothing here names is seen by nobody.
        """
        if scope.is_operator:
            return self.filter(circulation__in=WIDE)
        permission = Permission.SEE_EVIDENCE
        wide = Q(circulation__in=WIDE, partnership_id__in=scope.partnership_ids_holding(permission))
        of_body = Q(circulation=Circulation.BODY, holding_body__in=Body.objects.allowing(permission, scope))
        return self.filter(wide | of_body)

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those visible ones over which the person holds ``permission``, across the partnership or on the body."""
        rows = self.visible_to(scope)
        if scope.is_operator:
            return rows
        across = Q(partnership_id__in=scope.partnership_ids_with(permission))
        return rows.filter(across | Q(holding_body__in=Body.objects.allowing(permission, scope)))

    def with_counts(self) -> Self:
        """Each with how many findings it has, and how many of them nothing follows from though it should."""
        from goldenthread.improvement.models.finding import Finding

        of_this: Any = Finding.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence")
        counted = of_this.annotate(number_of=Count("pk")).values("number_of")
        unanswered = of_this.unanswered().annotate(number_of=Count("pk")).values("number_of")
        return self.annotate(
            finding_count=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0),
            unanswered_count=Coalesce(Subquery(unanswered, output_field=models.IntegerField()), 0),
        )

    def bulk_create(self, *rows: Any, **options: Any) -> Any:
        """Refused: a row of evidence is two rows, and leaves an entry in the trail. Raises NotSupportedError."""
        raise NotSupportedError("Evidence is kept row by row, with keep(by=...).")


class Evidence(Kept):
    """Something the partnership learned from: what it is, who holds it, who may read it, and of when it is.

    Every row is of one kind, whose own fields are in a table of its own under the same number.
    """

    page: ClassVar[str] = "evidence_page"
    """The address that shows a row of this kind, by its number."""
    shown: ClassVar[tuple[str, ...]] = ()
    """The fields of this kind that its page shows, in their order."""

    kind = models.CharField(max_length=60, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="evidence")
    holding_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="The body that keeps it and follows it up",
    )
    areas = models.ManyToManyField(Area, related_name="evidence", blank=True)
    title = models.CharField(max_length=250)
    reference = models.CharField(max_length=20, blank=True, help_text="For example RV01. Kept when you export")
    dated_on = models.DateField("date", null=True, blank=True)
    date_precision = models.CharField(
        "how exactly the date is known", max_length=10, choices=Precision, default=Precision.DAY
    )
    circulation = models.CharField(
        "who may read it", max_length=20, choices=Circulation.to_choose, default=Circulation.PARTNERSHIP
    )
    themes = models.ManyToManyField(Theme, related_name="evidence", blank=True)
    documents = models.ManyToManyField(Document, related_name="evidence", blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = (models.F("dated_on").desc(nulls_last=True), "-id")
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["partnership", "kind", "-dated_on"], name="evidence_listed")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "reference"],
                condition=~Q(reference=""),
                name="evidence_reference_once",
                violation_error_message="Other evidence of this partnership has this reference.",
            ),
            models.CheckConstraint(
                condition=Q(circulation__in=Circulation.values),
                name="evidence_circulation_known",
            ),
            models.CheckConstraint(
                condition=~Q(circulation=Circulation.BODY) | Q(holding_body__isnull=False),
                name="evidence_of_body_has_one",
                violation_error_message="Say which body holds it, where only its members may read it.",
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="evidence_has_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def code(cls) -> str:
        """How a row names this kind: ``improvement.inspection``."""
        return cls._meta.label_lower

    @property
    def kind_name(self) -> str:
        """What kind it is, in words."""
        return str(kinds()[self.kind]._meta.verbose_name)

    @property
    def marking(self) -> str:
        """The protective marking that follows from its circulation."""
        return Circulation(self.circulation).marking

    @property
    def when(self) -> str:
        """Its date in words, as exactly as it is known; "" where it is not."""
        if self.dated_on is None:
            return ""
        match Precision(self.date_precision):
            case Precision.MONTH:
                return month(self.dated_on)
            case Precision.YEAR:
                return str(self.dated_on.year)
        return day(self.dated_on)

    @property
    def last_day(self) -> date | None:
        """The last day its date can mean: of that day, month or year."""
        return period_end(self.dated_on, self.date_precision) if self.dated_on else None

    @property
    def recorded(self) -> models.Model:
        """The trail names every kind as evidence, so that its entries stay with the row when it is adopted."""
        return getattr(self, "evidence_ptr", self)

    def get_absolute_url(self) -> str:
        """The page that shows it."""
        return reverse(kinds()[self.kind].page, args=[self.pk])

    def facts(self) -> list[tuple[str, Any]]:
        """What there is to show of this kind: the name of each field that holds something, and what it holds."""
        found = []
        for name in self.shown:
            held = getattr(self, name)
            if held not in (None, ""):
                named = getattr(self, f"get_{name}_display", None)
                words = str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                found.append((words[:1].upper() + words[1:], named() if named else held))
        return found

    def as_kind(self) -> Any:
        """The row as its own kind, with the fields of that kind. One query."""
        return kinds()[self.kind]._default_manager.get(pk=self.pk)

    def clean(self) -> None:
        """Refuse a holding body of another partnership; a month or year is kept as its first day."""
        if self.dated_on is not None:
            self.dated_on = period_start(self.dated_on, self.date_precision)
        if self.holding_body and self.holding_body.partnership_id not in (None, self.partnership_id):
            raise ValidationError({"holding_body": "Choose a body of the same partnership."})

    @transaction.atomic
    def keep(self, *, by: Person | None, **related: Any) -> Self:
        """Check and save this row of its kind. Raises ValidationError, and NotPossible for evidence of no kind."""
        if type(self) is Evidence:
            raise NotPossible("Evidence is kept as its own kind.")
        self.kind = self.code()
        return super().keep(by=by, **related)

    @transaction.atomic
    def adopt(self, kind: type[Adopted], *, by: Person | None, **fields: Any) -> Adopted:
        """Turn this row into one of another kind, with ``fields`` of that kind, and return it as that.

        Its number stays, and so does whatever points at it as evidence; the fields of its former kind go. Raises
        NotPossible where it is of that kind already, or where something points at it as its former kind alone, and
        ValidationError by field.
        """
        held = Evidence.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if held.kind == kind.code():
            raise NotPossible(f"This is {held.kind_name} already.")
        former = held.as_kind()
        for only in _pointing_at_kind(former):
            raise NotPossible(f"This cannot become another kind while {only} of it is kept.")
        same = {field.attname: getattr(held, field.attname) for field in Evidence._meta.concrete_fields}
        adopted = kind(**{**same, "evidence_ptr_id": held.pk, "kind": kind.code(), **fields})
        adopted._state.adding = False
        adopted.full_clean()
        former.delete(keep_parents=True)
        adopted.save()
        trail.record("evidence.adopt", adopted.recorded, by=by, former=held.kind, kind=adopted.kind)
        return adopted

    @transaction.atomic
    def attach(self, document: Document, *, by: Person | None) -> None:
        """Keep ``document`` with this evidence."""
        self.documents.add(document)
        trail.record("evidence.attach", self.recorded, by=by, document=document.pk)

    def read(self, *, by: Person) -> None:
        """Note in the trail that evidence of limited circulation was read."""
        if self.circulation == Circulation.BODY:
            trail.record("evidence.read", self.recorded, by=by)


def kinds() -> dict[str, type[Evidence]]:
    """Every kind of evidence there is, in this app and above, by what a row names it by."""
    return {
        model.code(): model for model in apps.get_models() if issubclass(model, Evidence) and model is not Evidence
    }


def _pointing_at_kind(row: Evidence) -> Iterable[str]:
    """What points at the row as its own kind rather than as evidence, in words."""
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.model is not type(row):
            continue
        pointing: type[models.Model] = relation.related_model
        if pointing._base_manager.filter(**{relation.field.name: row.pk}).exists():
            linked = [each for each in row._meta.many_to_many if each.remote_field.through is pointing]
            yield str(linked[0].verbose_name if linked else pointing._meta.verbose_name)
