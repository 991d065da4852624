"""Bookmarks: one for each item, below it one for each paper, below that the paper's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from goldenthread.governance.packs.cleaning import Targets

MOST = 300
"""Bookmarks taken over from one paper."""
DEEPEST = 4


@dataclass
class Bookmark:
    """One bookmark: its words, the page it leads to (counted from 0), how that is shown, and those below it."""

    title: str
    page: int | None
    view: list[Any] = field(default_factory=list)
    below: list[Bookmark] = field(default_factory=list)


def of(pdf: Pdf) -> list[Bookmark]:
    """The bookmarks of a paper, as far as they lead to its pages."""
    outline = pdf.Root.get("/Outlines")
    if not isinstance(outline, Dictionary):
        return []
    targets = Targets(pdf)
    seen: set[tuple[int, int]] = set()

    def walk(node: Any, depth: int) -> list[Bookmark]:
        found: list[Bookmark] = []
        while isinstance(node, Dictionary) and node.objgen not in seen and len(seen) < MOST:
            seen.add(node.objgen)
            action = node.get("/A")
            target = node.get("/Dest")
            if target is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
                target = action.get("/D")
            place = targets.find(target) if target is not None else None
            below = walk(node.get("/First"), depth + 1) if depth < DEEPEST else []
            if place is not None:
                view = [part for part in list(place)[1:] if isinstance(part, Name | int | Decimal | None)]
                title = " ".join(str(node.get("/Title", "")).split())
                found.append(Bookmark(title or "…", targets.pages[place[0].objgen], view, below))
            else:
                found += below
            node = node.get("/Next")
        return found

    return walk(outline.get("/First"), 1)


def write(out: Pdf, bookmarks: list[Bookmark]) -> None:
    """Write ``bookmarks`` as the outline of the pack, the items open and what is below them closed."""
    pages = [page.obj for page in out.pages]
    root = out.make_indirect(Dictionary(Type=Name.Outlines))

    def add(parent: Any, rows: list[Bookmark]) -> None:
        before = None
        for row in rows:
            node = out.make_indirect(Dictionary(Title=String(row.title), Parent=parent))
            if row.page is not None and row.page < len(pages):
                node.Dest = Array([pages[row.page], *(row.view or [Name.Fit])])
            if before is None:
                parent.First = node
            else:
                before.Next, node.Prev = node, before
            add(node, row.below)
            if row.below:
                node.Count = -len(row.below)
            before = node
        if before is not None:
            parent.Last = before

    add(root, bookmarks)
    if bookmarks:
        root.Count = len(bookmarks)
        out.Root.Outlines = root
        out.Root.PageMode = Name.UseOutlines
