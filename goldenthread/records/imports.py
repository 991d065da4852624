"""The file of clock rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import Any, ClassVar

from goldenthread.foundation.clocks import Direction, MonthEnd, OffDay, Status, Unit
from goldenthread.foundation.clocks.rule import LONGEST
from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.foundation.workingdays import Nation
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import VALID_FROM, VALID_TO, KeptKind
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.records.models import ClockRule

CHOICES = {"unit": Unit, "direction": Direction, "off_day": OffDay, "month_end": MonthEnd, "nation": Nation}
EVENT_DAY = {"0": 0, "1": 1}


def _one_of(values: Iterable[str]) -> str:
    return f"one of: {', '.join(values)}"


@register
class ClockRules(KeptKind):
    """Rules, known by whose they are, their edition and code."""

    code = "clock_rules"
    title = "Clock rules"
    description = (
        "Time limits by edition, each with its source. A rule of your own names your partnership; rules without a "
        "partnership are everybody's, and only the operator changes them."
    )
    order = 90
    columns = (
        Column("edition", "the edition it is of", required=True, example="Our procedures 2026"),
        Column("code", "a code such as escalation-stage-1", required=True, example="escalation-stage-1"),
        Column("name", "what is due", required=True, example="Escalation stage 1: worker to worker"),
        Column("start_event", "what it is counted from", required=True, example="concern raised"),
        Column("length", f"a whole number from 0 to {LONGEST}", required=True, example="5"),
        Column("unit", _one_of(Unit), required=True, example="working_day"),
        Column("source", "where it is written", required=True, example="Our escalation procedure, section 3"),
        Column("event_day", "0 or 1: what the day of the event counts as"),
        Column("direction", _one_of(Direction)),
        Column("off_day", _one_of(OffDay)),
        Column("month_end", _one_of(MonthEnd)),
        Column("pausable", "yes or no"),
        Column("nation", _one_of(Nation)),
        Column("opens", "when working hours begin, such as 09:00"),
        Column("closes", "when working hours end, such as 17:00"),
        VALID_FROM,
        VALID_TO,
        Column("status", _one_of(Status), example=Status.CONFIRMED.value),
        Column("in_use", "yes or no"),
        Column("note", "what else is to be known"),
        Column("partnership", "the name of your partnership; empty for everybody's", example="Bi-Borough LSCP"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        column.name: {"valid_from": "starts_on", "valid_to": "ends_on"}.get(column.name, column.name)
        for column in columns
    }

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships and the rules there are."""
        self.partnerships = look_up.partnerships(self.scope)
        self.mine = set(self.scope.partnership_ids_with(Permission.MANAGE_REGISTER))
        self.held = {
            (rule.partnership_id, rule.edition, rule.code): rule for rule in ClockRule.objects.visible_to(self.scope)
        }

    def load(self, row: Row) -> Outcome:
        """Load one rule."""
        values: dict[str, Any] = {
            name: row.text(name) for name in ("edition", "code", "name", "start_event", "source")
        } | {"length": row.whole("length", most=LONGEST)}
        for name, choices in CHOICES.items():
            self._give(values, row, name, row.choice(name, {each.value.casefold(): each.value for each in choices}))
        self._give(values, row, "event_day", row.choice("event_day", EVENT_DAY))
        self._give(values, row, "status", row.choice("status", {each.value: each.value for each in Status}))
        for name in ("pausable", "in_use"):
            self._give(values, row, name, row.yes_no(name))
        for name in ("opens", "closes"):
            self._give(values, row, name, _time(row, name))
        for name in ("valid_from", "valid_to"):
            if row.has(name):
                values[name] = row.date(name)
        if row.has("note"):
            values["note"] = row.text("note")
        partnership = self.partnerships.in_cell(row, "partnership")
        row.check()
        key = (partnership.pk if partnership else None, values["edition"], values["code"])
        self.once(row, "code", key)
        rule = self.held.get(key) or ClockRule(partnership=partnership)
        return self.put(row, rule, values)

    def _give(self, values: dict[str, Any], row: Row, name: str, value: Any) -> None:
        """An empty cell leaves what there is, or what is usual."""
        if value is not None:
            values[name] = value

    def may_keep(self, record: ClockRule) -> bool:
        """Everybody's rules the operator, a partnership's own those who keep its register."""
        return self.scope.is_operator or record.partnership_id in self.mine

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every rule in the part of the scope that may be exported."""
        rules = ClockRule.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS))
        for rule in rules.select_related("partnership"):
            values = {column: getattr(rule, name) for column, name in self.fields.items()}
            yield values | {
                "opens": f"{rule.opens:%H:%M}",
                "closes": f"{rule.closes:%H:%M}",
                "partnership": rule.partnership.name if isinstance(rule.partnership, Partnership) else "",
            }


def _time(row: Row, name: str) -> time | None:
    text = row.text(name)
    if not text:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        row.refuse(name, "a time such as 09:00")
        return None
