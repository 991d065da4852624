"""How often something comes round, and when it comes next. Pure: days in, days out."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Cadence(StrEnum):
    """How often an action is looked at, or done again (plans say all of these)."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    HALF_YEARLY = "twice a year"
    YEARLY = "annual"

    @property
    def months(self) -> int:
        """Its length in months; there are three school terms in a year."""
        return {"monthly": 1, "quarterly": 3, "termly": 4, "twice a year": 6, "annual": 12}[self.value]

    @property
    def label(self) -> str:
        """In words: how often."""
        return {
            "monthly": "Every month",
            "quarterly": "Every quarter",
            "termly": "Every school term",
            "twice a year": "Twice a year",
            "annual": "Once a year",
        }[self.value]

    @property
    def period(self) -> str:
        """In words: how long."""
        return {
            "monthly": "a month",
            "quarterly": "a quarter",
            "termly": "a school term",
            "twice a year": "half a year",
            "annual": "a year",
        }[self.value]


USUAL = Cadence.QUARTERLY
"""The cadence of what names none: partnerships look at their plan each quarter."""


@lru_cache(maxsize=4096)
def months_later(day: date, months: int) -> date:
    """The day of the same number ``months`` later; the last of the month where it has no such day.

    Never past the last day Python knows: a cadence cannot lead out of the calendar.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
