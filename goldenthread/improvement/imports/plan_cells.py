"""Reading the cells of a plan: how often, how it stood, since when. Pure: texts in, values out (decision 0041)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from goldenthread.foundation.dates import last_of_month, read_day
from goldenthread.improvement.rules import Cadence

OFTEN: dict[str, Cadence] = {
    "monthly": Cadence.MONTHLY,
    "every month": Cadence.MONTHLY,
    "quarterly": Cadence.QUARTERLY,
    "every quarter": Cadence.QUARTERLY,
    "four times a year": Cadence.QUARTERLY,
    "termly": Cadence.TERMLY,
    "every term": Cadence.TERMLY,
    "three times a year": Cadence.TERMLY,
    "twice a year": Cadence.HALF_YEARLY,
    "half-yearly": Cadence.HALF_YEARLY,
    "six-monthly": Cadence.HALF_YEARLY,
    "biannual": Cadence.HALF_YEARLY,
    "annual": Cadence.YEARLY,
    "annually": Cadence.YEARLY,
    "yearly": Cadence.YEARLY,
    "once a year": Cadence.YEARLY,
    "every year": Cadence.YEARLY,
}
"""How plans say how often."""
RECURS = "recurs "
"""What an export writes before a cadence of doing that the words of when do not give away."""
EXPECTED_OFTEN = f"one of: {', '.join(OFTEN)}"

DONE_SO_OFTEN = re.compile(
    r"(once|twice|\w+ times) (a|each|every) (year|term|month|quarter)|(termly|annually|yearly|monthly)\b",
    re.IGNORECASE,
)
"""Words of when that say how often the thing itself is done: "Twice a year", "Termly per borough"."""


def cadence(text: str) -> Cadence | None:
    """The cadence a cell names; None where it names none. Raises ValueError where it cannot be read."""
    words = " ".join(text.casefold().split()).removeprefix(RECURS)
    if not words:
        return None
    if words not in OFTEN:
        raise ValueError(words)
    return OFTEN[words]


def is_recurrence(when: str, cadence_cell: str) -> bool:
    """Whether the cadence of a row is how often it is done, rather than how often it is looked at.

    The words of when say so: "Twice a year" is done so often, "Review quarterly" and "Ongoing" are looked at.
    """
    if cadence_cell.casefold().strip().startswith(RECURS):
        return True
    return DONE_SO_OFTEN.match(when.strip()) is not None and "review" not in when.casefold()


class Stood(StrEnum):
    """What a plan's own word for how an action stood lets be recorded as having happened."""

    DONE = "done"
    PAUSED = "paused"
    GOING = "going on"
    OPEN = "open"


STOOD: dict[str, Stood] = {
    **dict.fromkeys(("completed", "complete", "closed", "done", "achieved"), Stood.DONE),
    **dict.fromkeys(("paused", "on hold", "suspended"), Stood.PAUSED),
    **dict.fromkeys(("in progress", "ongoing"), Stood.GOING),
    **dict.fromkeys(
        (
            *("partly complete", "partially complete", "outstanding", "delayed", "planned"),
            *("no update", "no update (overdue)", "not started", "started", "open", "on track", "overdue", "stale"),
            *("likely to be missed", "off track", "red", "amber", "green"),
        ),
        Stood.OPEN,
    ),
}
"""The words plans use. Only that something was done or paused is recorded; how it stands now is worked out."""

_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_YEAR_MONTH = re.compile(r"\b([0-9]{4})-([0-9]{2})\b")
_MONTH_YEAR = re.compile(r"\b([A-Za-z]{3,9})\.? ([0-9]{4})\b")
_YEARS = re.compile(r"\b(20[0-9]{2}) ?[/\u2013-] ?((?:20)?[0-9]{2})\b")


def finished_on(text: str) -> date | None:
    """The day a cell says something was finished: a day, or the last day of a month. None where it names neither."""
    whole = read_day(text)
    if whole is not None:
        return whole
    if match := _DAY.search(text):
        return read_day(match[0])
    if match := _YEAR_MONTH.search(text):
        year, month = int(match[1]), int(match[2])
        return last_of_month(date(year, month, 1)) if 1 <= month <= 12 and year > 0 else None
    for match in _MONTH_YEAR.finditer(text):
        for pattern in ("%B", "%b"):
            try:
                month = datetime.strptime("Sep" if match[1] == "Sept" else match[1], pattern).month  # noqa: DTZ007
            except ValueError:
                continue
            return last_of_month(date(int(match[2]), month, 1)) if int(match[2]) else None
    return None


@dataclass(frozen=True)
class Years:
    """The financial years a plan's title names."""

    first: date
    last: date


def years(title: str) -> Years | None:
    """The years in a title such as "Safeguarding Plan 2016/17" or "2017/2019"; None where there are none."""
    match = _YEARS.search(title)
    if match is None:
        return None
    begin = int(match[1])
    end = int(match[2]) if len(match[2]) == 4 else begin // 100 * 100 + int(match[2])
    if not begin < end <= begin + 10:
        return None
    return Years(date(begin, 4, 1), date(end, 3, 31))


_NUMBERED = re.compile(r"([0-9]{1,3})[.:)]?\s+(?=\S)")


def numbered(text: str) -> tuple[int | None, str]:
    """A priority's number and title where one cell holds both: "1 Vulnerable parents"."""
    match = _NUMBERED.match(text)
    return (int(match[1]), text[match.end() :]) if match else (None, text)
