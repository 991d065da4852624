"""One row of a file, read cell by cell, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from goldenthread.foundation import tabular
from goldenthread.foundation.dates import is_only_month, read_day

_SEPARATOR = re.compile(r";(?![^()]*\))")

Value = TypeVar("Value")


class RowRefused(Exception):
    """This row has faults and is not loaded further; the faults are on the row."""


@dataclass(frozen=True)
class Column:
    """One column of a kind: its heading, what is expected in it in words, and an example."""

    name: str
    expected: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: where, what was found and what was expected.

    ``row`` is counted as the spreadsheet counts; None and an empty ``column`` stand for the whole file.
    """

    row: int | None
    column: str
    value: str
    expected: str

    @property
    def message(self) -> str:
        """The fault as a sentence."""
        place = ", ".join(filter(None, [f"row {self.row}" if self.row else "", self.column])) or "file"
        found = f"found {self.value!r}, " if self.value else ""
        return f"{place[0].upper()}{place[1:]}: {found}expected {self.expected}."


class Row:
    """One row of a file. Each getter reads one cell; a cell that cannot be read becomes a fault.

    Read every cell first, then call ``check``, so that all faulty cells of a row are reported at once. A column
    the file does not have, and an empty cell, give the default; ``has`` tells the two apart.
    """

    def __init__(self, number: int, cells: Mapping[str, str | tabular.Unreadable]) -> None:
        self.number = number
        self.faults: dict[str, Fault] = {}
        self._cells: dict[str, str] = {}
        for name, cell in cells.items():
            if isinstance(cell, tabular.Unreadable):
                self._cells[name] = cell.value
                self.refuse(name, cell.expected)
            else:
                self._cells[name] = cell

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self._cells

    def text(self, column: str) -> str:
        """The cell as text, without space at either end; "" where it is empty or was refused."""
        return "" if column in self.faults else self._cells.get(column, "")

    def words(self, column: str) -> list[str]:
        """The cell as a list, its parts separated by semicolons; one within brackets belongs to its part."""
        return [part.strip() for part in _SEPARATOR.split(self.text(column)) if part.strip()]

    def date(self, column: str) -> date | None:
        """The cell as a day: 2016-04-19, 19 April 2016, 19 Apr 2016 or 19/04/2016."""
        text = self.text(column)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            also = ", with its day" if is_only_month(text) else ""
            self.refuse(column, f"a date such as 4 July 2026{also}")
        return day

    def whole(self, column: str, *, least: int = 0, most: int | None = None) -> int | None:
        """The cell as a whole number from ``least`` to ``most``."""
        text = self.text(column)
        if not text:
            return None
        number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if number is None or number < least or (most is not None and number > most):
            limits = f"from {least} to {most}" if most is not None else f"of {least} or more"
            self.refuse(column, f"a whole number {limits}")
            return None
        return number

    def yes_no(self, column: str) -> bool | None:
        """The cell as yes or no."""
        return self.choice(column, {"yes": True, "no": False}, expected="yes or no")

    def choice(self, column: str, choices: Mapping[str, Value], *, expected: str = "") -> Value | None:
        """What the cell stands for in ``choices``, whose keys are in lower case; capitals make no difference."""
        text = self.text(column)
        if not text:
            return None
        if text.casefold() not in choices:
            self.refuse(column, expected or f"one of: {', '.join(choices)}")
            return None
        return choices[text.casefold()]

    def refuse(self, column: str, expected: str) -> None:
        """Add a fault to a cell ("" for the row as a whole). A cell has one fault, the first."""
        if column not in self.faults:
            self.faults[column] = Fault(self.number, column, self._cells.get(column, ""), expected)

    def check(self) -> None:
        """Stop here where a cell of this row was refused. Raises RowRefused."""
        if self.faults:
            raise RowRefused

    def need(self, value: Value | None) -> Value:
        """``value``, which is there once every cell was read well. Raises RowRefused."""
        self.check()
        if value is None:
            self.refuse("", "a row with every cell it needs")
            raise RowRefused
        return value
