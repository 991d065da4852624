"""The import kind ``priorities``: what partnerships, groups, agencies and others have chosen to change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.improvement.models import Priority
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import VALID_FROM, VALID_TO, KeptKind
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.permissions import Permission

BRACKET = re.compile(r"\s*\([^()]*\)\s*$")

NEARLY = 0.7
"""How alike two names without their brackets are, of which one may be the other with a slip."""


@register
class Priorities(KeptKind):
    """Priorities, known by whose they are, their kind, their title and the day from which they hold."""

    code = "priorities"
    title = "Priorities"
    description = "What partnerships, groups, agencies and outside boards have chosen to change, and in which years."
    order = 70
    columns = (
        Column(
            "partnership",
            "the partnership, group or agency whose priority it is, or the name of somebody outside the register",
            required=True,
            example="Bi-Borough LSCP",
        ),
        Column("kind", "what kind of priority", required=True, example="partnership priority"),
        VALID_FROM,
        VALID_TO,
        Column("rank", "its place in the list, a whole number", example="1"),
        Column("priority", "the priority", required=True, example="Transitional safeguarding"),
        Column("source_file", "where this is known from"),
        Column("note", "anything else"),
        Column("plan", "the title of the plan it is a heading of"),
        Column("why_chosen", "the evidence for choosing it"),
        Column("consulted", "who was consulted"),
        Column("young_people", "how children and young people were consulted"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        "kind": "kind",
        "valid_from": "starts_on",
        "valid_to": "ends_on",
        "rank": "rank",
        "priority": "title",
        "source_file": "source",
        "note": "note",
        "plan": "plan",
        "why_chosen": "why_chosen",
        "consulted": "consulted",
        "young_people": "young_people",
    }
    texts = ("kind", "priority", "source_file", "note", "plan", "why_chosen", "consulted", "young_people")

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, bodies, agencies and the priorities held."""
        self.scope.require(Permission.MANAGE_PLAN)
        self.partnerships = look_up.partnerships(self.scope)
        self.bodies = look_up.Bodies(self.scope)
        self.agencies = look_up.agencies(self.scope)
        self.kept = set(Priority.objects.allowing(Permission.MANAGE_PLAN, self.scope).values_list("pk", flat=True))
        self.held: dict[tuple[Any, ...], list[Priority]] = {}
        for priority in Priority.objects.visible_to(self.scope).select_related("partnership", "body", "agency"):
            self._know(priority)

    def _know(self, priority: Priority) -> None:
        self.held.setdefault(_identity(priority), []).append(priority)

    def load(self, row: Row) -> Outcome:
        """Load one priority."""
        values: dict[str, Any] = {column: row.text(column) for column in self.texts if row.has(column)}
        values |= {column: row.date(column) for column in ("valid_from", "valid_to") if row.has(column)}
        rank = row.whole("rank", least=1, most=999)
        if rank is not None:
            values["rank"] = rank
        asked = Priority(kind=row.text("kind"), title=row.text("priority"))
        self._own(asked, row)
        row.check()
        starts_on, plan = values.get("valid_from"), values.get("plan", "")
        self.once(row, "priority", (*_identity(asked), starts_on, look_up.key(plan)))
        priority = self._held(asked, starts_on, plan) or asked
        is_new = priority.pk is None
        outcome = self.put(row, priority, values)
        if is_new:
            self._know(priority)
            self.kept.add(priority.pk)
        return outcome

    def _held(self, asked: Priority, starts_on: Any, plan: str) -> Priority | None:
        """The priority there is: from the same day first, else one whose day was not known."""
        found = self.held.get(_identity(asked), [])
        if plan:
            found = [each for each in found if look_up.key(each.plan) in ("", look_up.key(plan))]
        same = [each for each in found if each.starts_on == starts_on]
        return next(iter(same or [each for each in found if each.starts_on is None]), None)

    def _own(self, priority: Priority, row: Row) -> None:
        """Say whose it is. A name that is nearly a partnership's is refused, not taken for somebody outside."""
        said = row.text("partnership")
        for name in (said, BRACKET.sub("", said)):
            if partnerships := self.partnerships.all(name):
                priority.partnership = partnerships[0]
                return
            if body := self._body(name):
                priority.body, priority.partnership = body, body.partnership
                return
            if len(agencies := self.agencies.all(name)) == 1:
                priority.agency = agencies[0]
                return
        near = self.partnerships.near(said)
        if near and get_close_matches(_plain(said), [_plain(near)], cutoff=NEARLY):
            row.refuse("partnership", f"the name of a partnership; {self.partnerships.all(near)[0]} is nearly this")
        priority.owner_name = said

    def _body(self, name: str) -> Body | None:
        """The one body of this name, or of this name behind that of its partnership: "LSCB Case Review Subgroup"."""
        found = self.bodies.named(name)
        if len(found) == 1:
            return found[0]
        for partnership in self.partnerships.records():
            for called in look_up.names_of(partnership):
                if look_up.key(name).startswith(f"{look_up.key(called)} "):
                    found = self.bodies.named(" ".join(name.split())[len(look_up.key(called)) + 1 :], partnership)
                    if len(found) == 1:
                        return found[0]
        return None

    def may_keep(self, record: Priority) -> bool:
        """Those of partnerships and bodies whose plan the importer keeps; a new one of somebody outside."""
        if self.scope.is_operator or record.pk in self.kept:
            return True
        if record.partnership_id is None and record.body_id is None:
            return record.pk is None
        if record.partnership_id in self.scope.partnership_ids_with(Permission.MANAGE_PLAN):
            return True
        return record.body_id in self.scope.body_ids_with(Permission.MANAGE_PLAN)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every priority seen."""
        seen = Priority.objects.visible_to(self.scope).select_related("partnership", "body__partnership", "agency")
        bodies = look_up.Bodies(self.scope)
        for priority in seen.order_by("partnership__name", "body__name", "owner_name", "kind", "starts_on", "rank"):
            yield {
                "partnership": _owner_in_file(priority, bodies),
                "kind": priority.kind,
                "valid_from": priority.starts_on,
                "valid_to": priority.ends_on,
                "rank": priority.rank,
                "priority": priority.title,
                "source_file": priority.source,
                "note": priority.note,
                "plan": priority.plan,
                "why_chosen": priority.why_chosen,
                "consulted": priority.consulted,
                "young_people": priority.young_people,
            }


def _plain(name: str) -> str:
    return look_up.key(BRACKET.sub("", name))


def _identity(priority: Priority) -> tuple[Any, ...]:
    owner: Partnership | Body | Agency | None = priority.body or priority.agency or priority.partnership
    whose = (type(owner).__name__, owner.pk) if owner else ("", look_up.key(priority.owner_name))
    return (*whose, look_up.key(priority.kind), look_up.key(priority.title))


def _owner_in_file(priority: Priority, bodies: look_up.Bodies) -> str:
    """Whose it is, in words that ``load`` reads back: where several bodies have a name, behind the partnership's."""
    if priority.body is None or priority.body.partnership is None:
        return priority.owner
    alone = len(bodies.named(priority.body.name)) == 1
    return priority.body.name if alone else f"{priority.body.partnership.name} {priority.body.name}"
