"""Spreadsheets as tables of text: what the person who made them sees, without what they have hidden."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from goldenthread.governance.packs.errors import Unreadable

CELLS = 60_000
COLUMNS = 400
LETTERS = 2_000
"""The most of one cell that is shown."""
TOO_LARGE = "Print the part that is to be read as a PDF, and upload that."
HIDDEN = "Hidden sheets, rows or columns of it are left out."
DRAWN = "Charts and pictures in it are not shown."
UNCOUNTED = "Some cells hold formulas that were never computed; they are empty here."
WIDTHS = ((60, "a4", False), (100, "a4", True), (150, "a3", True))
"""How many letters side by side fit on which paper; what is wider is split."""
WIDEST = 150
CELL_LEAST, CELL_MOST = 4, 36


def of_csv(path: Path) -> list[dict[str, Any]]:
    """A CSV file as one sheet. Raises Unreadable."""
    text = decoded(path)
    try:
        separator = csv.Sniffer().sniff(text[:5000], delimiters=",;\t|").delimiter
    except csv.Error:
        separator = ","
    rows = [
        [_cell(value.strip()) for value in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    ]
    return _sheets([("", rows)])


def decoded(path: Path) -> str:
    """A text file as text, whichever of the two usual ways it was written."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def of_workbook(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The sheets of an Excel file, and what a reader should know. Raises Unreadable."""
    import openpyxl

    content = path.read_bytes()
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    except Exception:
        raise Unreadable(
            "It is damaged, or not an Excel file that can be read.", "Save it as a PDF and upload that."
        ) from None
    notes = set()
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.add(HIDDEN)
            continue
        if sheet.max_column > COLUMNS or sheet.max_row * sheet.max_column > 20 * CELLS:
            raise Unreadable(f"Its sheet “{sheet.title}” is too large to be shown.", TOO_LARGE)
        if sheet._charts or sheet._images:
            notes.add(DRAWN)
        rows = []
        gone = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        out = _hidden_columns(sheet)
        for number, cells in enumerate(sheet.iter_rows(), 1):
            shown = [_cell(cell.value, cell.number_format) for at, cell in enumerate(cells, 1) if at not in out]
            if number in gone:
                if any(cell["text"] for cell in shown):
                    notes.add(HIDDEN)
                continue
            rows.append(shown)
        if out:
            notes.add(HIDDEN)
        if _uncounted(formulas, sheet):
            notes.add(UNCOUNTED)
        found.append((sheet.title if len(book.worksheets) > 1 else "", rows))
    book.close()
    formulas.close()
    if any(name.startswith("xl/charts/") for name in zipfile.ZipFile(io.BytesIO(content)).namelist()):
        notes.add(DRAWN)
    return _sheets(found), sorted(notes)


def _hidden_columns(sheet: Any) -> set[int]:
    from openpyxl.utils import column_index_from_string

    found: set[int] = set()
    for letter, column in sheet.column_dimensions.items():
        if column.hidden:
            first = column.min or column_index_from_string(letter)
            found |= set(range(first, min(column.max or first, sheet.max_column) + 1))
    return found


def _uncounted(formulas: Any, sheet: Any) -> bool:
    """Whether a formula has no value kept with it."""
    for row in formulas[sheet.title].iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None:
                return True
    return False


def _sheets(found: Iterable[tuple[str, list[list[dict[str, Any]]]]]) -> list[dict[str, Any]]:
    """Sheets fit to be laid out: empty edges cut off, wide ones on wider paper or split. Raises Unreadable."""
    sheets = []
    cells = 0
    for name, rows in found:
        rows = _trimmed(rows)
        if not rows:
            continue
        cells += len(rows) * len(rows[0])
        if cells > CELLS:
            raise Unreadable(f"It has more than {CELLS:,} cells.", TOO_LARGE)
        sheets += _split(name, rows)
    if not sheets:
        raise Unreadable("It is empty.", "Upload it again.")
    return sheets


def _trimmed(rows: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Without empty rows and columns at the edges, every row as long as the longest."""
    filled = [at for at, row in enumerate(rows) if any(cell["text"] for cell in row)]
    if not filled:
        return []
    rows = rows[filled[0] : filled[-1] + 1]
    used = [at for row in rows for at, cell in enumerate(row) if cell["text"]]
    first, last = min(used), max(used)
    empty = {"text": "", "number": False}
    return [(row + [empty] * (last + 1 - len(row)))[first : last + 1] for row in rows]


def _split(name: str, rows: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """One sheet, or several with the first column repeated where it is too wide for the widest paper."""
    letters = [
        max(CELL_LEAST, min(CELL_MOST, max(len(row[at]["text"]) for row in rows) + 2)) for at in range(len(rows[0]))
    ]
    groups: list[list[int]] = [[]]
    room = WIDEST
    for at, width in enumerate(letters):
        if groups[-1] and width > room:
            groups.append([0])
            room = WIDEST - letters[0]
        groups[-1].append(at)
        room -= width
    made = []
    for number, group in enumerate(groups, 1):
        total = sum(letters[at] for at in group)
        paper, wide = next(((paper, wide) for most, paper, wide in WIDTHS if total <= most), ("a3", True))
        part = f"{name or 'Table'}, part {number} of {len(groups)}" if len(groups) > 1 else name
        made.append(
            {
                "name": part,
                "paper": paper,
                "wide": wide,
                "widths": [letters[at] for at in group],
                "head": [rows[0][at]["text"] for at in group],
                "rows": [[row[at] for at in group] for row in rows[1:]],
            }
        )
    return made


def _cell(value: Any, pattern: str = "General") -> dict[str, Any]:
    """A cell as it is shown, and whether it is a number (set to the right)."""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if isinstance(value, str):
        number = re.fullmatch(r"[-+£$€]?\d[\d,]*(\.\d+)?%?", value) is not None and len(value) < 20
    return {"text": _shown(value, pattern)[:LETTERS], "number": number}


def _shown(value: Any, pattern: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        text = f"{value.day} {value:%B %Y}"
        return text if value.time() == time() else f"{text}, {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)), pattern)
    return str(value)


def _number(value: Decimal, pattern: str) -> str:
    """A number as its format asks: decimals, thousands, percent, pounds. Rounding is half up."""
    if not value.is_finite():
        return str(value)
    pattern = pattern.split(";")[0]
    sign = next((mark for mark in "£$€" if mark in pattern), "")
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", pattern)
    percent = "%" in plain
    if percent:
        value *= 100
    if plain in ("General", "@", "") or not re.search(r"[0#]", plain):
        text = f"{value.normalize():f}"
        return text if len(text) <= 15 else f"{value.quantize(Decimal('0.0001'), ROUND_HALF_UP).normalize():f}"
    after = re.search(r"\.([0#]+)", plain)
    places = len(after.group(1)) if after else 0
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}" if "," in plain.partition(".")[0] else f"{abs(rounded):f}"
    return f"{'-' if rounded < 0 else ''}{sign}{text}{'%' if percent else ''}"
