"""The import kinds ``reviews`` and ``audits``: registers of before, as evidence of the kind historical record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from goldenthread.foundation.imports import Column, Outcome, Row, register, skipped
from goldenthread.improvement.imports import evidence_cells as cells
from goldenthread.improvement.models import Evidence, HistoricalRecord, Precision, Register
from goldenthread.improvement.models.historical_record import MOST
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import KeptKind
from goldenthread.partnership.permissions import Permission

SOURCE = Column("source_file", "where this is known from")
HOLDER, PRECISION = "holder", "precision"
"""Two fields that no column says by itself: ``said_by`` names the column they follow from."""


class HistoricalKind(KeptKind):
    """A register of before. A record is known by its reference, or else by its title in its partnership."""

    option_names = ("partnership",)
    register_code: ClassVar[Register]
    reference_column: ClassVar[str]
    title_column: ClassVar[str]
    said_by: ClassVar[Mapping[str, str]]

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, areas and the records there are."""
        option = look_up.partnership_option(self.scope, self.options)
        self.holders = cells.Holders(self.scope, option)
        self.areas = cells.Areas(self.scope, self.holders.names)
        self.themes = cells.Themes(self.scope)
        self.mine = {partnership.pk for partnership in self.holders.mine}
        held = HistoricalRecord.objects.visible_to(self.scope).filter(register=self.register_code)
        self.references: dict[str, HistoricalRecord] = {}
        self.titles: dict[str, list[HistoricalRecord]] = {}
        for record in held.select_related("partnership").prefetch_related("areas", "themes"):
            self._know(record)
        others = Evidence.objects.visible_to(self.scope).exclude(kind=HistoricalRecord.code()).exclude(reference="")
        self.adopted = dict(others.values_list("reference", "kind"))

    def load(self, row: Row) -> Outcome:
        """Load one record."""
        reference, title = row.text(self.reference_column), row.text(self.title_column)
        held = self.references.get(reference) if reference else None
        if held is None:
            alike = [each for each in self.titles.get(look_up.key(title), []) if not (each.reference and reference)]
            held = alike[0] if len(alike) == 1 else None
        if held is None and reference in self.adopted:
            return skipped("It is kept as evidence of another kind by now, and is not changed from here.")
        named = self.holders.named(row, "partnership")
        values, areas, themes = self.read(row)
        holder = named or (held.partnership if held else None)
        if holder is None:
            holder = self.holders.otherwise(row, values.get(self.dated_by), values.get(PRECISION, Precision.DAY))
        row.check()
        holder = row.need(holder)
        record = held or HistoricalRecord(register=self.register_code)
        self.once(row, self.reference_column, ("reference", reference) if reference else ("title", holder.pk, title))
        values |= {HOLDER: holder}
        for name in ("partnership", "source_file"):
            if row.has(name):
                values[name] = row.text(name)
        if reference:
            values[self.reference_column] = reference
        related: dict[str, list[Any]] = {}
        if row.has("areas"):
            related["areas_linked"] = areas
        if row.has("theme"):
            related["theme"] = self.themes.named(themes, holder, by=self.by)
        outcome = self.put(row, record, values, related)
        if held is None:
            self._know(record)
        changes = {change.column: change for change in outcome.changes}
        told = tuple(
            replace(change, column=self.said_by.get(name, name))
            for name, change in changes.items()
            if self.said_by.get(name, name) == name or self.said_by[name] not in changes
        )
        return replace(outcome, changes=told) if outcome.changes else outcome

    dated_by: ClassVar[str]

    def read(self, row: Row) -> tuple[dict[str, Any], list[Any], list[str]]:
        """What the cells of this register say: values by heading, areas, and names of themes."""
        raise NotImplementedError

    def column_of(self, field_name: str) -> str:
        """The heading for a field of the model."""
        column = super().column_of(field_name)
        return self.said_by.get(column, column)

    def may_keep(self, record: HistoricalRecord) -> bool:
        """Those of partnerships whose evidence the importer keeps."""
        return self.scope.is_operator or record.partnership_id in self.mine

    def exported(self) -> Iterator[HistoricalRecord]:
        """The records of this register that may be taken out."""
        rows = HistoricalRecord.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS))
        if option := look_up.partnership_option(self.scope, self.options):
            rows = rows.filter(partnership=option)
        rows = rows.filter(register=self.register_code).prefetch_related("themes", "partnership", "areas")
        yield from rows.order_by("reference", "pk").iterator(chunk_size=500)

    def _know(self, record: HistoricalRecord) -> None:
        if record.reference:
            self.references[record.reference] = record
        self.titles.setdefault(look_up.key(record.title), []).append(record)


def _texts(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """The texts of those columns that the file has."""
    return {name: row.text(name) for name in names if row.has(name)}


@register
class Reviews(HistoricalKind):
    """Reviews of before."""

    code = "reviews"
    title = "Reviews"
    description = (
        "Reviews of cases and of the partnership itself, from here and elsewhere, as their register was kept. Labels "
        "are published titles or pseudonyms: names of children or their families do not belong here."
    )
    order = 70
    register_code = Register.REVIEWS
    reference_column, title_column, dated_by = "review_id", "label", "published"
    said_by: ClassVar[Mapping[str, str]] = {HOLDER: "partnership", PRECISION: "published"}
    columns = (
        Column("review_id", "a reference of its own, such as RV01", example="RV01"),
        Column("label", "its published title or pseudonym", required=True, example="Baby Rose"),
        Column("kind", "what sort of review it was", required=True, example="serious case review"),
        Column("incident_type", "what it was about, in a few words"),
        Column("published", "a date, a month such as 2016-09, or a year", example="2016-09"),
        Column("findings_or_recommendations_count", "a whole number: how many it states", example="3"),
        Column("partnership", "whose review it was; a partnership of the register holds it", example="LSCB"),
        Column("status", "how far it came", example="published"),
        SOURCE,
        Column("note", "anything else"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        "review_id": "reference",
        "label": "title",
        "kind": "what",
        "incident_type": "subject",
        "published": "dated_on",
        PRECISION: "date_precision",
        "findings_or_recommendations_count": "stated_findings",
        "partnership": "carried_out_by",
        HOLDER: "partnership",
        "status": "status",
        "source_file": "source",
        "note": "note",
    }

    def read(self, row: Row) -> tuple[dict[str, Any], list[Any], list[str]]:
        """The cells of a review."""
        values = _texts(row, ("label", "kind", "incident_type", "status", "note"))
        if row.has("published"):
            values["published"], values[PRECISION] = cells.when(row, "published")
        if row.has("findings_or_recommendations_count"):
            values["findings_or_recommendations_count"] = row.whole("findings_or_recommendations_count", most=MOST)
        return values, [], []

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every review that may be exported."""
        for record in self.exported():
            yield {
                "review_id": record.reference,
                "label": record.title,
                "kind": record.what,
                "incident_type": record.subject,
                "published": cells.written(record),
                "findings_or_recommendations_count": record.stated_findings,
                "partnership": record.carried_out_by or record.partnership.name,
                "status": record.status,
                "source_file": record.source,
                "note": record.note,
            }


@register
class Audits(HistoricalKind):
    """Audits of before."""

    code = "audits"
    title = "Audits"
    description = "Audits by one agency or several, as their register was kept. They are of the day their period ends."
    order = 71
    register_code = Register.AUDITS
    reference_column, title_column, dated_by = "audit_id", "name", "dated"
    said_by: ClassVar[Mapping[str, str]] = {
        HOLDER: "partnership",
        PRECISION: "period_end",
        "dated": "period_end",
        "areas_linked": "areas",
    }
    columns = (
        Column("audit_id", "a reference of its own, such as AU01", example="AU01"),
        Column("name", "what was audited", required=True, example="Domestic abuse"),
        Column("theme", "its themes, separated by ;", example="domestic abuse"),
        Column("partnership", "whose audit it was; a partnership of the register holds it", example="LSCB"),
        Column("kind", "what sort of audit it was", required=True, example="multi-agency"),
        Column("sample", "a whole number: cases looked at", example="30"),
        Column("population", "a whole number: cases there were", example="49"),
        Column("period_start", "the first day it covers, a date such as 4 July 2026", example="2021-04-01"),
        Column("period_end", "the last day it covers", example="2022-03-31"),
        Column("areas", "codes of areas, separated by ;, or 'three boroughs' for them all", example="RBKC;WCC"),
        Column("key_findings", "what it found"),
        Column("actions", "what was agreed"),
        SOURCE,
    )
    fields: ClassVar[Mapping[str, str]] = {
        "audit_id": "reference",
        "name": "title",
        "theme": "themes",
        "partnership": "carried_out_by",
        HOLDER: "partnership",
        "kind": "what",
        "sample": "sample",
        "population": "population",
        "period_start": "starts_on",
        "period_end": "ends_on",
        "dated": "dated_on",
        PRECISION: "date_precision",
        "areas": "areas_words",
        "areas_linked": "areas",
        "key_findings": "key_findings",
        "actions": "actions_words",
        "source_file": "source",
    }

    def read(self, row: Row) -> tuple[dict[str, Any], list[Any], list[str]]:
        """The cells of an audit."""
        values = _texts(row, ("name", "kind", "areas", "key_findings", "actions"))
        for name in ("sample", "population"):
            if row.has(name):
                values[name] = row.whole(name, most=MOST)
        for name in ("period_start", "period_end"):
            if row.has(name):
                values[name] = row.date(name)
        if {"period_start", "period_end"} & values.keys():
            values["dated"] = values.get("period_end") or values.get("period_start")
            values[PRECISION] = Precision.DAY
        return values, self.areas.in_cell(row, "areas"), self.themes.in_cell(row, "theme")

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every audit that may be exported."""
        for record in self.exported():
            named = ";".join(sorted(area.code for area in record.areas.all()))
            yield {
                "audit_id": record.reference,
                "name": record.title,
                "theme": ";".join(theme.name for theme in record.themes.all()),
                "partnership": record.carried_out_by or record.partnership.name,
                "kind": record.what,
                "sample": record.sample,
                "population": record.population,
                "period_start": record.starts_on,
                "period_end": record.ends_on,
                "areas": record.areas_words or named,
                "key_findings": record.key_findings,
                "actions": record.actions_words,
                "source_file": record.source,
            }
