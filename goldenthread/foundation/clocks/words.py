"""How a clock stands, in the same words everywhere. Pure: ``now`` is passed in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from goldenthread.foundation.clocks.rule import LONDON, day_of
from goldenthread.foundation.workingdays import Nation, working_days_between


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    DUE_TODAY = "due today"
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met late"
    STOPPED = "stopped"

    @property
    def colour(self) -> str:
        """The colour of its tag; the words say the same."""
        return {"late": "red", "met late": "orange", "due today": "yellow", "met": "green", "running": "blue"}.get(
            self.value, "grey"
        )


def state(
    due: date | datetime | None,
    now: date | datetime,
    *,
    met: date | datetime | None = None,
    stopped: date | None = None,
) -> State:
    """How a clock stands at ``now`` that is due at ``due`` (None while it is paused)."""
    if met is not None:
        return State.MET_LATE if due is not None and _is_after(met, due) else State.MET
    if stopped is not None:
        return State.STOPPED
    if due is None:
        return State.PAUSED
    if _is_after(now, due):
        return State.LATE
    return State.DUE_TODAY if day_of(now) == day_of(due) else State.RUNNING


def due_words(due: date | datetime | None, now: date | datetime, nation: str = Nation.ENGLAND) -> str:
    """``Due in 3 working days``, ``Due today``, ``2 working days late``; ``Paused`` where nothing is due.

    Where no working day lies between, days are counted. A moment that is due on the same day is told by its hour.
    """
    if due is None:
        return "Paused"
    last, today = day_of(due), day_of(now)
    if last > today:
        return f"Due in {_days(today, last, nation)}"
    if last < today:
        return f"{_days(last, today, nation)} late"
    if not isinstance(due, datetime):
        return "Due today"
    hour = f"{due.astimezone(LONDON):%H:%M}"
    return f"Late since {hour} today" if _is_after(now, due) else f"Due today at {hour}"


def met_words(due: date | datetime | None, met: date | datetime, nation: str = Nation.ENGLAND) -> str:
    """``Met in time`` or ``Met 2 working days late``; ``Met late`` where that was on the day itself."""
    if due is None or not _is_after(met, due):
        return "Met in time"
    last, day = day_of(due), day_of(met)
    return f"Met {_days(last, day, nation)} late" if day > last else "Met late"


def _is_after(when: date | datetime, due: date | datetime) -> bool:
    """Whether ``when`` is too late: by the day, or by the moment where both are moments."""
    if isinstance(when, datetime) and isinstance(due, datetime):
        return when > due
    return day_of(when) > day_of(due)


def _days(first: date, last: date, nation: str) -> str:
    working = working_days_between(first, last, nation)
    number, unit = (working, "working day") if working else ((last - first).days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"
