"""Looking into packs: what is drawn, named, tagged and hidden in them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Name, Pdf


def texts(path: Path) -> list[str]:
    """The text of every page as it is drawn, in words parted by single spaces."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def labels(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document.get_page_label(at) for at in range(len(document))]
    finally:
        document.close()


def everything_in(content: bytes) -> bytes:
    """All a PDF holds: every stream unpacked, every string in both ways a PDF writes text."""
    found = [content]
    with Pdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    found.append(thing.read_bytes())
                except pikepdf.PdfError:
                    found.append(thing.read_raw_bytes())
            found += strings(thing)
    return b"\n".join(found)


def strings(thing: object, depth: int = 0) -> list[bytes]:
    if isinstance(thing, pikepdf.String):
        return [bytes(thing), str(thing).encode()]
    if depth > 6 or not isinstance(thing, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        return []
    parts = list(thing) if isinstance(thing, pikepdf.Array) else [value for _, value in thing.items()]
    return [found for part in parts if not getattr(part, "is_indirect", False) for found in strings(part, depth + 1)]


def leaves(pdf: Pdf) -> dict[tuple[int, int], set[int]]:
    """For each page, the marked contents that are reached from the top of the tree of tags."""
    found: dict[tuple[int, int], set[int]] = {}
    waiting = [(pdf.Root.StructTreeRoot.K, None)]
    while waiting:
        node, page = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += [(kid, page) for kid in node]
        elif isinstance(node, int):
            found.setdefault(page.objgen, set()).add(node)
        elif isinstance(node, pikepdf.Dictionary):
            page = node.get("/Pg", page)
            if "/MCID" in node:
                found.setdefault(page.objgen, set()).add(int(node.MCID))
            elif "/K" in node:
                waiting.append((node.K, page))
    return found


def kinds(pdf: Pdf) -> list[str]:
    """The kinds of tag reached from the top, in no order."""
    found = []
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(str(node.S))
            if "/K" in node:
                waiting.append(node.K)
    return found


def check_tags(pdf: Pdf) -> None:
    """The tree of tags holds together: every page's marks are in it, its keys are one of a kind, parents are right."""
    root = pdf.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    assert int(root.ParentTreeNextKey) > max(keys)
    by_key = dict(zip(keys, numbers[1::2], strict=True))
    reached = leaves(pdf)
    met = []
    for number, page in enumerate(pdf.pages, 1):
        key = int(page.obj.StructParents)
        met.append(key)
        parents = by_key[key]
        marks = {int(mark) for mark in re.findall(rb"/MCID (\d+)", contents(page))}
        assert marks <= reached.get(page.obj.objgen, set()), f"page {number}"
        for mark in marks:
            element = parents[mark]
            for _ in range(50):
                if element.get("/S") == Name.Document:
                    break
                element = element.P
            assert element.objgen == root.K[0].objgen
    assert len(met) == len(set(met))


def contents(page: pikepdf.Page) -> bytes:
    held = page.obj.Contents
    return b"\n".join(part.read_bytes() for part in (held if isinstance(held, pikepdf.Array) else [held]))


def outline(pdf: Pdf) -> list[tuple[int, str, int]]:
    """Every bookmark: depth, words, index of its page."""
    pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    found = []

    def walk(node, depth):
        while node is not None:
            found.append((depth, str(node.Title), pages[node.Dest[0].objgen]))
            walk(node.get("/First"), depth + 1)
            node = node.get("/Next")

    walk(pdf.Root.Outlines.get("/First"), 0)
    return found
