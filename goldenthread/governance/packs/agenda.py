"""What goes into a pack, and what is known of each paper once it has been read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OPEN: frozenset[str] = frozenset()
"""The audience that may see no restricted item."""


@dataclass(frozen=True)
class Paper:
    """One file of an item.

    ``digest`` is the SHA-256 of the file, in hexadecimal. ``replaces`` says what a late paper stands in the
    place of, in words ("pages 12 to 15 of the pack"); empty where it is new. A paper of a restricted item is
    restricted whatever it says itself.
    """

    id: str
    title: str
    filename: str
    path: Path
    digest: str
    restricted: bool = False
    replaces: str = ""

    @property
    def ending(self) -> str:
        """The ending of its name, which says what it is: ``pdf``, ``docx``..."""
        return self.filename.rpartition(".")[2].lower().replace("jpeg", "jpg")


@dataclass(frozen=True)
class Item:
    """One item of the agenda. ``minutes`` is the time allotted, None where none is."""

    id: str
    number: str
    title: str
    purpose: str = ""
    presenter: str = ""
    minutes: int | None = None
    restricted: bool = False
    papers: tuple[Paper, ...] = ()

    def withholds(self, paper: Paper) -> bool:
        """Whether ``paper``, one of its own, is restricted."""
        return self.restricted or paper.restricted


@dataclass(frozen=True)
class Agenda:
    """A meeting's agenda, or one supplement to its pack.

    Dates and times are text as people read them. ``details`` are the lines under the title, such as
    ("Date", "27 May 2021"). ``supplement`` is 0 for the pack itself, else which supplement it is; a supplement
    holds only the items that have late papers. ``marking`` is for the open pack, ``restricted_marking`` for the
    packs that hold restricted papers.
    """

    title: str
    body: str
    details: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    marking: str
    restricted_marking: str
    supplement: int = 0

    def papers(self) -> Iterator[tuple[Item, Paper]]:
        """Every paper with its item, in agenda order."""
        for item in self.items:
            for paper in item.papers:
                yield item, paper

    @property
    def restricted(self) -> frozenset[str]:
        """The ids of the items of which something is restricted."""
        return frozenset(item.id for item in self.items if item.restricted or any(p.restricted for p in item.papers))

    def marking_for(self, audience: frozenset[str]) -> str:
        """The protective marking of the pack of one audience."""
        return self.restricted_marking if audience & self.restricted else self.marking


@dataclass(frozen=True)
class Limits:
    """What one paper and one pack may be: pages; bytes; seconds to convert one paper."""

    paper_pages: int = 1000
    pack_pages: int = 5000
    paper_bytes: int = 200 * 1024 * 1024
    seconds: int = 60


@dataclass(frozen=True)
class Problem:
    """Why a paper is not in the pack, and what to do about it. Both are sentences about "it"."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Entry:
    """One paper and where it is. ``first`` and ``last`` are page numbers, 0 where it could not be read.

    ``notes`` are sentences on what a reader should know: not tagged, forms flattened, hidden rows left out.
    """

    item: Item
    paper: Paper
    pages: int = 0
    first: int = 0
    last: int = 0
    tagged: bool = False
    notes: tuple[str, ...] = field(default=())
    problem: Problem | None = None

    @property
    def restricted(self) -> bool:
        """Whether the paper, or its whole item, is restricted."""
        return self.item.withholds(self.paper)
