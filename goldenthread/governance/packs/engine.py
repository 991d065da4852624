"""Puts the papers of a meeting together: one PDF for each audience, from papers read once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from goldenthread.governance.packs import bookmarks, front, numbering, tags
from goldenthread.governance.packs.agenda import OPEN, Agenda, Entry, Item, Limits, Paper, Problem
from goldenthread.governance.packs.bookmarks import Bookmark
from goldenthread.governance.packs.errors import TooLong, Unreadable
from goldenthread.governance.packs.layers import Layers
from goldenthread.governance.packs.reading import Source, opened, read
from goldenthread.governance.packs.stamping import Stamper

LANGUAGE = "en-GB"
FRONT = "Front page"
RESTRICTED = "Restricted papers"

Progress = Callable[[int, int, str], None]
"""Told how many papers are done, of how many, and what is being done."""


def quietly(done: int, total: int, step: str) -> None:
    """Tell nobody."""


@dataclass
class Prepared:
    """The papers of one agenda, read and numbered, ready to be put together for any audience."""

    agenda: Agenda
    entries: list[Entry]
    sources: dict[str, Source] = field(repr=False)

    @property
    def pages(self) -> int:
        """How many numbered pages there are in all."""
        return max((entry.last for entry in self.entries), default=0)

    def seen_by(self, audience: frozenset[str]) -> list[Entry]:
        """The papers one audience is given, in the order of their pages."""
        return numbering.seen_by(self.entries, audience)

    def write(self, path: Path, audience: frozenset[str] = OPEN) -> int:
        """Write the PDF for one audience: the ids of the items whose restricted papers it may read.

        Return how many pages the file has, front pages included. The same input gives the same bytes.
        """
        entries = self.seen_by(audience)
        with (
            opened(io.BytesIO(front.make(self.agenda, entries, audience)), Limits()) as first,
            Pdf.new() as out,
        ):
            _Pack(self, audience, entries, first, out).write(path)
            return len(out.pages)


@contextmanager
def prepare(agenda: Agenda, *, limits: Limits | None = None, progress: Progress = quietly) -> Iterator[Prepared]:
    """Read every paper of ``agenda`` once; what cannot be read is named in its entry. Raises TooLong."""
    limits = limits or Limits()
    papers = list(agenda.papers())
    found: dict[str, Entry] = {}
    sources: dict[str, Source] = {}
    try:
        for done, (item, paper) in enumerate(papers):
            progress(done, len(papers), "Reading the papers")
            found[paper.id] = _entry(item, paper, sources, limits)
        pages = sum(entry.pages for entry in found.values())
        if pages > limits.pack_pages:
            raise TooLong(f"The papers have {pages:,} pages together; a pack may have {limits.pack_pages:,}.")
        yield Prepared(agenda, numbering.number(agenda, found), sources)
    finally:
        for source in sources.values():
            source.pdf.close()


def fingerprint(agenda: Agenda) -> str:
    """What the agenda and its papers are, as one SHA-256: another one means that something has changed."""
    return hashlib.sha256(repr(_without_places(agenda)).encode()).hexdigest()


def _without_places(agenda: Agenda) -> Any:
    items = [
        (
            (item.id, item.number, item.title, item.purpose, item.presenter, item.minutes, item.restricted),
            [(p.id, p.title, p.filename, p.digest, p.restricted, p.replaces) for p in item.papers],
        )
        for item in agenda.items
    ]
    return (
        agenda.title,
        agenda.body,
        agenda.details,
        agenda.marking,
        agenda.restricted_marking,
        agenda.supplement,
    ), items


def _entry(item: Item, paper: Paper, sources: dict[str, Source], limits: Limits) -> Entry:
    try:
        source = read(paper, limits)
    except Unreadable as error:
        return Entry(item, paper, problem=Problem(error.what, error.remedy))
    sources[paper.id] = source
    return Entry(item, paper, pages=source.pages, tagged=source.tagged, notes=tuple(source.notes))


class _Pack:
    """One pack in the making."""

    def __init__(
        self, prepared: Prepared, audience: frozenset[str], entries: list[Entry], first: Source, out: Pdf
    ) -> None:
        self.agenda = prepared.agenda
        self.audience = audience
        self.sources = prepared.sources
        self.entries = [entry for entry in entries if entry.pages]
        self.front = first
        self.out = out
        self.tree = tags.Tree(out)
        self.layers = Layers(out)
        self.where: dict[str, int] = {}
        """Index of the first page of each paper in this file."""

    def write(self, path: Path) -> None:
        """Put everything together and write it."""
        stamper = Stamper(self.out)
        pages = self._append(self.front)
        self.tree.add_tagged(self.front.pdf, pages, title=FRONT, language=LANGUAGE)
        self._link(pages)
        for entry in self.entries:
            self._add(entry, stamper)
        self.tree.finish(language=LANGUAGE)
        self.layers.finish()
        bookmarks.write(self.out, self._bookmarks())
        self.out.Root.PageLabels = Dictionary(Nums=Array(self._labels()))
        self._describe()
        self._save(path)

    def _append(self, source: Source) -> list[Any]:
        before = len(self.out.pages)
        self.out.pages.extend(source.pdf.pages)
        return [self.out.pages[index].obj for index in range(before, before + source.pages)]

    def _add(self, entry: Entry, stamper: Stamper) -> None:
        source = self.sources[entry.paper.id]
        self.where[entry.paper.id] = len(self.out.pages)
        pages = self._append(source)
        language = source.language or LANGUAGE
        title = f"{entry.item.number}. {entry.paper.title}"
        if source.tagged:
            self.tree.add_tagged(source.pdf, pages, title=title, language=language)
        else:
            self.tree.add_untagged(pages, title=title, language=language)
        self.layers.add(source.pdf)
        marking = self.agenda.restricted_marking if entry.restricted else self.agenda.marking
        for number, page in enumerate(pages, entry.first):
            written = f"Page {numbering.label(self.agenda.supplement, number)}"
            stamper.stamp(page, written, marking, in_margin=source.in_margin, tag=not source.tagged)

    def _link(self, pages: list[Any]) -> None:
        """Remember the links of the front page, to lead to pages once those are there."""
        self._links = [
            annotation
            for page in pages
            for annotation in page.get("/Annots", ())
            if "/A" in annotation and str(annotation.A.get("/URI", "")).startswith(front.PLACE)
        ]

    def _lead(self) -> None:
        by_number = {entry.first: entry for entry in self.entries}
        for link in self._links:
            entry = by_number[int(str(link.A.URI).removeprefix(front.PLACE))]
            page = self.out.pages[self.where[entry.paper.id]].obj
            del link["/A"]
            link.Dest = Array([page, Name.Fit])
            pages = numbering.page_range(self.agenda.supplement, entry.first, entry.last)
            link.Contents = String(f"{entry.paper.title}, pages {pages}")

    def _bookmarks(self) -> list[Bookmark]:
        self._lead()
        found = [Bookmark(front.title_of(self.agenda), 0)]
        for restricted in (False, True):
            items: list[Bookmark] = []
            for item in self.agenda.items:
                papers = [e for e in self.entries if e.item.id == item.id and e.restricted == restricted]
                below = [self._bookmark(entry) for entry in papers]
                if below:
                    items.append(Bookmark(f"{item.number}. {item.title}", below[0].page, below=below))
            if restricted and items:
                found.append(Bookmark(RESTRICTED, items[0].page, below=items))
            else:
                found += items
        return found

    def _bookmark(self, entry: Entry) -> Bookmark:
        start = self.where[entry.paper.id]
        pages = numbering.page_range(self.agenda.supplement, entry.first, entry.last)
        return Bookmark(
            f"{entry.paper.title} ({pages})", start, below=_moved(self.sources[entry.paper.id].marks, start)
        )

    def _labels(self) -> list[Any]:
        before = numbering.prefix(self.agenda.supplement)
        extra: dict[str, Any] = {"P": String(before)} if before else {}
        labels: list[Any] = [0, Dictionary(S=Name.r, **extra)]
        expected = 0
        for entry in self.entries:
            if entry.first != expected:
                labels += [self.where[entry.paper.id], Dictionary(S=Name.D, St=entry.first, **extra)]
            expected = entry.last + 1
        return labels

    def _describe(self) -> None:
        title = front.title_of(self.agenda)
        root = self.out.Root
        root.Lang = String(LANGUAGE)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with self.out.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as about:
            about["dc:title"] = title
            about["dc:language"] = [LANGUAGE]
            about["dc:publisher"] = [self.agenda.body]
            about["pdf:Keywords"] = self.agenda.marking_for(self.audience)

    def _save(self, path: Path) -> None:
        """Write the file; its identifier follows from what it was made of, not from the moment."""
        made_of = repr((fingerprint(self.agenda), sorted(self.audience)))
        self.out.trailer.ID = Array([String(hashlib.sha256(made_of.encode()).digest()[:16])] * 2)
        self.out.save(path, static_id=True)


def _moved(marks: list[Bookmark], by: int) -> list[Bookmark]:
    """Bookmarks of a paper, counted in the pack's pages."""
    return [
        Bookmark(mark.title, None if mark.page is None else mark.page + by, mark.view, _moved(mark.below, by))
        for mark in marks
    ]
