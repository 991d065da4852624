"""What is due to which meeting: the forward plan of a body over the next twelve months (R54)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Due:
    """When something agreed comes: the meeting that takes it, None where none is planned, and whether it is late."""

    meeting: date | None
    is_overdue: bool


def year_ahead(today: date) -> tuple[date, date]:
    """The first and last day of the next twelve months, ``today`` being the first."""
    try:
        again = today.replace(year=today.year + 1)
    except ValueError:  # 29 February
        again = date(today.year + 1, 3, 1)
    return today, again - timedelta(days=1)


def due(due_on: date, meetings: Sequence[date], *, today: date) -> Due:
    """Which of ``meetings`` takes what is due on ``due_on``: the first on or after that day.

    ``meetings`` are the days of all meetings of the body in order, past and planned, without cancelled ones. Where
    that meeting has passed, the item is overdue and the next one takes it. Where no meeting is planned, it is
    overdue once its day has passed.
    """
    at = bisect_left(meetings, due_on)
    ahead = bisect_left(meetings, today)
    if at == len(meetings):
        return Due(None, is_overdue=due_on < today)
    if at >= ahead:
        return Due(meetings[at], is_overdue=False)
    return Due(meetings[ahead] if ahead < len(meetings) else None, is_overdue=True)
