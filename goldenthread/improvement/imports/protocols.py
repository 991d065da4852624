"""The import kind ``escalation_protocols``: the stages of escalation protocols, one row for each stage."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

from django.utils import timezone

from goldenthread.foundation import imports
from goldenthread.foundation.clocks import Status, Unit
from goldenthread.foundation.clocks.rule import LONGEST
from goldenthread.foundation.imports import Change, Column, Outcome, Row
from goldenthread.foundation.tabular import Source, tidy
from goldenthread.improvement import editions
from goldenthread.improvement.models import EscalationProtocol, EscalationStage
from goldenthread.improvement.models.protocol import MOST_STAGES
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import VALID_FROM, VALID_TO, shown
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import ClockRule

OF_PROTOCOL = ("source", "valid_from", "valid_to", "in_use", "immediate_limit", "note")
"""What every row of one protocol says alike. A row may leave it empty once a row above has said it."""
FIELDS = {"valid_from": "starts_on", "valid_to": "ends_on", "immediate_limit": "immediate_rule", "stage": "number"}
"""The field of the model for a heading, where it is not the same."""
Key = tuple[int | None, str]


@imports.register
class EscalationProtocols(imports.Kind):
    """Stages, known by whose protocol it is, its edition and their number."""

    code = "escalation_protocols"
    title = "Escalation protocols"
    description = (
        "The stages of escalation protocols, each with its limit and whether it was read at its source. A protocol of "
        "your own names your partnership; those without a partnership are everybody's, and only the operator changes "
        "them. A limit is a clock rule: under one that a clock has started with, a change is a new edition."
    )
    order = 92
    columns = (
        Column("edition", "the name of the protocol, with its year", required=True, example="Our protocol 2026"),
        Column("stage", f"a whole number from 1 to {MOST_STAGES}", required=True, example="1"),
        Column("name", "what the stage is called", required=True, example="Line managers"),
        Column("level", "between whom it is", required=True, example="First-line managers of both agencies"),
        Column("limit", f"a whole number from 0 to {LONGEST}; nothing where no limit is stated", example="5"),
        Column("unit", f"one of: {', '.join(Unit)}", example="working_day"),
        Column("child_timescale", "yes where the child's own timescale comes first if it is less, or no"),
        Column("tells", f"who is told, one of: {', '.join(EscalationStage.Tells.values)}"),
        Column("source", "where it is written", required=True, example="Our escalation protocol, section 4"),
        VALID_FROM,
        VALID_TO,
        Column("status", f"one of: {', '.join(Status)}", example=Status.CONFIRMED.value),
        Column("in_use", "yes or no"),
        Column("immediate_limit", "the code of the clock rule where a child is at immediate risk"),
        Column("clock_rule", "the code of the clock rule that is the limit; one is made without it"),
        Column("note", "what else is to be known of the protocol"),
        Column("partnership", "the name of your partnership; empty for everybody's", example="Bi-Borough LSCP"),
    )
    permission = Permission.IMPORT_RECORDS
    scope: Scope

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, protocols, stages and limits."""
        self.partnerships = look_up.partnerships(self.scope)
        self.mine = set(self.scope.partnership_ids_with(Permission.MANAGE_CHALLENGES))
        seen = EscalationProtocol.objects.visible_to(self.scope).select_related("immediate_rule", "partnership")
        self.protocols: dict[Key, EscalationProtocol] = {(each.partnership_id, each.edition): each for each in seen}
        stages = EscalationStage.objects.filter(protocol__in=seen).select_related("rule", "protocol")
        self.stages = {(stage.protocol_id, stage.number): stage for stage in stages}
        rules = ClockRule.objects.visible_to(self.scope).filter(partnership__isnull=True).newest_first()
        self.immediate = {rule.code: rule for rule in reversed(rules)}
        self.said: dict[Key, dict[str, Any]] = {}

    def load(self, row: Row) -> Outcome:
        """Load one stage, and its protocol with the first of them."""
        number = row.whole("stage", least=1, most=MOST_STAGES)
        length = row.whole("limit", most=LONGEST)
        unit = row.choice("unit", {each.value: each.value for each in Unit})
        if (length is None) != (unit is None) and not {"limit", "unit"} & set(row.faults):
            row.refuse("unit" if unit is None else "limit", "a limit and its unit, or neither")
        values: dict[str, Any] = {"name": row.text("name"), "level": row.text("level")}
        self._give(values, "child_timescale", row.yes_no("child_timescale"))
        tells = {each.casefold(): each for each in EscalationStage.Tells.values}
        self._give(values, "tells", row.choice("tells", tells))
        self._give(values, "status", row.choice("status", {each.value: each.value for each in Status}))
        partnership = self.partnerships.in_cell(row, "partnership")
        of_protocol = self._of_protocol(row)
        row.check()
        key = (partnership.pk if partnership else None, row.text("edition"))
        self.once(row, "stage", (key, number))
        protocol, outcome = self._protocol(row, key, partnership, of_protocol)
        number = row.need(number)
        stage = self.stages.get((protocol.pk, number)) or EscalationStage(protocol=protocol, number=number)
        return self._stage(row, stage, values, length, unit, outcome)

    def _give(self, values: dict[str, Any], name: str, value: Any) -> None:
        """An empty cell leaves what there is, or what is usual."""
        if value is not None:
            values[name] = value

    def _of_protocol(self, row: Row) -> dict[str, Any]:
        said: dict[str, Any] = {"source": row.text("source")}
        self._give(said, "in_use", row.yes_no("in_use"))
        for name in ("valid_from", "valid_to"):
            if row.text(name):
                said[name] = row.date(name)
        if row.text("note"):
            said["note"] = row.text("note")
        if code := row.text("immediate_limit"):
            said["immediate_limit"] = self.immediate.get(code)
            if said["immediate_limit"] is None:
                row.refuse("immediate_limit", "the code of a clock rule such as escalation-immediate, or nothing")
        return said

    def _protocol(
        self, row: Row, key: Key, partnership: Any, values: dict[str, Any]
    ) -> tuple[EscalationProtocol, Outcome]:
        """The protocol of a row, kept with what the row says. Raises RowRefused where a row above says otherwise."""
        above = self.said.setdefault(key, {})
        for name, value in values.items():
            if name in above and above[name] != value:
                row.refuse(name, f"the same in every row of this protocol, {shown(above[name])!r} above")
        row.check()
        above |= values
        protocol = self.protocols.get(key)
        if protocol is None:
            protocol = EscalationProtocol(partnership=partnership, edition=row.text("edition"))
        outcome = self._put(row, protocol, values, protocol)
        self.protocols[key] = protocol
        return protocol, outcome

    def _stage(
        self,
        row: Row,
        stage: EscalationStage,
        values: dict[str, Any],
        length: int | None,
        unit: str | None,
        of_protocol: Outcome,
    ) -> Outcome:
        """Keep a stage with its limit, and say what became of the row: the changes of its protocol stand with it."""
        is_new = stage.pk is None
        changes = [] if of_protocol.what == "new" else list(of_protocol.changes)
        held = stage.rule
        before = (held.length, held.unit) if held else (None, None)
        code = row.text("clock_rule") or (held.code if held else "")
        if (length, unit) != before or (held is not None and held.code != code):
            self._may(row, stage.protocol)
            if is_new:
                stage.name, stage.status = values["name"], values.get("status", stage.status)
            stage.rule = None if length is None else stage.limit_of(code, length, unit or "", by=self.by)
            pairs = zip(("limit", "unit"), before, (length, unit), strict=True)
            changes += [Change(column, shown(old), shown(new)) for column, old, new in pairs if old != new]
        kept = self._put(row, stage, values, stage.protocol, relimited=stage.rule != held)
        self.stages[stage.protocol_id, stage.number] = stage
        changes += kept.changes
        return imports.new(str(stage)) if is_new else imports.changed(str(stage), changes)

    def _put(
        self,
        row: Row,
        record: Kept,
        values: Mapping[str, Any],
        protocol: EscalationProtocol,
        *,
        relimited: bool = False,
    ) -> Outcome:
        """Give a record the values of a row and keep it where they differ. Raises RowRefused, ValidationError."""
        is_new = record.pk is None
        changes = []
        for column, value in values.items():
            held = getattr(record, FIELDS.get(column, column))
            same = tidy(held) == tidy(value) if isinstance(held, str) and isinstance(value, str) else held == value
            if not same:
                changes.append(Change(column, shown(held), shown(value)))
        if not (is_new or changes or relimited):
            return imports.UNCHANGED
        self._may(row, protocol)
        for column, value in values.items():
            setattr(record, FIELDS.get(column, column), value)
        record.keep(by=self.by)
        return imports.new(str(record)) if is_new else imports.changed(str(record), changes)

    def _may(self, row: Row, protocol: EscalationProtocol) -> None:
        """Everybody's protocols the operator keeps, a partnership's own those who keep its challenges."""
        if not (self.scope.is_operator or protocol.partnership_id in self.mine):
            row.refuse("partnership", "a partnership whose challenges you keep")
            row.check()

    def column_of(self, field_name: str) -> str:
        """The heading for a field of a protocol or stage."""
        return next((column for column, name in FIELDS.items() if name == field_name), field_name)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every stage of the protocols in the part of the scope that may be exported."""
        protocols = EscalationProtocol.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS))
        stages = EscalationStage.objects.filter(protocol__in=protocols).select_related(
            "protocol__partnership", "protocol__immediate_rule", "rule"
        )
        for stage in stages.order_by("protocol__edition", "protocol_id", "number"):
            protocol = stage.protocol
            yield {
                "edition": protocol.edition,
                "stage": stage.number,
                "name": stage.name,
                "level": stage.level,
                "limit": stage.rule.length if stage.rule else None,
                "unit": stage.rule.unit if stage.rule else "",
                "child_timescale": stage.child_timescale,
                "tells": stage.tells,
                "source": protocol.source,
                "valid_from": protocol.starts_on,
                "valid_to": protocol.ends_on,
                "status": stage.status,
                "in_use": protocol.in_use,
                "immediate_limit": protocol.immediate_rule.code if protocol.immediate_rule else "",
                "clock_rule": stage.rule.code if stage.rule else "",
                "note": protocol.note,
                "partnership": protocol.partnership.name if protocol.partnership else "",
            }


def load_packaged() -> int:
    """Load the protocols that come with the program, by the operator; how many are new.

    One that is there is left as it is, since somebody may have confirmed or changed it. The clock rules that come
    with the program are there before. Raises ValueError where the file is refused.
    """
    held = set(EscalationProtocol.objects.filter(partnership__isnull=True).values_list("edition", flat=True))
    with editions.PROTOCOLS.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        headings = list(reader.fieldnames or ())
        rows = [row for row in reader if row["edition"] not in held]
    if not rows:
        return 0
    text = StringIO()
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    kind = EscalationProtocols(scope=Scope.operator(today=timezone.localdate()))
    result = imports.load(kind, Source.held(editions.PROTOCOLS.name, text.getvalue().encode()))
    if not result.ok:
        raise ValueError("; ".join(fault.message for fault in result.refused))
    return len({row["edition"] for row in rows})
