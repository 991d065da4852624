"""The import kind ``school_terms``: the terms that councils set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.governance.models import SchoolTerm
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import KeptKind
from goldenthread.partnership.models import Area
from goldenthread.partnership.permissions import Permission


@register
class SchoolTerms(KeptKind):
    """School terms, known by their area and name."""

    code = "school_terms"
    title = "School terms"
    description = "The first and last day of each school term, area by area."
    order = 65
    columns = (
        Column("area", "the code or name of an area in the register", required=True, example="WCC"),
        Column("name", "the name of the term", required=True, example="Autumn 2026"),
        Column("starts_on", "the first day of term", required=True, example="2026-09-02"),
        Column("ends_on", "the last day of term", required=True, example="2026-12-18"),
    )
    fields: ClassVar[Mapping[str, str]] = {name: name for name in ("area", "name", "starts_on", "ends_on")}

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up areas and terms."""
        self.areas = look_up.Names(
            Area.objects.visible_to(self.scope), "the code or name of an area in the register", "its code"
        )
        self.kept = set(
            Area.objects.visible_to(self.scope.where(Permission.IMPORT_RECORDS)).values_list("pk", flat=True)
        )
        terms = SchoolTerm.objects.visible_to(self.scope).select_related("area")
        self.held = {(term.area_id, look_up.key(term.name)): term for term in terms}

    def load(self, row: Row) -> Outcome:
        """Load one term."""
        area = self.areas.in_cell(row, "area")
        values: dict[str, Any] = {
            "area": area,
            "name": row.text("name"),
            "starts_on": row.date("starts_on"),
            "ends_on": row.date("ends_on"),
        }
        identity = (row.need(area).pk, look_up.key(row.text("name")))
        self.once(row, "name", identity)
        return self.put(row, self.held.get(identity) or SchoolTerm(), values)

    def may_keep(self, record: SchoolTerm) -> bool:
        """Terms of the areas whose records the importer keeps."""
        return self.scope.is_operator or record.area_id in self.kept or record.area_id is None

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every term seen."""
        terms = SchoolTerm.objects.visible_to(self.scope).select_related("area")
        for term in terms.order_by("area__code", "starts_on", "pk"):
            yield {"area": term.area.code, "name": term.name, "starts_on": term.starts_on, "ends_on": term.ends_on}
