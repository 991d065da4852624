"""The file of what became of agencies: which took over from which, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from goldenthread.foundation.imports import UNCHANGED, Change, Column, Kind, Outcome, Row, changed, new, register
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import NOT_YOURS
from goldenthread.partnership.models import Agency, AgencySuccession
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@register
class Successions(Kind):
    """Pairs of agencies: one took over from the other on a day."""

    code = "successions"
    title = "Agency successions"
    description = "Which agency took over from which, and on which day: a CCG became an integrated care board."
    order = 20
    permission = Permission.IMPORT_RECORDS
    scope: Scope
    columns = (
        Column("predecessor", "the name or reference of the agency before", required=True, example="AG11"),
        Column("successor", "the name or reference of the agency after", required=True, example="AG12"),
        Column("date", "the day it took over, a date such as 4 July 2026", required=True, example="2022-07-01"),
    )

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up agencies and what is known of them."""
        self.agencies = look_up.agencies(self.scope)
        managed = self.scope.where(Permission.MANAGE_REGISTER)
        self.mine = set(Agency.objects.visible_to(managed).values_list("pk", flat=True))
        self.held = {
            (before, after): on
            for before, after, on in AgencySuccession.objects.values_list(
                "predecessor_id", "successor_id", "happened_on"
            )
        }

    def load(self, row: Row) -> Outcome:
        """Load one pair."""
        before = self.agencies.in_cell(row, "predecessor")
        after = self.agencies.in_cell(row, "successor")
        on = row.date("date")
        if before and before == after:
            row.refuse("successor", "another agency than the one before")
        before, after, on = row.need(before), row.need(after), row.need(on)
        self.once(row, "successor", (before.pk, after.pk))
        known = self.held.get((before.pk, after.pk))
        if known == on:
            return UNCHANGED
        if after.pk not in self.mine:
            row.refuse("", NOT_YOURS)
            row.check()
        after.succeed([before], on=on, by=self.by)
        label = f"{before} to {after}"
        return new(label) if known is None else changed(label, [Change("date", known.isoformat(), on.isoformat())])

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every pair of agencies in the part of the scope that may be exported."""
        agencies = Agency.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS))
        pairs = AgencySuccession.objects.filter(predecessor__in=agencies, successor__in=agencies)
        for pair in pairs.select_related("predecessor", "successor"):
            yield {
                "predecessor": pair.predecessor.reference or pair.predecessor.name,
                "successor": pair.successor.reference or pair.successor.name,
                "date": pair.happened_on,
            }
