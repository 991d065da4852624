"""The import kinds of evidence that is entered here: reports, inspections, changes of law, and risks.

The columns of a kind are those that all evidence shares, and one for each field of its own, of the field's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.db import models

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.improvement.imports import evidence_cells as cells
from goldenthread.improvement.models import Action, Evidence, ExternalReport, Inspection, LawChange, Risk
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import KeptKind
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission

SHARED = (
    Column("reference", "a reference of its own; without one a row is known by its title", example="ER01"),
    Column("title", "what it is called", required=True),
    Column("date", "a date, a month such as 2016-09, or a year", example="2026-07-04"),
    Column("partnership", "the name of the partnership that holds it", example="Bi-Borough LSCP"),
    Column("body", "the name or reference of the body that keeps it"),
    Column(
        "circulation", f"one of: {', '.join(value for value, _ in Circulation.to_choose())}", example="partnership"
    ),
    Column("areas", "codes of areas, separated by ;, or nothing for them all", example="RBKC;WCC"),
    Column("themes", "its themes, separated by ;", example="neglect"),
)
FIELDS = {
    "reference": "reference",
    "title": "title",
    "date": "dated_on",
    "precision": "date_precision",
    "partnership": "partnership",
    "body": "holding_body",
    "circulation": "circulation",
    "areas": "areas",
    "themes": "themes",
}
CIRCULATIONS = {value.casefold(): value for value, _ in Circulation.to_choose()}


class EvidenceKindOfFile(KeptKind):
    """Evidence of one kind, known by its reference, or else by its title, in its partnership."""

    option_names = ("partnership",)
    model: ClassVar[type[Any]]
    own: ClassVar[tuple[Column, ...]]

    def __init_subclass__(cls) -> None:
        """The columns and fields are the shared ones and those of ``own``."""
        if "own" in cls.__dict__:
            cls.columns = (*SHARED, *cls.own)
            cls.fields = FIELDS | {column.name: column.name for column in cls.own}

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, bodies, areas, agencies and the evidence there is."""
        self.option = look_up.partnership_option(self.scope, self.options)
        self.holders = cells.Holders(self.scope, self.option)
        self.bodies = look_up.Bodies(self.scope)
        self.areas = cells.Areas(self.scope, self.holders.names)
        self.themes = cells.Themes(self.scope)
        self.agencies = look_up.agencies(self.scope)
        self.across = {partnership.pk for partnership in self.holders.mine}
        bodies = Evidence.objects.allowing(Permission.MANAGE_EVIDENCE, self.scope).exclude(holding_body=None)
        self.mine = set(bodies.values_list("pk", flat=True))
        self.held: dict[tuple[int, str], Any] = {}
        for record in self.model.objects.visible_to(self.scope).prefetch_related("areas", "themes"):
            self._know(record)
        self.actions: dict[str, list[Action]] = {}

    def load(self, row: Row) -> Outcome:
        """Load one piece of evidence."""
        holder = self._holder(row)
        values: dict[str, Any] = {name: row.text(name) for name in ("title", "reference") if row.text(name)}
        if row.has("date"):
            values["date"], values["precision"] = cells.when(row, "date")
        if row.text("circulation"):
            values["circulation"] = row.choice("circulation", CIRCULATIONS)
        if row.has("body"):
            values["body"] = self.bodies.in_cell(row, holder)
        areas, themes = self.areas.in_cell(row, "areas"), self.themes.in_cell(row, "themes")
        related: dict[str, list[Any]] = {"areas": areas} if row.has("areas") else {}
        held = self._held(row, holder) if holder else None
        for column in self.own:
            if row.has(column.name):
                self._read(row, column.name, holder, held, values, related)
        row.check()
        holder = row.need(holder)
        values["partnership"] = holder
        name = "reference" if row.text("reference") else "title"
        self.once(row, name, (holder.pk, name, look_up.key(row.text(name))))
        if row.has("themes"):
            related["themes"] = self.themes.named(themes, holder, by=self.by)
        record = held or self.model()
        outcome = self.put(row, record, values, related)
        self._know(record)
        if not outcome.changes:
            return outcome
        said = {self._column(change.column): change for change in outcome.changes}
        return replace(outcome, changes=tuple(replace(change, column=name) for name, change in said.items()))

    def may_keep(self, record: Any) -> bool:
        """Those of partnerships whose evidence the importer keeps, and those of bodies of theirs."""
        return self.scope.is_operator or record.partnership_id in self.across or record.pk in self.mine

    def column_of(self, field_name: str) -> str:
        """The heading for a field of the model."""
        return self._column(super().column_of(field_name))

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every piece of this kind that may be exported."""
        rows = self.model.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS))
        if option := look_up.partnership_option(self.scope, self.options):
            rows = rows.filter(partnership=option)
        many = [column.name for column in self.own if self.model._meta.get_field(column.name).many_to_many]
        rows = rows.select_related("partnership", "holding_body").prefetch_related("areas", "themes", *many)
        for record in rows.order_by("reference", "pk"):
            yield {
                "reference": record.reference,
                "title": record.title,
                "date": cells.written(record),
                "partnership": record.partnership.name,
                "body": (record.holding_body.reference or record.holding_body.name) if record.holding_body else "",
                "circulation": record.circulation,
                "areas": ";".join(sorted(area.code for area in record.areas.all())),
                "themes": ";".join(theme.name for theme in record.themes.all()),
            } | {column.name: _written(record, column.name) for column in self.own}

    def _holder(self, row: Row) -> Partnership | None:
        """The partnership that holds a row: the one its cell names, or the one the file is for."""
        if row.text("partnership"):
            return self.holders.names.in_cell(row, "partnership")
        if self.option is None:
            row.refuse("partnership", "the name of a partnership in the register")
        return self.option

    def _read(
        self,
        row: Row,
        name: str,
        holder: Partnership | None,
        held: Any,
        values: dict[str, Any],
        related: dict[str, list[Any]],
    ) -> None:
        """What a cell says for a field of this kind: a day, a choice, an agency, actions, or words."""
        field = self.model._meta.get_field(name)
        if isinstance(field, models.DateField):
            values[name] = row.date(name)
        elif field.many_to_many:
            related[name] = self._actions(row, name, holder, held)
        elif field.is_relation:
            values[name] = self.agencies.in_cell(row, name)
        elif field.choices:
            chosen = row.choice(name, {str(value).casefold(): value for value, _ in field.choices})
            if chosen is not None:
                values[name] = chosen
        else:
            values[name] = row.text(name)

    def _actions(self, row: Row, name: str, holder: Partnership | None, held: Any) -> list[Action]:
        """The actions a cell names: those linked already, else of the holder and of those before and after it."""
        if holder is None:
            return []
        linked = {action.reference: action for action in getattr(held, name).all()} if held else {}
        lineage = [partnership.pk for partnership in holder.lineage()]
        found = []
        for reference in row.words(name):
            if reference not in self.actions:
                rows = Action.objects.visible_to(self.scope).filter(reference=reference)
                self.actions[reference] = list(rows)
            alike = [action for action in self.actions[reference] if action.partnership_id in lineage]
            alike = [linked[reference]] if reference in linked else alike
            if len(alike) != 1:
                row.refuse(name, "references of actions of the plan, separated by ;")
            found += alike[:1]
        return found

    def _held(self, row: Row, holder: Partnership) -> Any:
        """The row of this reference, else of this title where that has no other; None where there is none."""
        reference = row.text("reference")
        if reference and (holder.pk, f"={reference}") in self.held:
            return self.held[holder.pk, f"={reference}"]
        record = self.held.get((holder.pk, look_up.key(row.text("title"))))
        return None if record and record.reference and reference else record

    def _know(self, record: Any) -> None:
        if record.reference:
            self.held[record.partnership_id, f"={record.reference}"] = record
        self.held[record.partnership_id, look_up.key(record.title)] = record

    @staticmethod
    def _column(name: str) -> str:
        """How exactly a date is known is said by the date itself."""
        return "date" if name == "precision" else name


def _written(record: Any, name: str) -> Any:
    """A field of a kind as a cell that is read the same again."""
    if record._meta.get_field(name).many_to_many:
        return ";".join(sorted(row.reference for row in getattr(record, name).all() if row.reference))
    held = getattr(record, name)
    return (held.reference or held.name) if isinstance(held, models.Model) else held  # type: ignore[attr-defined]


def _choices(model: type[Any], name: str) -> str:
    return f"one of: {', '.join(str(value) for value, _ in model._meta.get_field(name).choices)}"


@register
class ExternalReports(EvidenceKindOfFile):
    """Reports from elsewhere."""

    code = "external_reports"
    title = "External reports"
    description = "Reports somebody else made, with the figure or two of each that matter."
    order = 74
    model = ExternalReport
    own = (
        Column("published_by", "who published it", required=True, example="Office for National Statistics"),
        Column("cadence", _choices(ExternalReport, "cadence"), example="yearly"),
        Column("next_due_on", "the day the next one is due, a date such as 4 July 2026"),
        Column("figure_name", "the figure that matters"),
        Column("figure_value", "its value"),
        Column("second_figure_name", "a second figure"),
        Column("second_figure_value", "its value"),
        Column("summary", "what it says that matters here"),
        Column("address", "where it is published, beginning with https://"),
    )


@register
class Inspections(EvidenceKindOfFile):
    """Inspections of agencies and of the area."""

    code = "inspections"
    title = "Inspections"
    description = (
        "Inspections of agencies, and of several together. Their recommendations are in the file of findings."
    )
    order = 75
    model = Inspection
    own = (
        Column("inspectorate", "who inspected", required=True, example="Ofsted"),
        Column("framework", "what it was inspected under"),
        Column("agency", "the name or reference of the agency inspected; nothing for several together"),
        Column("judgement", "what was judged, in the words of the inspectorate"),
        Column("summary", "what it means here"),
        Column("address", "where it is published, beginning with https://"),
    )


@register
class LawChanges(EvidenceKindOfFile):
    """Changes of law and guidance."""

    code = "law_changes"
    title = "Changes of law and guidance"
    description = "Acts, regulations and guidance: what changes, from when, and what that means here."
    order = 76
    model = LawChange
    own = (
        Column("sort", _choices(LawChange, "sort"), required=True, example="statutory guidance"),
        Column("effective_on", "the day it comes into force, a date such as 4 July 2026"),
        Column("meaning", "what it means here"),
        Column("address", "where it is published, beginning with https://"),
    )


@register
class Risks(EvidenceKindOfFile):
    """The risk register. Its date is the day a risk was first seen."""

    code = "risks"
    title = "Risks"
    description = "The risk register: what may go wrong, who owns it, and the actions that keep it under control."
    order = 84
    model = Risk
    own = (
        Column("consequence", "what would follow"),
        Column("rating", _choices(Risk, "rating"), required=True, example="high"),
        Column("review_on", "the day of the next review, a date such as 4 July 2026", required=True),
        Column("controls", "references of actions of the plan, separated by ;", example="BP19"),
        Column("closed_on", "the day it was closed, or nothing while it is open"),
        Column("closed_reason", "why it was closed"),
    )
