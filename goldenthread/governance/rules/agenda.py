"""Pure rules of the agenda: when each item comes, and how long it all takes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta


def running_times(starts_at: time | None, minutes: Iterable[int | None]) -> list[time | None]:
    """When each item begins, from the start of the meeting and the minutes allotted to those before it.

    None from the first item on whose beginning is not known: the meeting has no start time, an item before it has
    no minutes, or midnight has come.
    """
    found: list[time | None] = []
    now = datetime.combine(date(2000, 1, 1), starts_at) if starts_at else None
    for allotted in minutes:
        found.append(now.time() if now else None)
        if now is not None:
            now = now + timedelta(minutes=allotted) if allotted is not None else None
        if now is not None and now.day != 1:
            now = None
    return found


def minutes_between(starts_at: time | None, ends_at: time | None) -> int | None:
    """How many minutes a meeting is planned for, None where that is not said."""
    if starts_at is None or ends_at is None:
        return None
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute


def total(minutes: Sequence[int | None]) -> int:
    """The minutes allotted to all items together; an item without any adds none."""
    return sum(allotted or 0 for allotted in minutes)


def comes_in(months: Sequence[int], day: date) -> bool:
    """Whether what comes in ``months`` (1 to 12; none means every meeting) comes to a meeting on ``day`` (R54)."""
    return not months or day.month in months
