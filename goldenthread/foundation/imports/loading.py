"""Loading a file: whole, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.foundation import tabular, trail
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.imports.kind import UNCHANGED, Change, Kind, Outcome
from goldenthread.foundation.imports.row import Column, Fault, Row, RowRefused, Value

PREVIEWED = 500
"""How many changes a result lists; all are counted."""


@dataclass
class Result:
    """What an import did, or on a dry run would do. ``read`` counts rows that are not empty."""

    kind: str
    file: str
    dry_run: bool
    encoding: str = ""
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    preview: list[tuple[int, Outcome]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the file can be loaded, or was."""
        return not self.refused

    @property
    def loaded(self) -> int:
        """Rows that made or changed something; 0 for a file with any fault, since none of it is loaded."""
        return self.new + self.changed

    def as_json(self, *, changes: bool = True) -> dict[str, Any]:
        """The counts, every skipped and refused row, and with ``changes`` the first of them, in the terms of JSON."""
        told = {
            "kind": self.kind,
            "file": self.file,
            "encoding": self.encoding,
            "dry_run": self.dry_run,
            "ok": self.ok,
            "read": self.read,
            "loaded": self.loaded,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": [{"row": row, "reason": reason} for row, reason in self.skipped],
            "refused": [
                {"row": fault.row, "column": fault.column, "value": fault.value, "expected": fault.expected}
                | {"message": fault.message}
                for fault in self.refused
            ],
            "ignored_columns": self.ignored_columns,
        }
        if changes:
            told["preview"] = [
                {"row": row, "what": outcome.what, "label": outcome.label, "changes": [*map(asdict, outcome.changes)]}
                for row, outcome in self.preview
            ]
        return told


def load(
    kind: Kind,
    source: tabular.Source,
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda row: None,
) -> Result:
    """Load a file: every row is tried and every fault collected; any fault, or a dry run, takes all of it back.

    ``progress`` is told the number of each row as it is read. Leaves one trail entry where anything was loaded.
    """
    result = Result(kind.code, source.name, dry_run)
    try:
        table = tabular.read(source)
    except tabular.NotReadable as error:
        result.refused.append(Fault(error.row, error.column, error.value, error.expected))
        return result
    result.encoding = table.encoding
    wanted = {column.name for column in kind.columns}
    result.ignored_columns = [heading for heading in table.headings if heading not in wanted]
    for column in kind.columns:
        if column.required and column.name not in table.headings:
            result.refused.append(Fault(table.heading_row, column.name, "", f"a column headed {column.name}"))
    if result.refused:
        return result
    with transaction.atomic():
        try:
            _load_rows(kind, table, result, progress)
        except tabular.NotReadable as error:
            result.refused.append(Fault(error.row, error.column, error.value, error.expected))
        result.refused.sort(key=lambda fault: fault.row or 0)
        if not result.ok:
            result.new = result.changed = 0
            result.preview.clear()
        if dry_run or not result.ok:
            transaction.set_rollback(True)
        elif result.loaded:
            trail.record("import.load", by=kind.by, kind=kind.code, new=result.new, changed=result.changed)
    return result


def _load_rows(kind: Kind, table: tabular.Table, result: Result, progress: Callable[[int], None]) -> None:
    """Three times through the file: to look up, to load, and to link rows where the kind does that."""
    required = [column for column in kind.columns if column.required]
    kind.prepare(_rows(table, required))
    states: dict[int, str] = {}
    for row in _rows(table, required):
        progress(row.number)
        outcome = _attempt(kind, row, kind.load)
        if outcome is None:
            states[row.number] = "refused"
            result.refused += row.faults.values()
            continue
        states[row.number] = outcome.what
        if outcome.what == "skipped":
            result.skipped.append((row.number, outcome.reason))
        elif outcome is not UNCHANGED and len(result.preview) < PREVIEWED:
            result.preview.append((row.number, outcome))
    if type(kind).link is not Kind.link:
        for row in _rows(table, required):
            if states[row.number] in ("refused", "skipped"):
                continue
            changes = _attempt(kind, row, lambda row: tuple(kind.link(row)))
            result.refused += row.faults.values()
            if changes and states[row.number] != "new":
                states[row.number] = "changed"
                _add_to_preview(result, row, changes, label=row.text((required or kind.columns)[0].name))
    counts = Counter(states.values())
    result.read = len(states)
    result.new, result.changed, result.unchanged = counts["new"], counts["changed"], counts["unchanged"]
    if not states:
        result.refused.append(Fault(None, "", "", "at least one row below the headings"))


def _rows(table: tabular.Table, required: Sequence[Column]) -> Iterator[Row]:
    for number, cells in table.rows():
        row = Row(number, cells)
        for column in required:
            if not row.text(column.name):
                row.refuse(column.name, column.expected)
        yield row


def _attempt(kind: Kind, row: Row, deed: Callable[[Row], Value]) -> Value | None:
    """What ``deed`` gives for ``row``; None where the row was refused, with the faults on the row."""
    try:
        given = deed(row)
        row.check()
        return given
    except RowRefused:
        pass
    except ValidationError as error:
        sentences = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in sentences.items():
            column = "" if name == NON_FIELD_ERRORS else kind.column_of(name)
            row.refuse(column, " ".join(messages).rstrip("."))
    except PermissionDenied:
        row.refuse("", "a row you may change")
    except Refusal as error:
        row.refuse("", str(error).rstrip("."))
    return None


def _add_to_preview(result: Result, row: Row, changes: tuple[Change, ...], *, label: str) -> None:
    for place, (number, outcome) in enumerate(result.preview):
        if number == row.number:
            result.preview[place] = number, Outcome("changed", outcome.label, outcome.changes + changes)
            return
    if len(result.preview) < PREVIEWED:
        result.preview.append((row.number, Outcome("changed", label, changes)))
