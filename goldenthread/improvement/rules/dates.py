"""Pure rules of dates that are known to the day, the month or the year."""

from calendar import monthrange
from datetime import date


def period_start(day: date, precision: str) -> date:
    """The first day of the month or year of ``day``; ``day`` itself where it is known ("day")."""
    if precision == "year":
        return date(day.year, 1, 1)
    return day.replace(day=1) if precision == "month" else day


def period_end(first: date, precision: str) -> date:
    """The last day that a date can mean which begins on ``first``: of that year, month or day."""
    if precision == "year":
        return date(first.year, 12, 31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if precision == "month" else first
