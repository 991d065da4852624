"""Reading XLSX: the first sheet with rows, as text; what is no value is said."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from decimal import Decimal
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from goldenthread.foundation.tabular.table import Cell, NotReadable, Source, Table, Unreadable, table, text_cell

MOST_UNPACKED = 2 * 1024**3
MOST_RATIO = 200
_PACKED = (InvalidFileException, zipfile.BadZipFile, zlib.error, NotImplementedError)


def read_xlsx(source: Source) -> Table:
    """Read the headings of the first sheet with rows. Raises NotReadable."""
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

    return table(records, f"XLSX, sheet {sheet_name}")


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
    return text_cell(str(value))
