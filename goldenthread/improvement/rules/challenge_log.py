"""How the words of a challenge log are read: periods and statuses, as logs of boards write them. Pure."""

from __future__ import annotations

import re
from datetime import date

from goldenthread.foundation.dates import read_day

DAY, MONTH, YEAR = "day", "month", "year"
REPORTING_YEAR = re.compile(r"((?:19|20)\d\d)\s*[/-]\s*(?:(?:19|20)?(\d\d))")
"""``2016/17``, ``2016-17`` and ``2016/2017``: April to March."""

STATES = {
    "open": "open",
    "ongoing": "open",
    "in progress": "open",
    "awaiting reply": "open",
    "resolved": "resolved",
    "settled": "resolved",
    "closed": "resolved",
    "complete": "resolved",
    "completed": "resolved",
    "managed": "resolved",
    "taken forward": "resolved",
    "withdrawn": "withdrawn",
    "logged": "logged",
}
"""How a challenge stands, by the words of logs (challenges.csv and our own)."""

RESULTS = {"taken forward": "taken forward"}
"""What came of it, where the status says so already."""


def period(text: str) -> tuple[date, str] | None:
    """The first day of a period and how exactly it is known; None where the words name none.

    A day, a month (2017-04), a year, or a reporting year, which begins in April and is known to the year alone.
    """
    text = text.strip()
    if day := read_day(text):
        return day, DAY
    if month := re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text):
        # 2016-04 is a month; 2016-17 is a reporting year, since there is no month 17.
        return date(int(month[1]), int(month[2]), 1), MONTH
    if first := reporting_year(text):
        return first, YEAR
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return date(int(text), 1, 1), YEAR
    return None


def reporting_year(text: str) -> date | None:
    """The first day of the reporting year that the words name; None where they name none."""
    years = REPORTING_YEAR.fullmatch(text.strip())
    if years is None or (int(years[1]) + 1) % 100 != int(years[2]):
        return None
    return date(int(years[1]), 4, 1)


def reporting_year_of(day: date) -> str:
    """The reporting year of a day, ``2016/17``: April to March."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"
