"""Kinds: the sorts of file there are, registered by the apps, and what becomes of one row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.imports.row import Column, Row


class NoSuchKind(Refusal):
    """No import kind has that code; the sentence says which exist."""


class OptionRefused(Refusal):
    """What was said beside the file (which body, which partnership) is missing, unknown or not clear enough."""


class Asking(Protocol):
    """Whoever imports or exports: a person on a day, or the operator, who is nobody."""

    @property
    def person(self) -> Any:
        """The person, None for the operator."""

    @property
    def today(self) -> date:
        """The day on which they ask."""


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


class Kind:
    """One sort of file. Subclasses say what it holds and how a row becomes a record, and back.

    ``scope`` is whoever asks; ``options`` are those of ``option_names`` that were given, which the file does not
    carry. ``permission`` is the code of the permission to import; ``order`` is the place in lists, and what a kind
    refers to stands before it. ``marking`` is the protective marking of its files, where that is not the usual one.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    option_names: ClassVar[Sequence[str]] = ()
    required_options: ClassVar[Sequence[str]] = ()
    permission: ClassVar[str] = "import_records"
    order: ClassVar[int] = 100
    marking: ClassVar[str] = ""

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
