"""Import kinds: the sorts of file that apps can read in and write out. A file is loaded whole or not at all.

An app registers a class for each kind in its ``imports.py``::

    @register
    class Agencies(Kind):
        code = "agencies"
        ...
        def load(self, row: Row) -> Outcome: ...
        def rows(self) -> Iterator[dict[str, Any]]: ...

A new instance serves each run, so what ``prepare`` looked up for the whole file stands on ``self``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.foundation import tabular, trail
from goldenthread.foundation.dates import is_only_month, read_day
from goldenthread.foundation.errors import Refusal

PREVIEWED = 500
"""How many changes a result lists; all are counted."""

_SEPARATOR = re.compile(r";(?![^()]*\))")

Value = TypeVar("Value")


class NoSuchKind(Refusal):
    """No import kind has that code; the sentence says which exist."""


class OptionRefused(Refusal):
    """What was said beside the file (which body, which partnership) is missing, unknown or not clear enough."""


class RowRefused(Exception):
    """This row has faults and is not loaded further; the faults are on the row."""


class Asking(Protocol):
    """Whoever imports or exports: a person on a day, or the operator, who is nobody."""

    @property
    def person(self) -> Any:
        """The person, None for the operator."""

    @property
    def today(self) -> date:
        """The day on which they ask."""


@dataclass(frozen=True)
class Column:
    """One column of a kind: its heading, what is expected in it in words, and an example."""

    name: str
    expected: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: where, what was found and what was expected.

    ``row`` is counted as the spreadsheet counts; None and an empty ``column`` stand for the whole file.
    """

    row: int | None
    column: str
    value: str
    expected: str

    @property
    def message(self) -> str:
        """The fault as a sentence."""
        place = ", ".join(filter(None, [f"row {self.row}" if self.row else "", self.column])) or "file"
        found = f"found {self.value!r}, " if self.value else ""
        return f"{place[0].upper()}{place[1:]}: {found}expected {self.expected}."


@dataclass(frozen=True)
class Change:
    """One value that a row changes."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What became of one row. ``label`` names the thing in the preview, ``reason`` says why a row was skipped."""

    what: str
    label: str = ""
    changes: tuple[Change, ...] = ()
    reason: str = ""


UNCHANGED = Outcome("unchanged")


def new(label: str) -> Outcome:
    """The row is a thing that was not there before."""
    return Outcome("new", label)


def changed(label: str, changes: Iterable[Change]) -> Outcome:
    """The row changes a thing that is there; without ``changes`` it is unchanged."""
    changes = tuple(changes)
    return Outcome("changed", label, changes) if changes else UNCHANGED


def skipped(reason: str) -> Outcome:
    """The row is left out, and that is right: ``reason`` is a sentence."""
    return Outcome("skipped", reason=reason)


class Row:
    """One row of a file. Each getter reads one cell; a cell that cannot be read becomes a fault.

    Read every cell first, then call ``check``, so that all faulty cells of a row are reported at once. A column
    the file does not have, and an empty cell, give the default; ``has`` tells the two apart.
    """

    def __init__(self, number: int, cells: Mapping[str, str | tabular.Unreadable]) -> None:
        self.number = number
        self.faults: dict[str, Fault] = {}
        self._cells: dict[str, str] = {}
        for name, cell in cells.items():
            if isinstance(cell, tabular.Unreadable):
                self._cells[name] = cell.value
                self.refuse(name, cell.expected)
            else:
                self._cells[name] = cell

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self._cells

    def text(self, column: str) -> str:
        """The cell as text, without space at either end; "" where it is empty or was refused."""
        return "" if column in self.faults else self._cells.get(column, "")

    def words(self, column: str) -> list[str]:
        """The cell as a list, its parts separated by semicolons; one within brackets belongs to its part."""
        return [part.strip() for part in _SEPARATOR.split(self.text(column)) if part.strip()]

    def date(self, column: str) -> date | None:
        """The cell as a day: 2016-04-19, 19 April 2016, 19 Apr 2016 or 19/04/2016."""
        text = self.text(column)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            also = ", with its day" if is_only_month(text) else ""
            self.refuse(column, f"a date such as 4 July 2026{also}")
        return day

    def whole(self, column: str, *, least: int = 0, most: int | None = None) -> int | None:
        """The cell as a whole number from ``least`` to ``most``."""
        text = self.text(column)
        if not text:
            return None
        number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if number is None or number < least or (most is not None and number > most):
            limits = f"from {least} to {most}" if most is not None else f"of {least} or more"
            self.refuse(column, f"a whole number {limits}")
            return None
        return number

    def yes_no(self, column: str) -> bool | None:
        """The cell as yes or no."""
        return self.choice(column, {"yes": True, "no": False}, expected="yes or no")

    def choice(self, column: str, choices: Mapping[str, Value], *, expected: str = "") -> Value | None:
        """What the cell stands for in ``choices``, whose keys are in lower case; capitals make no difference."""
        text = self.text(column)
        if not text:
            return None
        if text.casefold() not in choices:
            self.refuse(column, expected or f"one of: {', '.join(choices)}")
            return None
        return choices[text.casefold()]

    def refuse(self, column: str, expected: str) -> None:
        """Add a fault to a cell ("" for the row as a whole). A cell has one fault, the first."""
        if column not in self.faults:
            self.faults[column] = Fault(self.number, column, self._cells.get(column, ""), expected)

    def check(self) -> None:
        """Stop here where a cell of this row was refused. Raises RowRefused."""
        if self.faults:
            raise RowRefused

    def need(self, value: Value | None) -> Value:
        """``value``, which is there once every cell was read well. Raises RowRefused."""
        self.check()
        if value is None:
            self.refuse("", "a row with every cell it needs")
            raise RowRefused
        return value


class Kind:
    """One sort of file. Subclasses say what it holds and how a row becomes a record, and back.

    ``scope`` is whoever asks; ``options`` are those of ``option_names`` that were given, which the file does not
    carry. ``permission`` is the code of the permission to import; ``order`` is the place in lists, and what a kind
    refers to stands before it.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    option_names: ClassVar[Sequence[str]] = ()
    required_options: ClassVar[Sequence[str]] = ()
    permission: ClassVar[str] = "import_records"
    order: ClassVar[int] = 100

    def __init__(self, *, scope: Asking, options: Mapping[str, str] | None = None) -> None:
        """Raises OptionRefused where an option is unknown or missing."""
        self.scope = scope
        self.options = {name: value for name, value in (options or {}).items() if value}
        self._seen: dict[Hashable, int] = {}
        for name in self.options:
            if name not in self.option_names:
                raise OptionRefused(f"{self.title} takes no {name}.")

    @property
    def by(self) -> Any:
        """Who does it; None for the operator."""
        return self.scope.person

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up what the whole file needs, so that no row needs a query of its own. ``rows`` is read once."""

    def load(self, row: Row) -> Outcome:
        """Load one row. Raises RowRefused (by ``row.check``) or Django's ValidationError with field names."""
        raise NotImplementedError

    def link(self, row: Row) -> Iterable[Change]:
        """Second pass over the loaded rows, for what refers to other rows of the file. Gives what it changed."""
        return ()

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """What there is, as rows that ``load`` would find unchanged: texts, dates, whole numbers, True and False."""
        raise NotImplementedError

    def column_of(self, field_name: str) -> str:
        """The heading for a field of the model; the same name where a kind does not say otherwise."""
        return field_name

    def once(self, row: Row, column: str, key: Hashable) -> None:
        """Refuse a row whose ``key`` a row above already has. Raises RowRefused."""
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            row.refuse(column, f"each only once: row {first} is the same")
            row.check()


_kinds: dict[str, type[Kind]] = {}
KindType = TypeVar("KindType", bound=type[Kind])


def register(kind: KindType) -> KindType:
    """Register a class as an import kind."""
    _kinds[kind.code] = kind
    return kind


def kinds() -> list[type[Kind]]:
    """All import kinds, what others refer to first."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code))


def find(code: str) -> type[Kind]:
    """The kind with this code. Raises NoSuchKind."""
    try:
        return _kinds[code]
    except KeyError:
        codes = ", ".join(kind.code for kind in kinds())
        raise NoSuchKind(f"There is no import kind {code}. There are: {codes}.") from None


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
        return self.new + self.changed if self.ok else 0

    def as_json(self) -> dict[str, Any]:
        """The counts, every skipped and refused row, and the first changes, in the terms of JSON."""
        return {
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
            "preview": [
                {"row": row, "what": outcome.what, "label": outcome.label, "changes": [*map(asdict, outcome.changes)]}
                for row, outcome in self.preview
            ],
        }


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
