"""When a body meets: the dates that a cadence gives (R05, R114). Pure: days in, days out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.foundation import workingdays

FIFTH = 5
WEEK = timedelta(weeks=1)


class Cadence(StrEnum):
    """How often the meetings of a series come."""

    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    TERMLY = "termly"
    WEEKS = "weeks"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "quarterly": "Every three months",
            "monthly": "Every month",
            "termly": "Once in each school term",
            "weeks": "Every so many weeks",
        }[self]


class NotInTerm(Exception):
    """The first date of a termly series lies in none of the terms given."""


@dataclass(frozen=True)
class PlannedDate:
    """One date of a series: ``day``, the day the cadence gives (``wanted``), and why the two differ."""

    day: date
    wanted: date
    why: str = ""
    """Why it was moved: "Good Friday", "a Saturday"; empty where it was not."""

    @property
    def is_moved(self) -> bool:
        """Whether the day is another than the cadence gives."""
        return self.day != self.wanted


def dates(
    cadence: Cadence,
    first: date,
    last: date,
    *,
    weeks: int | None = None,
    terms: Sequence[tuple[date, date]] = (),
) -> list[PlannedDate]:
    """The dates of a series from ``first`` to ``last``, both included, in order and none twice.

    Monthly and quarterly: the weekday and the week of the month of ``first`` (the second Tuesday); a fifth one that
    a month lacks is its last. ``weeks``: every so many, 1 or more. ``terms``: the first and last day of each school
    term; ``first`` lies in one of them, and each later one has its meeting in the same week, on the same weekday.
    A date on a weekend or a bank holiday of England moves to the next working day; one that would come to lie after
    ``last`` is left out. Raises NotInTerm.
    """
    found = []
    for wanted in _wanted(cadence, first, last, weeks or 1, terms):
        day = workingdays.on_or_after(wanted)
        if day <= last:
            found.append(PlannedDate(day, wanted, workingdays.why_not(wanted)))
    return found


def ordinal(day: date) -> int:
    """Which of its weekday in its month ``day`` is: 2 for the second Tuesday."""
    return (day.day - 1) // 7 + 1


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The ``number``-th (1 to 5) such weekday (0 is Monday) of a month; the last where there is no fifth."""
    before = date(year, month, 1)
    found = before + timedelta(days=(weekday - before.weekday()) % 7) + (number - 1) * WEEK
    return found if found.month == month else found - WEEK


def in_words(cadence: Cadence, first: date, *, weeks: int | None = None) -> str:
    """The cadence in words, as its first date makes it: "every month, on the second Tuesday"."""
    if cadence == Cadence.WEEKS:
        return f"every {weeks} weeks, on a {first:%A}" if weeks and weeks > 1 else f"every week, on a {first:%A}"
    if cadence == Cadence.TERMLY:
        return f"once in each school term, on a {first:%A}"
    which = ("first", "second", "third", "fourth", "fifth or last")[ordinal(first) - 1]
    return f"{cadence.label.lower()}, on the {which} {first:%A}"


def _wanted(
    cadence: Cadence, first: date, last: date, weeks: int, terms: Sequence[tuple[date, date]]
) -> Iterator[date]:
    match cadence:
        case Cadence.TERMLY:
            yield from _by_term(first, last, terms)
        case Cadence.WEEKS:
            day = first
            while day <= last:
                yield day
                day += weeks * WEEK
        case _:
            yield from _by_month(first, last, 3 if cadence == Cadence.QUARTERLY else 1)


def _by_month(first: date, last: date, step: int) -> Iterator[date]:
    months = first.year * 12 + first.month - 1
    while True:
        day = nth_weekday(months // 12, months % 12 + 1, first.weekday(), ordinal(first))
        if day > last:
            return
        yield day
        months += step


def _by_term(first: date, last: date, terms: Sequence[tuple[date, date]]) -> Iterator[date]:
    ordered = sorted(terms)
    own = next((term for term in ordered if term[0] <= first <= term[1]), None)
    if own is None:
        raise NotInTerm
    week = (_monday(first) - _monday(own[0])) // WEEK
    yield first
    for begins, ends in ordered:
        if begins <= own[1]:
            continue
        day = _monday(begins) + week * WEEK + timedelta(days=first.weekday())
        if day < begins:
            day += WEEK
        while day > ends:
            day -= WEEK
        if begins <= day <= last:
            yield day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
