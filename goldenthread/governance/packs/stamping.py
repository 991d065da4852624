"""Draws the page number and the marking on a page, below everything that is on it already.

The page is made a little taller at what is its lower edge on screen, and the stamp stands in the new strip, so
that nothing is covered whatever its size and rotation. Pages of our own making have an empty lower margin: there
the stamp stands in it. The stamp is one short piece of text in the page's own contents, drawn before the rest
(an artifact, so that a screen reader passes over it), with one font shared by all pages.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Pdf

from goldenthread.foundation import pdf as made_by_us

TEMPLATE = Path(__file__).parents[1] / "typst" / "pack_stamp.typ"
LETTERS = "".join(map(chr, range(33, 127))) + "–’"
FONT = "/GoldenthreadStamp"
SIZE = 10.0
"""Points of the stamp's letters on an A4 page; larger pages have larger letters."""
STRIP = 24.0
"""Points by which an A4 page grows."""
SIDE = 42.0
SMALLEST = 0.75
A4_WIDTH = 595.0
MARGIN = 24.0
"""How high above the edge the stamp stands on pages of our own."""
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)

UPRIGHT = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""How the stamp is turned so that it stands upright on a page that is shown rotated clockwise."""


@dataclass(frozen=True)
class Font:
    """A font in the pack, with the code and the width (thousandths of its size) of each letter."""

    object: Any
    codes: dict[str, tuple[str, float]]

    def text(self, written: str) -> tuple[str, float]:
        """The codes of a text, in hexadecimal, and its width at size 1. A letter the font lacks is a hyphen."""
        found = [self.codes.get(letter) or self.codes["-"] for letter in written]
        return "".join(code for code, _ in found), sum(width for _, width in found) / 1000


@lru_cache(maxsize=1)
def _letters() -> bytes:
    return made_by_us.compile(TEMPLATE, {"letters": list(LETTERS)}, title="Letters")


def font_for(out: Pdf) -> Font:
    """The font of the stamps, put into ``out``."""
    with Pdf.open(io.BytesIO(_letters())) as letters:
        (found,) = letters.pages[0].obj.Resources.Font.values()
        codes = _codes(found.ToUnicode.read_bytes())
        widths = _widths(found.DescendantFonts[0])
        space = found.DescendantFonts[0].get("/DW", 1000)
        copied = out.copy_foreign(found)
    return Font(copied, {letter: (f"{code:04x}", widths.get(code, float(space))) for letter, code in codes.items()})


def _codes(table: bytes) -> dict[str, int]:
    """Letter to code, from a ToUnicode table."""
    found: dict[str, int] = {}
    for kind, body in _SECTION.findall(table):
        if kind == b"char":
            for code, text in _CHAR.findall(body):
                found[bytes.fromhex(text.decode()).decode("utf-16-be")] = int(code, 16)
        else:
            for first, last, text in _RANGE.findall(body):
                start = int.from_bytes(bytes.fromhex(text.decode()), "big")
                for step in range(int(last, 16) - int(first, 16) + 1):
                    found[chr(start + step)] = int(first, 16) + step
    return found


def _widths(descendant: Any) -> dict[int, float]:
    """Code to width, from the /W array of a font."""
    found: dict[int, float] = {}
    table = list(descendant.get("/W", []))
    at = 0
    while at + 1 < len(table):
        first, second = int(table[at]), table[at + 1]
        if isinstance(second, Array):
            found.update({first + step: float(width) for step, width in enumerate(second)})
            at += 2
        else:
            found.update(dict.fromkeys(range(first, int(second) + 1), float(table[at + 2])))
            at += 3
    return found


class Stamper:
    """Stamps the pages of one pack."""

    def __init__(self, out: Pdf) -> None:
        self.out = out
        self.font = font_for(out)
        self._end_of_paragraph: Any = None
        self._has_font: set[tuple[int, int]] = set()

    def stamp(self, page: Any, written: str, marking: str, *, in_margin: bool, tag: bool = False) -> None:
        """Draw ``written`` and ``marking`` on ``page``, a page object of the pack.

        ``in_margin``: the page has an empty lower margin and keeps its size. ``tag``: the page has no tags, so
        all that is on it is marked as one paragraph, with the marked-content number 0.
        """
        left, bottom, right, top = _visible(page)
        turn = _turn(page)
        width, height = (right - left, top - bottom) if turn in (0, 180) else (top - bottom, right - left)
        scale = max(SMALLEST, min(width, height) / A4_WIDTH)
        number, length = self.font.text(written)
        size = SIZE * scale
        before = []
        if not in_margin:
            room = STRIP * scale
            before.append(f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re W n\n")
            wider = max(0.0, length * size + 6.0 - width)
            left, bottom, right, top = _grown((left, bottom, right, top), turn, room, wider)
            width += wider
            box = Array([round(left, 2), round(bottom, 2), round(right, 2), round(top, 2)])
            page.MediaBox = box
            page.CropBox = box
            for key in ("/TrimBox", "/BleedBox", "/ArtBox"):
                if key in page:
                    del page[key]
        a, b, c, d = UPRIGHT[turn]
        x, y = {0: (left, bottom), 90: (right, bottom), 180: (right, top), 270: (left, top)}[turn]
        up = (STRIP * scale - size * 0.7) / 2 if not in_margin else MARGIN * scale
        side = min(SIDE * scale, max(2.0, (width - length * size) / 2))
        texts = [(width - side - length * size, number)]
        mark, mark_length = self.font.text(marking)
        if marking and side + (mark_length + length + 2) * size + side <= width:
            texts.append((side, mark))
        drawn = "".join(
            f"{a} {b} {c} {d} {x + a * along + c * up:.2f} {y + b * along + d * up:.2f} Tm <{text}> Tj "
            for along, text in texts
        )
        content = (
            f"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q BT 0 g {FONT} {size:.2f} Tf {drawn}ET Q EMC\n"
            + "".join(before)
            + ("/P <</MCID 0>> BDC\n" if tag else "")
        )
        self._add(page, content, tag=tag)
        self._give_font(page)

    def _add(self, page: Any, content: str, *, tag: bool) -> None:
        streams: list[Any] = [self.out.make_stream(content.encode("ascii"))]
        held = page.get("/Contents")
        if isinstance(held, Array):
            streams.extend(held)
        elif held is not None:
            streams.append(held)
        if tag:
            if self._end_of_paragraph is None:
                self._end_of_paragraph = self.out.make_stream(b"\nEMC\n")
            streams.append(self._end_of_paragraph)
        page.Contents = Array(streams)

    def _give_font(self, page: Any) -> None:
        resources = page.get("/Resources")
        if not isinstance(resources, Dictionary):
            page.Resources = Dictionary(Font=Dictionary({FONT: self.font.object}))
            return
        key = resources.objgen
        if key != (0, 0):
            if key in self._has_font:
                return
            self._has_font.add(key)
        fonts = resources.get("/Font")
        if isinstance(fonts, Dictionary):
            fonts[FONT] = self.font.object
        else:
            resources.Font = Dictionary({FONT: self.font.object})


def _visible(page: Any) -> tuple[float, float, float, float]:
    """The part of the page that is shown: its crop box within its media box."""
    box = _box(page.get("/MediaBox")) or (0.0, 0.0, A4_WIDTH, 842.0)
    crop = _box(page.get("/CropBox"))
    if crop:
        within = (max(box[0], crop[0]), max(box[1], crop[1]), min(box[2], crop[2]), min(box[3], crop[3]))
        if within[2] > within[0] and within[3] > within[1]:
            return within
    return box


def _box(held: Any) -> tuple[float, float, float, float] | None:
    try:
        a, b, c, d = (float(value) for value in held)
    except (TypeError, ValueError):
        return None
    box = (min(a, c), min(b, d), max(a, c), max(b, d))
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None


def _turn(page: Any) -> int:
    """By how many degrees the page is shown turned clockwise."""
    turn = page.get("/Rotate", 0)
    return int(turn) % 360 if isinstance(turn, int) and turn % 90 == 0 else 0


def _grown(
    box: tuple[float, float, float, float], turn: int, room: float, wider: float
) -> tuple[float, float, float, float]:
    """``box`` with ``room`` added at the edge that is shown as the lower one, and ``wider`` shared by its sides."""
    left, bottom, right, top = box
    half = wider / 2
    if turn == 0:
        return left - half, bottom - room, right + half, top
    if turn == 90:
        return left, bottom - half, right + room, top + half
    if turn == 180:
        return left - half, bottom, right + half, top + room
    return left - room, bottom - half, right, top + half
