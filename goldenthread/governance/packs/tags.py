"""Keeps the tags of tagged papers, and makes them one tree: what a screen reader follows.

Each paper's tree is copied whole. Only what must be one of a kind in a PDF is changed: the keys by which pages
find their tags, the names of roles and classes that two papers use differently, and the identifiers of cells
that two papers both use. A paper without tags gets a part of its own with one paragraph for each page, so that
a screen reader does not pass over it in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

STANDARD = {
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index",
    "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl",
    "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note",
    "/Reference", "/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/RB", "/RT", "/RP", "/Warichu", "/WT",
    "/WP", "/Figure", "/Formula", "/Form",
}  # fmt: skip
"""The kinds of tag that need no explanation (ISO 32000-1, 14.8.4)."""
HIGHEST = 6
"""How many steps a heading cell is below its table at the most."""


def is_tagged(pdf: Pdf) -> bool:
    """Whether a PDF has a tree of tags with something in it that its pages can be found in."""
    root = pdf.Root.get("/StructTreeRoot")
    marks = pdf.Root.get("/MarkInfo")
    marked = not isinstance(marks, Dictionary) or bool(marks.get("/Marked", False))
    return (
        isinstance(root, Dictionary)
        and root.get("/K") is not None
        and isinstance(root.get("/ParentTree"), Dictionary)
        and marked
    )


class Tree:
    """The tree of tags of one pack, filled paper by paper in the order of the pages."""

    def __init__(self, out: Pdf) -> None:
        self.out = out
        self.root = out.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = out.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root))
        self._parts: list[Any] = []
        self._numbers: list[Any] = []
        self._next = 0
        self._roles: dict[str, str] = {}
        self._plain: set[str] = set()
        self._classes: dict[str, Any] = {}
        self._ids: dict[bytes, Any] = {}
        self._paper = 0

    def add_tagged(self, source: Pdf, pages: list[Any], *, title: str, language: str) -> None:
        """Add the tree of ``source``, whose pages are ``pages`` in the pack."""
        self._paper += 1
        tree = self.out.copy_foreign(source.Root.StructTreeRoot)
        self._renumber(tree, pages)
        self._reconcile(tree)
        self._add_part(self._kids(tree), title=title, language=language)

    def add_untagged(self, pages: list[Any], *, title: str, language: str) -> None:
        """Add a part for pages whose contents are marked as one paragraph each."""
        self._paper += 1
        part = self._part(title, language)
        kids = []
        for page in pages:
            _forget(page)
            paragraph = self.out.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.P, P=part, Pg=page, K=0),
            )
            self._numbers += [self._next, Array([paragraph])]
            page.StructParents = self._next
            self._next += 1
            kids.append(paragraph)
        part.K = Array(kids)

    def finish(self, *, language: str) -> None:
        """Hang the tree into the pack."""
        self.document.K = Array(self._parts)
        self.document.Lang = String(language)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.out.make_indirect(Dictionary(Nums=Array(self._numbers)))
        self.root.ParentTreeNextKey = self._next
        if self._roles:
            self.root.RoleMap = Dictionary({name: Name(role) for name, role in sorted(self._roles.items())})
        if self._classes:
            self.root.ClassMap = Dictionary(dict(sorted(self._classes.items())))
        if self._ids:
            names = [part for key in sorted(self._ids) for part in (String(key), self._ids[key])]
            limits = Array([String(min(self._ids)), String(max(self._ids))])
            leaf = self.out.make_indirect(Dictionary(Limits=limits, Names=Array(names)))
            self.root.IDTree = Dictionary(Kids=Array([leaf]))
        self.out.Root.StructTreeRoot = self.root
        self.out.Root.MarkInfo = Dictionary(Marked=True)

    def _part(self, title: str, language: str) -> Any:
        part = self.out.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, T=String(title), Lang=String(language))
        )
        self._parts.append(part)
        return part

    def _add_part(self, kids: list[Any], *, title: str, language: str) -> None:
        part = self._part(title, language)
        for kid in kids:
            if kid.get("/S") == Name.Document:  # there is one document now: the pack
                kid.S = Name.Div
            kid.P = part
        part.K = Array(kids)

    def _kids(self, tree: Any) -> list[Any]:
        held = tree.get("/K")
        kids = list(held) if isinstance(held, Array) else [held]
        found = []
        for kid in kids:
            if isinstance(kid, Dictionary) and "/S" in kid:
                found.append(kid if kid.is_indirect else self.out.make_indirect(kid))
        return found

    def _renumber(self, tree: Any, pages: list[Any]) -> None:
        """Give the pages, annotations and drawn parts of one paper keys of their own."""
        new: dict[int, int] = {}
        for key, value in _pairs(tree.get("/ParentTree"), "/Nums"):
            if isinstance(key, int) and key not in new:
                new[key] = self._next
                self._numbers += [self._next, value]
                self._next += 1
        met: set[int] = set()
        for page in pages:
            _renew(page, "/StructParents", new, met)
            for annotation in page.get("/Annots", ()):
                _renew(annotation, "/StructParent", new, met)
        if len(met) < len(new) or not new:
            seen: set[tuple[int, int]] = set()
            for page in pages:
                for thing in _drawn(page, seen):
                    _renew(thing, "/StructParents", new, met)
                    _renew(thing, "/StructParent", new, met)

    def _reconcile(self, tree: Any) -> None:
        """Merge what names mean; where this paper means something else than one before, rename it in this paper."""
        roles = _names(tree.get("/RoleMap"))
        clashing = {
            name
            for name, role in roles.items()
            if self._roles.get(name, role) != role or (name in STANDARD and name != role)
        }
        renamed = {name: f"{name}-{self._paper}" for name in clashing}
        for name, role in roles.items():
            if name != role:
                self._roles[renamed.get(name, name)] = renamed.get(role, role)
        classes = tree.get("/ClassMap")
        classes = dict(classes.items()) if isinstance(classes, Dictionary) else {}
        other = {name for name, value in classes.items() if name in self._classes and self._classes[name] != value}
        new_classes = {name: f"{name}-{self._paper}" for name in other}
        self._classes |= {new_classes.get(name, name): value for name, value in classes.items()}
        ids = {bytes(key): value for key, value in _pairs(tree.get("/IDTree"), "/Names") if isinstance(key, String)}
        before = b"%d-" % self._paper if not self._ids.keys().isdisjoint(ids) else b""
        self._ids |= {before + key: value for key, value in ids.items()}
        if renamed or new_classes:
            for kid in self._kids(tree):
                _rename(kid, renamed, new_classes)
        if before:
            _rename_ids(ids.values(), before)


def _renew(thing: Any, key: str, new: dict[int, int], met: set[int]) -> None:
    old = thing.get(key)
    if old is None:
        return
    if isinstance(old, int) and old in new:
        thing[key] = new[old]
        met.add(old)
    else:
        del thing[key]


def _forget(page: Any) -> None:
    """Take away keys that lead nowhere: the paper has no tree."""
    for thing in (page, *page.get("/Annots", ())):
        for key in ("/StructParents", "/StructParent"):
            if key in thing:
                del thing[key]


def _drawn(page: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    """The pictures and drawn parts of a page, at any depth, each once."""
    waiting = [page]
    while waiting:
        resources = waiting.pop().get("/Resources")
        parts = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        for part in parts.values() if isinstance(parts, Dictionary) else ():
            if isinstance(part, Stream) and part.objgen not in seen:
                seen.add(part.objgen)
                waiting.append(part)
                yield part


def _pairs(tree: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a number tree (leaf ``/Nums``) or name tree (``/Names``)."""
    waiting, seen = [tree], set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        held = node.get(leaf)
        if isinstance(held, Array):
            flat = list(held)
            yield from zip(flat[::2], flat[1::2], strict=False)
        kids = node.get("/Kids")
        if isinstance(kids, Array):
            waiting += reversed(list(kids))


def _names(held: Any) -> dict[str, str]:
    """A dictionary of names, as text."""
    if not isinstance(held, Dictionary):
        return {}
    return {name: str(value) for name, value in held.items() if isinstance(value, Name)}


def _rename(kid: Any, roles: dict[str, str], classes: dict[str, str]) -> None:
    """Rename roles and classes in one branch."""
    waiting, seen = [kid], set()
    while waiting:
        element = waiting.pop()
        place = element.objgen
        if place in seen and place != (0, 0):
            continue
        seen.add(place)
        if roles and (name := str(element.get("/S"))) in roles:
            element.S = Name(roles[name])
        if classes and "/C" in element:
            element.C = _renamed_classes(element.C, classes)
        if "/K" not in element:
            continue
        held = element.K
        if isinstance(held, Array):
            waiting += [kid for kid in held if isinstance(kid, Dictionary) and "/S" in kid]
        elif isinstance(held, Dictionary) and "/S" in held:
            waiting.append(held)


def _renamed_classes(held: Any, classes: dict[str, str]) -> Any:
    if isinstance(held, Name):
        return Name(classes.get(str(held), str(held)))
    if isinstance(held, Array):
        return Array([_renamed_classes(part, classes) if isinstance(part, Name) else part for part in held])
    return held


def _rename_ids(named: Iterable[Any], before: bytes) -> None:
    """Rename identifiers, and where the cells of their tables name their headings by them.

    Only tables that have named headings are walked: this is done for most tagged papers, and is dear.
    """
    tables: dict[tuple[int, int], Any] = {}
    for element in named:
        if not isinstance(element, Dictionary) or "/ID" not in element:
            continue
        element.ID = String(before + bytes(element.ID))
        for _ in range(HIGHEST):
            if not isinstance(element, Dictionary) or element.get("/S") == Name.Table or "/P" not in element:
                break
            element = element.P
        else:
            continue
        if isinstance(element, Dictionary) and "/S" in element:
            tables[element.objgen] = element
    for table in tables.values():
        rows = _below(table)
        while rows:
            row = rows.pop()
            if row.get("/S") != Name.TR:
                rows += _below(row)
                continue
            for cell in _below(row):
                if "/A" in cell:
                    _rename_headers(cell.A, before)


def _below(element: Any) -> list[Any]:
    """The elements directly below one."""
    if "/K" not in element:
        return []
    held = element.K
    kids = held if isinstance(held, Array) else (held,)
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def _rename_headers(attributes: Any, before: bytes) -> None:
    """Rename the identifiers by which a cell names its headings."""
    for attribute in attributes if isinstance(attributes, Array) else (attributes,):
        if isinstance(attribute, Dictionary) and "/Headers" in attribute:
            names = attribute.Headers
            if isinstance(names, Array) and len(names):
                attribute.Headers = Array([String(before + bytes(name)) for name in names])
