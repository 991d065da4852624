"""The file of agencies. What it leaves unclear is decided in docs/decisions/0001."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from goldenthread.foundation.dates import read_day
from goldenthread.foundation.imports import Column, Outcome, Row, register, skipped
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import OTHER_NAMES, VALID_FROM, VALID_TO, KeptKind
from goldenthread.partnership.models import Agency, Area, Sector
from goldenthread.partnership.models.agency import Membership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.rules import PartnerKind

KIND_OF_SECTOR: dict[Sector, PartnerKind] = {
    Sector.LOCAL_AUTHORITY: PartnerKind.LOCAL_AUTHORITY,
    Sector.HEALTH_COMMISSIONER: PartnerKind.HEALTH,
    Sector.POLICE: PartnerKind.POLICE,
}
NATIONAL = "national"
EARLIER = re.compile(r"(?P<name>.+?)\s*\((?P<board>LSCB)\)")
"""An agency in the years of the board before, listed in a row of its own."""


@dataclass(frozen=True)
class Listed:
    """What a row says of which agency it is, and when."""

    reference: str
    name: str
    abbreviation: str
    starts_on: date | None
    ends_on: date | None


@register
class Agencies(KeptKind):
    """Agencies, known by their reference, or by their name where they have none."""

    code = "agencies"
    title = "Agencies"
    description = "The organisations, services and posts that work together, and the areas they work in."
    order = 10
    columns = (
        Column("agency_id", "a reference of its own, such as AG01; without one an agency is known by its name"),
        Column("name", "the name of the agency", required=True, example="Westminster City Council"),
        Column("abbreviation", "a short name", example="WCC"),
        Column("sector", f"one of: {', '.join(Sector.values)}", required=True, example="local authority"),
        Column("statutory_partner", "yes for a statutory safeguarding partner, else no", example="yes"),
        Column("membership_kind", f"one of: {', '.join(Membership.values)}", required=True, example="core"),
        Column("areas", f"codes of areas, separated by ;, or {NATIONAL}", required=True, example="WCC"),
        VALID_FROM,
        VALID_TO,
        Column("source_file", "where this is known from"),
        Column("note", "anything else"),
        OTHER_NAMES,
    )
    fields: ClassVar[Mapping[str, str]] = {
        "agency_id": "reference",
        "name": "name",
        "abbreviation": "abbreviation",
        "sector": "sector",
        "statutory_partner": "partner_kind",
        "membership_kind": "membership",
        "areas": "areas",
        "national": "is_national",
        "valid_from": "starts_on",
        "valid_to": "ends_on",
        "source_file": "source",
        "note": "note",
        "other_names": "other_names",
    }

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up areas and agencies, and which rows are the earlier years of another."""
        managed = self.scope.where(Permission.MANAGE_REGISTER)
        self.areas = look_up.Areas(self.scope)
        self.mine = set(Agency.objects.visible_to(managed).values_list("pk", flat=True))
        held = list(Agency.objects.visible_to(self.scope).prefetch_related("areas"))
        self.by_reference = {agency.reference: agency for agency in held if agency.reference}
        self.by_name = look_up.Names(held, "")
        self.later = earlier_years(rows)
        self.earlier = {later: earlier for earlier, later in self.later.items()}

    def load(self, row: Row) -> Outcome:
        """Load one agency, or leave out a row that is the earlier years of another."""
        listed = _listed(row)
        if later := self._later_agency(listed):
            return skipped(f"{listed.name} is the earlier years of {later}: one agency, with the earlier start.")
        values, areas = self._read(row)
        row.check()
        self.once(row, "agency_id" if listed.reference else "name", listed.reference or look_up.key(listed.name))
        agency = self._held(listed)
        self.areas.guard(row, agency.areas.all() if agency.pk else (), areas)
        if earlier := self.earlier.get(listed):
            values["valid_from"] = earlier.starts_on
            names = values.get("other_names", agency.other_names)
            values["other_names"] = names if earlier.name in names else [*names, earlier.name]
        return self.put(row, agency, values, {"areas": areas})

    def _later_agency(self, listed: Listed) -> str:
        """The reference or name of the agency whose earlier years a row is; "" where it is none."""
        if later := self.later.get(listed):
            return later.reference or later.name
        if EARLIER.fullmatch(listed.name):
            for agency in self.by_name.all(listed.name):
                if listed.name in agency.other_names:
                    return agency.reference or agency.name
        return ""

    def _read(self, row: Row) -> tuple[dict[str, Any], list[Area]]:
        """The values of a row by heading, and its areas."""
        sector = row.choice("sector", {value.value: value for value in Sector})
        values: dict[str, Any] = {
            "name": row.text("name"),
            "sector": sector,
            "membership_kind": row.choice("membership_kind", {value.value: value for value in Membership}),
        }
        texts = {"agency_id", "abbreviation", "source_file", "note"}
        values |= {column: row.text(column) for column in texts if row.has(column)}
        values |= {column: row.date(column) for column in ("valid_from", "valid_to") if row.has(column)}
        if row.has("statutory_partner"):
            values["statutory_partner"] = self._partner_kind(row, sector)
        if row.has("other_names"):
            values["other_names"] = row.words("other_names")
        values["national"] = row.text("areas").casefold() == NATIONAL
        return values, [] if values["national"] else self.areas.in_list(row, "areas")

    def _partner_kind(self, row: Row, sector: Sector | None) -> str:
        """The kind of safeguarding partner: said by the sector where the cell says yes."""
        said = row.choice(
            "statutory_partner",
            {"yes": "yes", "no": "", **{kind.value: kind.value for kind in PartnerKind}},
            expected="yes or no",
        )
        if said != "yes":
            return said or ""
        if sector and sector not in KIND_OF_SECTOR:
            row.refuse("statutory_partner", "yes only for a council, a health commissioner or the police")
        return KIND_OF_SECTOR[sector].value if sector in KIND_OF_SECTOR else ""

    def _held(self, listed: Listed) -> Agency:
        """The agency of the register, or a new one."""
        if listed.reference:
            return self.by_reference.get(listed.reference) or Agency()
        key = look_up.key(listed.name)
        found = [agency for agency in self.by_name.all(key) if look_up.key(agency.name) == key]
        return found[0] if len(found) == 1 else Agency()

    def may_keep(self, record: Agency) -> bool:
        """Agencies of the areas whose register the importer keeps; a new one has only such areas, or is national."""
        return record.pk is None or record.pk in self.mine

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every agency in the part of the scope that may be exported."""
        within = self.scope.where(Permission.EXPORT_RECORDS)
        for agency in Agency.objects.visible_to(within).prefetch_related("areas").order_by("reference", "name", "pk"):
            said_by_sector = agency.partner_kind == KIND_OF_SECTOR.get(Sector(agency.sector))
            codes = ";".join(sorted(area.code for area in agency.areas.all()))
            yield {
                "agency_id": agency.reference,
                "name": agency.name,
                "abbreviation": agency.abbreviation,
                "sector": agency.sector,
                "statutory_partner": "yes" if said_by_sector else agency.partner_kind or "no",
                "membership_kind": agency.membership,
                "areas": NATIONAL if agency.is_national else codes,
                "valid_from": agency.starts_on,
                "valid_to": agency.ends_on,
                "source_file": agency.source,
                "note": agency.note,
                "other_names": "; ".join(agency.other_names),
            }


def earlier_years(rows: Iterable[Row]) -> dict[Listed, Listed]:
    """Rows that are the earlier years of an agency in another row, with that row.

    The earlier row says so after its name, ends on the day before the other starts, and has its name or abbreviation.
    """
    listed = [_listed(row) for row in rows]
    pairs = {}
    for earlier in listed:
        said = EARLIER.fullmatch(earlier.name)
        if not said or earlier.ends_on is None:
            continue
        for later in listed:
            alike = later.name == said["name"] or (earlier.abbreviation and later.abbreviation == earlier.abbreviation)
            if alike and later.starts_on == earlier.ends_on + timedelta(days=1):
                pairs[earlier] = later
    return pairs


def _listed(row: Row) -> Listed:
    return Listed(
        row.text("agency_id"),
        row.text("name"),
        row.text("abbreviation"),
        read_day(row.text("valid_from")),
        read_day(row.text("valid_to")),
    )
