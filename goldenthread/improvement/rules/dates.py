"""Pure rules of dates that are known to the day, the month or the year."""

from datetime import date


def period_start(day: date, precision: str) -> date:
    """The first day of the month or year of ``day``; ``day`` itself where it is known ("day")."""
    if precision == "year":
        return date(day.year, 1, 1)
    return day.replace(day=1) if precision == "month" else day
