"""Tables in files: CSV and XLSX read as rows of text; rows written as CSV, XLSX or JSON.

What is written is read back the same. Text that a spreadsheet would take for a formula is written as text: in XLSX
by the type of the cell, in CSV with an apostrophe before it, which reading takes off again.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

MOST_COLUMNS = 500
MOST_ROWS = 1_048_576
MOST_UNPACKED = 2 * 1024**3
MOST_RATIO = 200
LONGEST_CELL = 32_767
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
ABOUT = "About"
"""The sheet of an XLSX that says what it holds and its protective marking."""

_FORMULA = re.compile(r"[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = "d mmmm yyyy"
_PACKED = (InvalidFileException, zipfile.BadZipFile, zlib.error, NotImplementedError)


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


def read(source: Source) -> Table:
    """Read the headings of a CSV or XLSX file. Raises NotReadable."""
    with source.open() as file:
        start = file.read(8)
    if not start:
        raise NotReadable("a file that is not empty")
    if start.startswith(b"PK\x03\x04"):
        return _read_xlsx(source)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable("a file saved as .xlsx or .csv; this one is of the old Excel kind, or has a password")
    return _read_csv(source)


# Headings and rows, of either kind of file


def _table(records: Callable[[], Iterator[tuple[int, list[Cell]]]], encoding: str) -> Table:
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


def _text_cell(text: str) -> Cell:
    text = tidy(text)
    if _CONTROL.search(text):
        return Unreadable(_CONTROL.sub("\ufffd", text), "text without control characters")
    return text


# CSV


def _read_csv(source: Source) -> Table:
    encoding, said = _encoding(source)
    with _text(source, encoding) as text:
        delimiter = _delimiter(text)

    def records() -> Iterator[tuple[int, list[Cell]]]:
        with _text(source, encoding) as text:
            lines = csv.reader(text, delimiter=delimiter, strict=True)
            number = 0
            try:
                for number, cells in enumerate(lines, 1):
                    yield number, [_text_cell(cell[1:] if _GUARDED.match(cell) else cell) for cell in cells]
            except csv.Error:
                raise NotReadable("quotation marks in pairs, as a spreadsheet writes them", row=number + 1) from None

    return _table(records, said)


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, newline="")


def _encoding(source: Source) -> tuple[str, str]:
    """The encoding of a text file for Python and in words. Raises NotReadable where it is not text."""
    with source.open() as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if start.startswith(codecs.BOM_UTF8):
        choices = [("utf-8-sig", "UTF-8 with BOM")]
    else:
        choices = [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    for encoding, said in choices:
        decoder = codecs.getincrementaldecoder(encoding)()
        with source.open() as file:
            try:
                for block in iter(lambda: file.read(1 << 20), b""):
                    if b"\0" in block:
                        raise NotReadable("a spreadsheet: CSV or XLSX")
                    decoder.decode(block)
                decoder.decode(b"", final=True)
                return encoding, said
            except UnicodeDecodeError:
                continue
    raise NotReadable("a spreadsheet: CSV (UTF-8 or Windows-1252) or XLSX")


def _delimiter(text: io.TextIOWrapper) -> str:
    """The separator that stands most often in the headings: comma, semicolon or tab."""
    try:
        first = next((line for line in text if line.strip()), "")
    except UnicodeError:
        raise NotReadable("a spreadsheet: CSV or XLSX") from None
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=unquoted.count)


# XLSX


def _read_xlsx(source: Source) -> Table:
    with source.open() as file:
        _check_package(file)
        sheet_name, plain = _first_sheet(file)

    def records() -> Iterator[tuple[int, list[Cell]]]:
        with source.open() as values, source.open() as formulas, _damage_said():
            book = load_workbook(values, read_only=True, data_only=True)
            rows = book[sheet_name].iter_rows()
            beside: Iterable[Any] = (
                () if plain else load_workbook(formulas, read_only=True)[sheet_name].iter_rows(values_only=True)
            )
            by_formula = iter(beside)
            for number, row in enumerate(rows, 1):
                written = next(by_formula, ())
                yield (
                    number,
                    [_cell(cell, written[place] if place < len(written) else None) for place, cell in enumerate(row)],
                )

    return _table(records, f"XLSX, sheet {sheet_name}")


@contextmanager
def _damage_said() -> Iterator[None]:
    """Say of whatever goes wrong inside a workbook that it is damaged. Raises NotReadable."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, EOFError, ParseError, *_PACKED) as error:
        raise NotReadable("a spreadsheet that is whole; this one is damaged") from error


def _check_package(file: IO[bytes]) -> None:
    """Refuse what would fill memory when unpacked. Raises NotReadable."""
    with _damage_said():
        parts = zipfile.ZipFile(file).infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NotReadable("a spreadsheet: CSV or XLSX")
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(
        part.file_size > 10 * 1024**2 and part.file_size > MOST_RATIO * part.compress_size for part in parts
    ):
        raise NotReadable("a spreadsheet that does not grow beyond measure when it is unpacked")


def _first_sheet(file: IO[bytes]) -> tuple[str, bool]:
    """The name of the first sheet with rows, and whether it is free of formulas. Raises NotReadable."""
    with _damage_said():
        book = load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            if any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row):
                with zipfile.ZipFile(file) as package, package.open(sheet._worksheet_path) as xml:
                    return sheet.title, not _formulas(xml)
    raise NotReadable("a file that is not empty")


def _formulas(xml: IO[bytes]) -> bool:
    """Whether the sheet has formulas. Raises NotReadable where cells are merged."""
    found, rest = False, b""
    while block := xml.read(1 << 20):
        part = rest + block
        found = found or re.search(rb"<f[\s>/]", part) is not None
        merged = re.search(rb'<mergeCell\s+ref="([A-Z]+([0-9]+)[^"]*)"', part)
        if merged:
            raise NotReadable(
                "cells that are not merged", row=int(merged.group(2)), value=merged.group(1).decode("ascii")
            )
        rest = part[-100:]
    return found


def _cell(cell: Any, written: Any) -> Cell:
    """One cell as text: days as ISO dates, whole numbers without a point, yes and no."""
    value = cell.value
    if cell.data_type == "e":
        return Unreadable(str(value), "a value, not an error of the spreadsheet")
    if value is None:
        if isinstance(written, str) and written.startswith("="):
            return Unreadable(written, "a value; the formula has no result kept in the file")
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        if value.time() != time.min:
            return Unreadable(value.isoformat(sep=" "), "a date without a time of day")
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(Decimal(repr(value)))
    return _text_cell(str(value))


# Writing


def write(
    form: str,
    headings: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    to: IO[bytes],
    *,
    title: str,
    about: Mapping[str, str],
) -> int:
    """Write rows as ``form``, one of FORMATS, and return how many.

    ``about`` (protective marking, when and by what it was made) goes on a sheet of its own in XLSX and beside the
    rows in JSON; a CSV holds rows only, so that it can be read back, and carries its marking in the file's name.
    """
    counted = _Counted(rows)
    _WRITERS[form](headings, counted, to, title, about)
    return counted.count


class _Counted:
    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self.rows:
            self.count += 1
            yield row


def _write_csv(
    headings: Sequence[str], rows: Iterable[Mapping[str, Any]], to: IO[bytes], title: str, about: Mapping[str, str]
) -> None:
    text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(headings)
    for row in rows:
        lines.writerow([_guarded(_as_text(row.get(name))) for name in headings])
    text.detach()


def _guarded(text: str) -> str:
    """``text`` with an apostrophe before what a spreadsheet would run as a formula."""
    if _GUARDED.match(text) or (_FORMULA.match(text) and not _NUMBER.fullmatch(text)):
        return f"'{text}"
    return text


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _write_xlsx(
    headings: Sequence[str], rows: Iterable[Mapping[str, Any]], to: IO[bytes], title: str, about: Mapping[str, str]
) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    given = iter(rows)
    first = list(islice(given, 200))
    for place, name in enumerate(headings, 1):
        longest = max([len(name), *(len(_as_text(row.get(name))) for row in first)])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, 60)
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, name) for name in headings])
    for row in chain(first, given):
        sheet.append([_xlsx_cell(sheet, row.get(name)) for name in headings])
    notes = book.create_sheet(ABOUT)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
    for name, text in about.items():
        notes.append([_head(notes, name), _xlsx_cell(notes, text)])
    book.save(to)


def _head(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = _DAY
        return cell
    if isinstance(value, int) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value=value)
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", _as_text(value))[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _write_json(
    headings: Sequence[str], rows: Iterable[Mapping[str, Any]], to: IO[bytes], title: str, about: Mapping[str, str]
) -> None:
    plain = [
        {name: value.isoformat() if isinstance(value := row.get(name), date) else value for name in headings}
        for row in rows
    ]
    to.write(json.dumps({"about": dict(about), "rows": plain}, ensure_ascii=False, indent=2).encode())


_WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx, "json": _write_json}
