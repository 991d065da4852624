"""A table in a file: where it comes from, its headings, its rows and cells, and what cannot be read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from openpyxl.utils import get_column_letter

MOST_COLUMNS = 500
MOST_ROWS = 1_048_576
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class NotReadable(Exception):
    """A file, or its headings, that cannot be read: where, what was found, what was expected."""

    def __init__(self, expected: str, *, row: int | None = None, column: str = "", value: str = "") -> None:
        super().__init__(expected)
        self.expected, self.row, self.column, self.value = expected, row, column, value


@dataclass(frozen=True)
class Unreadable:
    """A cell that is no value: an error of Excel, a formula without its result, a time of day with a date."""

    value: str
    expected: str


Cell = str | Unreadable


@dataclass(frozen=True)
class Source:
    """A file to read, as often as needed: its name and a way to open it anew."""

    name: str
    open: Callable[[], IO[bytes]]

    @classmethod
    def of(cls, path: Path) -> Source:
        """A file on disk. Raises OSError when it cannot be read."""
        with path.open("rb"):
            return cls(path.name, lambda: path.open("rb"))

    @classmethod
    def held(cls, name: str, content: bytes) -> Source:
        """A file held in memory."""
        return cls(name, lambda: io.BytesIO(content))


@dataclass(frozen=True)
class Table:
    """The headings of a file and a way to go through its rows.

    ``encoding`` says what the file is. ``rows`` gives the number of each row that is not empty, counted as a
    spreadsheet counts, and its cells by heading; raises NotReadable where the file breaks off.
    """

    headings: Sequence[str]
    heading_row: int
    encoding: str
    rows: Callable[[], Iterator[tuple[int, dict[str, Cell]]]]


def table(records: Callable[[], Iterator[tuple[int, list[Cell]]]], encoding: str) -> Table:
    """A table from records: the number of each row and its cells. The first that is not empty holds the headings."""
    heading_row, cells = next(((number, cells) for number, cells in records() if any(cells)), (1, []))
    if not cells:
        raise NotReadable("a file that is not empty")
    headings = [heading(cell) if isinstance(cell, str) else "" for cell in cells]
    if len(headings) > MOST_COLUMNS:
        raise NotReadable(f"at most {MOST_COLUMNS} columns", row=heading_row)
    for place, name in enumerate(headings):
        if name and name in headings[:place]:
            raise NotReadable("each heading only once", row=heading_row, column=name, value=str(cells[place]))

    def rows() -> Iterator[tuple[int, dict[str, Cell]]]:
        for number, cells in records():
            if number <= heading_row or not any(cells):
                continue
            if number > MOST_ROWS:
                raise NotReadable(f"at most {MOST_ROWS:,} rows", row=number)
            yield number, _by_heading(headings, cells)

    return Table([name for name in headings if name], heading_row, encoding, rows)


def _by_heading(headings: Sequence[str], cells: Sequence[Cell]) -> dict[str, Cell]:
    """Cells by heading; a missing one at the end of a row is empty, one beyond the headings is a fault."""
    named: dict[str, Cell] = {
        name: cells[place] if place < len(cells) else "" for place, name in enumerate(headings) if name
    }
    for place, cell in enumerate(cells):
        if cell and (place >= len(headings) or not headings[place]):
            value = cell if isinstance(cell, str) else cell.value
            named[f"column {get_column_letter(place + 1)}"] = Unreadable(value, "a heading above the cell, or nothing")
    return named


def heading(text: str) -> str:
    """A heading as it is compared: in lower case, words joined by underscores."""
    return "_".join(re.split(r"[\s_-]+", text.strip().casefold()))


def tidy(text: str) -> str:
    """Text without space at either end, with one kind of line end and of space."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def text_cell(text: str) -> Cell:
    """A cell from the text in a file."""
    text = tidy(text)
    if CONTROL.search(text):
        return Unreadable(CONTROL.sub("\ufffd", text), "text without control characters")
    return text
