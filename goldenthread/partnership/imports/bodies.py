"""The file of bodies. What it leaves unclear is decided in docs/decisions/0001."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from goldenthread.foundation.imports import Change, Column, Outcome, Row, register
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import OTHER_NAMES, VALID_FROM, VALID_TO, KeptKind
from goldenthread.partnership.models import Area, Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind

ARRANGEMENT = "arrangement"
"""In the file, the kind of the body that is the partnership itself: its board."""
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
RENAMED = re.compile(r"renamed (?P<name>[^;,]+?) in [0-9]{4}")


@register
class Bodies(KeptKind):
    """Bodies, known by their reference, or by their name in their partnership where they have none."""

    code = "bodies"
    title = "Bodies"
    description = "Boards, executives, subgroups, panels, forums and teams, and whom they report to."
    order = 30
    option_names = ("partnership",)
    columns = (
        Column("group_id", "a reference of its own, such as GR01; without one a body is known by its name"),
        Column("name", "the name of the body", required=True, example="Case Review Subgroup"),
        Column("kind", f"one of: {', '.join(BodyKind.values)}", required=True, example="subgroup"),
        Column("partnership", "the partnership it belongs to, or who else runs it", example="Bi-Borough LSCP"),
        Column("frequency", "how often it meets, in words", example="quarterly"),
        Column("meetings_per_year", "a whole number", example="4"),
        Column("chair_role", "who chairs it"),
        Column("members_roles", "who its members are"),
        Column("reports_to", "names of bodies, separated by ;", example="LSCP Executive"),
        VALID_FROM,
        VALID_TO,
        Column("source_file", "where this is known from"),
        Column("note", "anything else"),
        OTHER_NAMES,
        Column("areas", "codes of areas, separated by ;"),
        Column("predecessor", "the reference or name of the body before it"),
        Column("remit", "what it is for"),
        Column("terms_of_reference", "the address of its terms of reference"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        "group_id": "reference",
        "name": "name",
        "kind": "kind",
        "partnership": "partnership",
        "run_by": "run_by",
        "frequency": "frequency",
        "meetings_per_year": "meetings_per_year",
        "chair_role": "chaired_by",
        "members_roles": "members",
        "reports_to": "reports_to",
        "reports_outside": "reports_outside",
        "valid_from": "starts_on",
        "valid_to": "ends_on",
        "source_file": "source",
        "note": "note",
        "other_names": "other_names",
        "areas": "areas",
        "predecessor": "predecessor",
        "remit": "remit",
        "terms_of_reference": "terms_of_reference",
    }
    texts = (
        *("group_id", "name", "frequency", "chair_role", "members_roles"),
        *("source_file", "note", "remit", "terms_of_reference"),
    )

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, areas and bodies."""
        scope = self.scope
        self.option = look_up.partnership_option(scope, self.options)
        self.partnerships = look_up.partnerships(scope)
        self.areas = look_up.Areas(scope)
        self.every_area = list(self.option.areas.all() if self.option else Area.objects.visible_to(scope))
        held = list(
            Body.objects.visible_to(scope)
            .select_related("partnership__predecessor", "predecessor")
            .prefetch_related("areas", "reports_to")
        )
        self.by_reference = {body.reference: body for body in held if body.reference}
        self.by_name = look_up.Names(held, "the name or reference of a body in the register")
        self.by_row: dict[int, Body] = {}

    def load(self, row: Row) -> Outcome:
        """Load one body; whom it reports to follows when all bodies are there."""
        kinds = {value.value: value for value in BodyKind} | {ARRANGEMENT: BodyKind.BOARD}
        values: dict[str, Any] = {column: row.text(column) for column in self.texts if row.has(column)}
        values["kind"] = row.choice("kind", kinds)
        values |= {column: row.date(column) for column in ("valid_from", "valid_to") if row.has(column)}
        if row.has("meetings_per_year"):
            values["meetings_per_year"] = row.whole("meetings_per_year", most=366)
        if row.has("other_names"):
            values["other_names"] = row.words("other_names")
        partnership, run_by = self._owner(row)
        areas = self._areas(row, partnership, run_by)
        row.check()
        reference, name = row.text("group_id"), row.text("name")
        own_key = reference or (look_up.key(name), partnership and partnership.pk, look_up.key(run_by))
        self.once(row, "group_id" if reference else "name", own_key)
        body = self._held(reference, name, partnership, run_by)
        if areas is not None:
            self.areas.guard(row, body.areas.all() if body.pk else (), areas)
        if row.has("partnership") or body.pk is None:
            values |= {"partnership": partnership, "run_by": run_by}
        outcome = self.put(row, body, values, None if areas is None else {"areas": areas})
        self.by_row[row.number] = body
        if outcome.what == "new":
            self.by_name.add(body)
        return outcome

    def _owner(self, row: Row) -> tuple[Partnership | None, str]:
        """The partnership a body belongs to, or who else runs it.

        A name that is no partnership is another organisation, unless it is nearly one: then it is refused.
        """
        said = row.text("partnership")
        if not said:
            return self.option, ""
        found = self.partnerships.all(said)
        if found:
            return found[0], ""
        if near := self.partnerships.near(said):
            row.refuse("partnership", f"the name of a partnership; {self.partnerships.all(near)[0]} is nearly this")
        return None, said

    def _areas(self, row: Row, partnership: Partnership | None, run_by: str) -> list[Area] | None:
        """The areas of a body; None where the file says nothing of them.

        One that others run is found by its areas: those its cell names, else those named in who runs it, else all.
        """
        if row.has("areas"):
            return self.areas.in_list(row, "areas")
        if partnership or not run_by:
            return None
        words = set(re.split(r"[^\w&]+", run_by))
        return [area for area in self.every_area if {area.code, area.name} & {*words, run_by}] or self.every_area

    def _held(self, reference: str, name: str, partnership: Partnership | None, run_by: str) -> Body:
        """The body of the register, or a new one."""
        if reference:
            return self.by_reference.get(reference) or Body()
        found = [body for body in self.by_name.all(name) if _is_of(body, partnership, run_by)]
        return found[0] if found and look_up.key(found[0].name) == look_up.key(name) else Body()

    def link(self, row: Row) -> Iterable[Change]:
        """Say whom a body reports to and what came before it, now that every body is there."""
        body = self.by_row[row.number]
        values: dict[str, Any] = {}
        related: dict[str, list[Body]] = {}
        if row.has("reports_to"):
            related["reports_to"], values["reports_outside"] = self._reports_to(row, body)
        if row.has("predecessor"):
            values["predecessor"] = self._named(row, "predecessor", body)
        elif body.predecessor_id is None and (before := self._before(body)):
            values["predecessor"] = before
        row.check()
        return self.put(row, body, values, related).changes

    def _reports_to(self, row: Row, body: Body) -> tuple[list[Body], str]:
        """The bodies a body reports to, and in words those that are not in the register."""
        found: list[Body] = []
        outside: list[str] = []
        for name in row.words("reports_to"):
            upper = self._upper(name, body)
            if upper is None:
                outside.append(name)
            elif upper != body and upper not in found:
                found.append(upper)
        return found, "; ".join(outside)

    def _upper(self, name: str, body: Body) -> Body | None:
        """The body ``name`` means where ``body`` reports to it: of its own partnership first.

        The name of a partnership, or LSCB or LSCP alone, means its board, and so do its chair and a report to it.
        """
        plain = BRACKET.sub("", name)
        for said in (name, plain, plain.removesuffix(" chair")):
            found = self.by_name.all(said)
            own = [each for each in found if _is_of(each, body.partnership, body.run_by)]
            if len(own) == 1 or len(found) == 1:
                return (own or found)[0]
            if body.partnership and look_up.key(said) == body.partnership.kind:
                return self._board(body.partnership)
            if named := self.partnerships.all(said):
                return self._board(named[0])
        return None

    def _named(self, row: Row, column: str, body: Body) -> Body | None:
        """The body a cell names, of the same owner where several have the name."""
        found = self.by_name.all(row.text(column))
        own = [each for each in found if _is_of(each, body.partnership, body.run_by)]
        return own[0] if len(found) > 1 and len(own) == 1 else self.by_name.in_cell(row, column)

    def _before(self, body: Body) -> Body | None:
        """What came before a body, where the file has no column for it but says so in another way.

        A board follows the board of the partnership before; others the body there of the same name and kind, or one
        whose note says that it was renamed.
        """
        if body.partnership is None or body.partnership.predecessor is None:
            return None
        earlier = body.partnership.predecessor
        bodies = self._of_partnership.get(earlier.pk, [])
        for each in bodies:
            renamed = RENAMED.search(each.note)
            if renamed and look_up.key(renamed["name"]) in look_up.key(body.name):
                return each
        if body == self._board(body.partnership):
            return self._board(earlier)
        alike = [each for each in bodies if (each.kind, look_up.key(each.name)) == (body.kind, look_up.key(body.name))]
        return alike[0] if len(alike) == 1 else None

    def _board(self, partnership: Partnership) -> Body | None:
        boards = [body for body in self._of_partnership.get(partnership.pk, []) if body.kind == BodyKind.BOARD]
        return boards[0] if len(boards) == 1 else None

    @cached_property
    def _of_partnership(self) -> dict[int | None, list[Body]]:
        """Bodies by partnership, once all rows are loaded."""
        grouped: dict[int | None, list[Body]] = {}
        for body in self.by_name.records():
            grouped.setdefault(body.partnership_id, []).append(body)
        return grouped

    def may_keep(self, record: Body) -> bool:
        """Bodies of a partnership, or of an area, whose register the importer keeps."""
        if record.pk is None and record.partnership_id is None:
            return self.scope.may(Permission.MANAGE_REGISTER)
        return self.scope.may(Permission.MANAGE_REGISTER, record)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every body that may be exported, of one partnership where that was asked for."""
        partnership = look_up.partnership_option(self.scope, self.options)
        bodies = Body.objects.allowing(Permission.EXPORT_RECORDS, self.scope)
        if partnership:
            bodies = bodies.filter(partnership=partnership)
        seen = Body.objects.visible_to(self.scope)
        named = {body.pk: body for body in seen}
        bodies = bodies.select_related("partnership").prefetch_related("areas", "reports_to")
        for body in bodies.order_by("reference", "pk"):
            uppers = [_said(named[upper.pk], body) for upper in body.reports_to.all() if upper.pk in named]
            before = named.get(body.predecessor_id)  # type: ignore[arg-type]
            yield {
                "group_id": body.reference,
                "name": body.name,
                "kind": body.kind,
                "partnership": body.owner,
                "frequency": body.frequency,
                "meetings_per_year": body.meetings_per_year,
                "chair_role": body.chaired_by,
                "members_roles": body.members,
                "reports_to": "; ".join([*uppers, *filter(None, [body.reports_outside])]),
                "valid_from": body.starts_on,
                "valid_to": body.ends_on,
                "source_file": body.source,
                "note": body.note,
                "other_names": "; ".join(body.other_names),
                "areas": ";".join(sorted(area.code for area in body.areas.all())),
                "predecessor": _said(before, body) if before else "",
                "remit": body.remit,
                "terms_of_reference": body.terms_of_reference,
            }


def _is_of(body: Body, partnership: Partnership | None, run_by: str) -> bool:
    """Whether a body has this owner."""
    if partnership:
        return body.partnership_id == partnership.pk
    return body.partnership_id is None and look_up.key(body.run_by) == look_up.key(run_by)


def _said(body: Body, beside: Body) -> str:
    """How a row names another body: by name where they have one owner, else by reference."""
    same = _is_of(body, beside.partnership, beside.run_by)
    return body.name if same or not body.reference else body.reference
