"""Days as people write them, and the periods they may stand for. Pure."""

import re
from calendar import monthrange
from datetime import date, datetime

_PATTERNS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y")
_MONTH = re.compile(r"[0-9]{4}|[0-9]{4}-[0-9]{2}|[A-Za-z]{3,9} [0-9]{4}|[0-9]{1,2}/[0-9]{4}")


def read_day(text: str) -> date | None:
    """The day ``text`` names: 2016-04-19, 19 April 2016, 19 Apr 2016 or 19/04/2016. None where it names none."""
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    return None


def is_only_month(text: str) -> bool:
    """Whether ``text`` names a month or a year without the day."""
    return _MONTH.fullmatch(text.strip()) is not None


def last_of_month(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def period_end(first: date, precision: str) -> date:
    """The last day a date can mean that begins on ``first``: of that day, month, quarter or year."""
    if precision == "year":
        return date(first.year, 12, 31)
    if precision == "quarter":
        return last_of_month(first.replace(month=(first.month - 1) // 3 * 3 + 3))
    return last_of_month(first) if precision == "month" else first


def period_start(day: date, precision: str) -> date:
    """The first day of the month, quarter or year of ``day``; ``day`` itself where it is known."""
    if precision == "year":
        return date(day.year, 1, 1)
    if precision == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return day.replace(day=1) if precision == "month" else day
