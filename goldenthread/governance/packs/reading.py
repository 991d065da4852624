"""Turns one paper into an open PDF that can be merged, or says why that cannot be done."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Pdf

from goldenthread.governance.packs import bookmarks, cleaning, converting, tags
from goldenthread.governance.packs.agenda import Limits, Paper
from goldenthread.governance.packs.bookmarks import Bookmark
from goldenthread.governance.packs.errors import Unreadable

PROTECTED = "Take the password off, or print it to a new PDF, and upload that."
DAMAGED = cleaning.DAMAGED
MENDED = "It was slightly damaged and has been mended: compare it with the original."
SPLIT = "Upload it in parts, or only the part that is to be read."


@dataclass
class Source:
    """One paper as an open PDF. ``in_margin``: its lower margin is empty, because it was made here."""

    pdf: Pdf
    tagged: bool
    in_margin: bool = False
    notes: list[str] = field(default_factory=list)
    marks: list[Bookmark] = field(default_factory=list)
    language: str = ""

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.pdf.close()

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.pdf.pages)


def read(paper: Paper, limits: Limits) -> Source:
    """The paper as an open PDF, to be closed by the caller. Raises Unreadable."""
    try:
        size = paper.path.stat().st_size
    except OSError:
        raise Unreadable("Its file is not there.", "Upload it again.") from None
    if size == 0:
        raise Unreadable("It is empty.", "Upload it again.")
    if size > limits.paper_bytes:
        raise Unreadable(f"It is larger than {limits.paper_bytes // 1024 // 1024} MB.", SPLIT)
    if paper.ending == "pdf":
        return opened(paper.path, limits)
    converted = converting.convert(paper, limits)
    source = opened(io.BytesIO(converted.content), limits)
    source.in_margin = converted.in_margin
    source.notes = [*converted.notes, *source.notes]
    return source


def opened(file: io.BytesIO | Path, limits: Limits) -> Source:
    """A PDF opened, checked and cleaned. Raises Unreadable."""
    try:
        pdf = Pdf.open(file, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Unreadable("It is protected by a password.", PROTECTED) from None
    except (pikepdf.PdfError, OSError, ValueError):
        raise Unreadable("It is damaged, or not a PDF.", DAMAGED) from None
    try:
        return _looked_at(pdf, limits)
    except Unreadable:
        pdf.close()
        raise
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError):
        pdf.close()  # a PDF whose parts are not what they must be
        raise Unreadable("It is damaged.", DAMAGED) from None


def _looked_at(pdf: Pdf, limits: Limits) -> Source:
    if pdf.is_encrypted:
        raise Unreadable("It is protected against copying.", PROTECTED)
    pages = len(pdf.pages)
    if not pages:
        raise Unreadable("It has no pages.", DAMAGED)
    if pages > limits.paper_pages:
        raise Unreadable(f"It has {pages:,} pages; a paper may have {limits.paper_pages:,}.", SPLIT)
    cleaning.check(pdf)
    notes = cleaning.clean(pdf)
    if pdf.get_warnings():
        notes.append(MENDED)
    language = str(pdf.Root.get("/Lang", ""))
    return Source(
        pdf=pdf,
        tagged=tags.is_tagged(pdf),
        notes=notes,
        marks=bookmarks.of(pdf),
        language="" if language.lower() in ("und", "x-unknown") else language,
    )
