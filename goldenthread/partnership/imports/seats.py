"""The file of seats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, ClassVar, TypeVar

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import VALID_FROM, VALID_TO, KeptKind
from goldenthread.partnership.models import Body, Seat
from goldenthread.partnership.models.dated import Dated
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope

BODY = Column("body", "the name or reference of a body in the register", example="Case Review Subgroup")
PARTNERSHIP = Column(
    "partnership", "its partnership, where several have a body of this name", example="Bi-Borough LSCP"
)
DatedRow = TypeVar("DatedRow", bound=Dated)


class OnBody(KeptKind):
    """A kind whose rows stand on a body, named in the file or beside it."""

    option_names = ("body", "partnership")

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships and bodies. Raises OptionRefused."""
        self.option = look_up.body_option(self.scope, self.options)
        self.partnership = look_up.partnership_option(self.scope, self.options)
        self.partnerships = look_up.partnerships(self.scope)
        self.bodies = look_up.Bodies(self.scope)
        self._allowed: dict[int, bool] = {}

    def body_of(self, row: Row) -> Body | None:
        """The body of a row: the one named beside the file, else in its cells. None where that was refused."""
        if self.option:
            return self.option
        if not row.text("body"):
            row.refuse("body", BODY.expected)
        return self.bodies.in_cell(row, self.partnerships.in_cell(row, "partnership") or self.partnership)

    def may_change(self, body: Body) -> bool:
        """Whether whoever imports keeps the register of this body; asked once for each body."""
        if body.pk not in self._allowed:
            self._allowed[body.pk] = self.scope.may(Permission.MANAGE_REGISTER, body)
        return self._allowed[body.pk]

    def exported(self) -> Any:
        """The bodies whose rows may be exported, the one asked for or those of the partnership asked for."""
        bodies = Body.objects.allowing(Permission.EXPORT_RECORDS, self.scope)
        if body := look_up.body_option(self.scope, self.options):
            bodies = bodies.filter(pk=body.pk)
        elif partnership := look_up.partnership_option(self.scope, self.options):
            bodies = bodies.filter(partnership=partnership)
        return bodies


def in_those_dates(held: Iterable[DatedRow], starts_on: date | None, ends_on: date | None) -> DatedRow | None:
    """The one of ``held`` that starts on the first of these days, else the first in force on any of them."""
    rows = list(held)
    first, last = starts_on or date.min, ends_on or date.max
    exact = [row for row in rows if row.starts_on == starts_on]
    near = [row for row in rows if (row.starts_on or date.min) <= last and first <= (row.ends_on or date.max)]
    return next(iter([*exact, *near]), None)


def body_cells(body: Body) -> dict[str, str]:
    """How a row names its body."""
    return {"body": body.name, "partnership": body.partnership.name if body.partnership else ""}


def seats_by_title(scope: Scope) -> dict[tuple[int, str], list[Seat]]:
    """The seats in ``scope`` by body and title."""
    grouped: dict[tuple[int, str], list[Seat]] = {}
    for seat in Seat.objects.visible_to(scope).select_related("body__partnership", "agency", "area"):
        grouped.setdefault((seat.body_id, look_up.key(seat.title)), []).append(seat)
    return grouped


@register
class Seats(OnBody):
    """Seats, known by their body, title and dates."""

    code = "seats"
    title = "Seats"
    description = "The places on each body: in which role, for which agency, from when to when."
    order = 50
    columns = (
        BODY,
        PARTNERSHIP,
        Column("title", "what the seat is called", required=True, example="Director of Children's Services"),
        Column("role", f"one of: {', '.join(SeatRole.values)}", required=True, example="core"),
        Column("agency", "the name or reference of an agency in the register", example="Westminster City Council"),
        Column("area", "the code of one area, where the seat is for one only", example="WCC"),
        VALID_FROM,
        VALID_TO,
        Column("position", "the place in lists, a whole number; without it, the place in this file", example="1"),
        Column("note", "anything else"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        "body": "body",
        "title": "title",
        "role": "role",
        "agency": "agency",
        "area": "area",
        "valid_from": "starts_on",
        "valid_to": "ends_on",
        "position": "position",
        "note": "note",
    }

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up bodies, agencies, areas and seats."""
        super().prepare(rows)
        self.agencies = look_up.agencies(self.scope)
        self.areas = look_up.Areas(self.scope)
        self.seats = seats_by_title(self.scope)
        for seat in chain.from_iterable(self.seats.values()):
            if seat.agency:
                self.agencies.add(seat.agency)
        self.places: dict[int, int] = {}

    def load(self, row: Row) -> Outcome:
        """Load one seat."""
        body = self.body_of(row)
        starts_on, ends_on = row.date("valid_from"), row.date("valid_to")
        values: dict[str, Any] = {
            "title": row.text("title"),
            "role": row.choice("role", {role.value: role for role in SeatRole}),
        }
        if row.has("agency"):
            values["agency"] = self.agencies.in_cell(row, "agency")
        if row.has("area"):
            values["area"] = self.areas.in_cell(row, "area")
        if row.has("note"):
            values["note"] = row.text("note")
        place = row.whole("position", most=32_767)
        body = row.need(body)
        title = look_up.key(values["title"])
        self.once(row, "title", (body.pk, title, starts_on))
        values["body"] = body
        values |= {name: day for name, day in (("valid_from", starts_on), ("valid_to", ends_on)) if row.has(name)}
        seat = in_those_dates(self.seats.get((body.pk, title), ()), starts_on, ends_on) or Seat()
        self.places[body.pk] = self.places.get(body.pk, 0) + 1
        if place is not None:
            values["position"] = place
        elif seat.pk is None:
            values["position"] = self.places[body.pk]
        return self.put(row, seat, values)

    def may_keep(self, record: Seat) -> bool:
        """Seats on bodies whose register the importer keeps."""
        return record.body_id is None or self.may_change(record.body)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every seat that may be exported."""
        seats = Seat.objects.filter(body__in=self.exported()).select_related("body__partnership", "agency", "area")
        for seat in seats.order_by("body__name", "body_id", "position", "title", "pk"):
            yield {
                **body_cells(seat.body),
                "title": seat.title,
                "role": seat.role,
                "agency": (seat.agency.reference or seat.agency.name) if seat.agency else "",
                "area": seat.area.code if seat.area else "",
                "valid_from": seat.starts_on,
                "valid_to": seat.ends_on,
                "position": seat.position,
                "note": seat.note,
            }
