"""Search: what can be found, registered from below, and what must be looked at again after a change.

An app says in its ``search.py`` what of its own can be found:

    @source
    class Meetings(Source[Meeting]):
        code, title, model = "meeting", "Meetings", Meeting
        permission = Permission.SEE_ATTENDANCE
        follows = {Body: ("body",)}

        def rows(self, subjects):
            for meeting in subjects.select_related("body"):
                yield meeting.pk, Row(title=..., page="meeting_page", args=(meeting.pk,), reach=...)

The index and the page stand in ``records``. Every row carries its *reach*: the tokens of those who may find it.
A person's scope holds tokens; a row is found where the two meet, and that is asked of the index itself.
A row without reach cannot be made, so a sealed record, which reaches nobody by its place, has no row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet

Subject = TypeVar("Subject", bound=Model)

TOKEN = re.compile(r"[a-z]+[0-9]+")
CODE = re.compile(r"[a-z]{1,20}")
READ = "read"
"""The last word of a trail's verb that changed nothing."""


class WithoutReach(ValueError):
    """A row that nobody may find, or whose reach is not made of tokens."""


@dataclass(frozen=True)
class Row:
    """One thing that can be found: its title, further text, the page it leads to, its day, and who may find it.

    ``page`` and ``args`` are the name of an address and what it is filled with. ``dated_on`` is the day by which
    newer comes first; a row without one counts as of today. ``links`` are rows that point to the subject and on which
    this row depends, such as a person's appointments: kept, so that one that goes, or points elsewhere from now on,
    is still known to have been here. ``reach`` holds tokens such as "seenp12": letters, then a
    number. Everything in ``title`` and ``text`` is shown to everybody in ``reach``: what fewer may read is a row of
    its own. Raises WithoutReach.
    """

    title: str
    page: str
    args: tuple[int | str, ...]
    reach: frozenset[str]
    text: str = ""
    dated_on: date | None = None
    links: tuple[Model, ...] = ()

    def __post_init__(self) -> None:
        if not self.reach:
            raise WithoutReach("A row that nobody may find is not indexed.")
        for token in self.reach:
            if not TOKEN.fullmatch(token):
                raise WithoutReach(f"{token!r} is no token of reach: expected letters, then a number.")


class Source(Generic[Subject]):
    """One kind of thing that can be found. Registered by ``source``, made once."""

    code: ClassVar[str]
    """A short word of small letters, the same for ever: it stands in addresses and in the index."""
    title: ClassVar[str]
    """What people choose it by, in the plural."""
    model: ClassVar[type[Any]]
    """What its rows are made of. When the trail names one of these as its subject, its rows are made anew."""
    permission: ClassVar[Any]
    """What somebody must hold somewhere to find any of its rows: what its page asks for."""
    marking: ClassVar[str] = "OFFICIAL"
    """The protective marking of a page that shows some of its rows."""
    follows: ClassVar[dict[type[Any], tuple[str, ...]]] = {}
    """Further models on which rows depend, each with the look-ups that lead there from ``model``."""

    def rows(self, subjects: QuerySet[Subject]) -> Iterator[tuple[int, Row]]:
        """The rows of ``subjects``, each with the number of its subject; a subject may have any number of rows."""
        raise NotImplementedError

    def held(self, scope: Any) -> Iterable[str]:
        """Tokens that ``scope`` holds for this kind alone, besides those of ``partnership/reach.py``."""
        return ()


_sources: dict[str, Source[Any]] = {}
_keepers: list[Callable[[str, str], None]] = []


def source(kind: type[Source[Any]]) -> type[Source[Any]]:
    """Register a source. Raises ValueError where its code is not small letters."""
    if not CODE.fullmatch(kind.code):
        raise ValueError(f"{kind.code!r} is no code of a source: expected small letters.")
    _sources[kind.code] = kind()
    return kind


def sources() -> list[Source[Any]]:
    """Every source, in the order in which the apps register them."""
    return list(_sources.values())


def find(code: str) -> Source[Any] | None:
    """The source of this code."""
    return _sources.get(code)


def covering(label: str) -> list[tuple[Source[Any], tuple[str, ...]]]:
    """The sources whose rows depend on the model called ``label``, each with the look-ups that lead there."""
    found = []
    for each in _sources.values():
        lookups = {model._meta.label_lower: lookups for model, lookups in each.follows.items()}
        lookups[each.model._meta.label_lower] = ("pk",)
        if label in lookups:
            found.append((each, lookups[label]))
    return found


def keep_due(keeper: Callable[[str, str], None]) -> None:
    """Register who remembers what is to be indexed again: called with the label and the number of a row."""
    _keepers.append(keeper)


def changed(verb: str, subject: Model) -> None:
    """Remember, within the caller's transaction, that ``verb`` was done to ``subject``. The trail calls it."""
    if verb.rpartition(".")[2] == READ:
        return
    label = subject._meta.label_lower
    if covering(label):
        for keeper in _keepers:
            keeper(label, str(subject.pk))
