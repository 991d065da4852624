"""Writing tables as CSV, XLSX or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.tabular.csv_file import GUARDED

LONGEST_CELL = 32_767
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
ABOUT = "About"
"""The sheet of an XLSX that says what it holds and its protective marking."""

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAY = "d mmmm yyyy"


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
    Raises Refusal where XLSX cannot hold a text.
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
    if GUARDED.match(text) or (_FORMULA.match(text) and not _NUMBER.fullmatch(text)):
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
    try:
        for row in chain(first, given):
            sheet.append([_xlsx_cell(sheet, row.get(name)) for name in headings])
    except BaseException:
        sheet.close()  # it is written to a file of its own until the book is saved
        raise
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
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", _as_text(value))
    if len(text) > LONGEST_CELL:
        raise Refusal(f"A text is longer than the {LONGEST_CELL:,} characters a cell of XLSX can hold. Choose CSV.")
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
