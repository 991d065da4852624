"""Working days: weekdays that are no bank holiday. Pure: days in, answers out.

Bank holidays are those of England, Wales or Scotland in the ``holidays`` library: the fixed ones with their
substitutes, and those proclaimed once (8 May 2020, 3 June and 19 September 2022, 8 May 2023). Banking and Financial
Dealings Act 1971. A holiday yet to be proclaimed is in nobody's list: a date far ahead may move when one is.

A table for each nation answers without a loop: how many working days there are up to a day, and which day is the
n-th. It covers the years asked for so far, and grows in steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import holidays

from goldenthread.foundation.errors import Refusal

FIRST_YEAR, LAST_YEAR = 1950, 2150
STEP = 20
"""Years by which a table grows."""
SATURDAY = 5
_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
}
"""As the public knows them, where the library says it differently."""
_SUBSTITUTE = " (observed)"


class Nation(StrEnum):
    """Whose bank holidays are kept, by the codes of ISO 3166-2:GB."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"

    @property
    def label(self) -> str:
        """Its name."""
        return self.name.title()


class OutsideCalendar(Refusal):
    """A day so far away that nobody can say whether it is a working day."""

    def __init__(self) -> None:
        super().__init__(f"Working days are known from {FIRST_YEAR} to {LAST_YEAR} only.")


@dataclass(frozen=True)
class _Table:
    """The working days of some years. Days are ordinals; ``up_to[n]`` counts those up to ``first + n``."""

    first: int
    last: int
    up_to: list[int]
    days: list[int]
    names: dict[date, str]


_tables: dict[str, _Table] = {}


def bank_holiday(day: date, nation: str = Nation.ENGLAND) -> str:
    """The name of the bank holiday that ``day`` is, "" where it is none. A substitute day says so."""
    return _covering(nation, day.toordinal()).names.get(day, "")


def why_not(day: date, nation: str = Nation.ENGLAND) -> str:
    """Why ``day`` is no working day ("Good Friday", "a Saturday"), "" where it is one."""
    return bank_holiday(day, nation) or (f"a {day:%A}" if day.weekday() >= SATURDAY else "")


def is_working_day(day: date, nation: str = Nation.ENGLAND) -> bool:
    """Whether ``day`` is a weekday and no bank holiday."""
    return day.weekday() < SATURDAY and not bank_holiday(day, nation)


def on_or_after(day: date, nation: str = Nation.ENGLAND) -> date:
    """``day`` itself where it is a working day, else the next one."""
    return day if is_working_day(day, nation) else add_working_days(day, 1, nation)


def next_working_day(day: date, nation: str = Nation.ENGLAND) -> date:
    """The first working day after ``day``. Raises OutsideCalendar."""
    return add_working_days(day, 1, nation)


def add_working_days(day: date, count: int, nation: str = Nation.ENGLAND) -> date:
    """The ``count``-th working day after ``day``, before it where ``count`` is negative; ``day`` itself for 0.

    ``day`` need not be a working day: the first working day after it is the first. Raises OutsideCalendar.
    """
    if count == 0:
        return day
    ordinal = day.toordinal()
    table = _covering(nation, ordinal)
    while True:
        place = table.up_to[ordinal - table.first] + count - 1
        if count < 0 and not (table.up_to[ordinal - table.first] - table.up_to[ordinal - table.first - 1]):
            place += 1
        if 0 <= place < len(table.days):
            return date.fromordinal(table.days[place])
        table = _covering(nation, table.first - 1 if place < 0 else table.last + 1)


def working_days_between(first: date, last: date, nation: str = Nation.ENGLAND) -> int:
    """How many working days come after ``first`` and up to ``last``; 0 where ``last`` is not later.

    Raises OutsideCalendar.
    """
    if last <= first:
        return 0
    table = _covering(nation, first.toordinal())
    table = _covering(nation, last.toordinal()) if last.toordinal() > table.last else table
    return table.up_to[last.toordinal() - table.first] - table.up_to[first.toordinal() - table.first]


def holidays_between(first: date, last: date, nation: str = Nation.ENGLAND) -> dict[date, str]:
    """The bank holidays from ``first`` to ``last``, both included, in order, with their names."""
    for day in (first, last):
        _covering(nation, day.toordinal())
    return {day: name for day, name in _tables[nation].names.items() if first <= day <= last}


def _covering(nation: str, ordinal: int) -> _Table:
    """A table that covers the day, and at least one day before it. Raises OutsideCalendar."""
    table = _tables.get(nation)
    if table is not None and table.first < ordinal <= table.last:
        return table
    year = date.fromordinal(ordinal).year
    first, last = (year - 3, year + STEP) if table is None else _grown(table, year)
    if not FIRST_YEAR <= year <= LAST_YEAR or ordinal <= date(FIRST_YEAR, 1, 1).toordinal():
        raise OutsideCalendar
    made = _tables[nation] = _make(nation, max(first, FIRST_YEAR), min(last, LAST_YEAR))
    return made


def _grown(table: _Table, year: int) -> tuple[int, int]:
    first, last = date.fromordinal(table.first).year, date.fromordinal(table.last).year
    return (year - STEP if year <= first else first), (year + STEP if year > last else last)


def _make(nation: str, first: int, last: int) -> _Table:
    # expand=False: the library would otherwise add years by itself when asked about one it does not hold.
    years = range(first, last + 1)
    held = holidays.country_holidays("GB", subdiv=nation, years=years, expand=False, language="en_GB")
    names = {day: _name(held[day]) for day in sorted(held)}
    start, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    closed = {day.toordinal() for day in names}
    up_to, days = [], []
    for ordinal in range(start, end + 1):
        if (ordinal + 6) % 7 < SATURDAY and ordinal not in closed:  # ordinal 1 was a Monday
            days.append(ordinal)
        up_to.append(len(days))
    return _Table(start, end, up_to, days, names)


def _name(said: str) -> str:
    """A holiday's name as the public knows it."""
    if said.endswith(_SUBSTITUTE):
        return f"substitute day for {said.removesuffix(_SUBSTITUTE)}"
    return _NAMES.get(said, said)
