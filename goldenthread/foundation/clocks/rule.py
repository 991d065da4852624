"""The values of clocks: rules, pauses, extensions, and what a count found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.workingdays import Nation

LONDON = ZoneInfo("Europe/London")
LONGEST = 5000
"""The greatest length of a rule."""


class Unit(StrEnum):
    """What a rule counts in."""

    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"

    @property
    def label(self) -> str:
        """In words, for one of it."""
        return self.value.replace("_", " ")

    @property
    def is_timed(self) -> bool:
        """Whether it is counted from a moment to a moment."""
        return self in (Unit.HOUR, Unit.WORKING_HOUR)

    @property
    def is_working(self) -> bool:
        """Whether it is counted on working days alone."""
        return self in (Unit.WORKING_HOUR, Unit.WORKING_DAY)


class Direction(StrEnum):
    """Which way from the event."""

    AFTER = "after"
    BEFORE = "before"


class OffDay(StrEnum):
    """What becomes of an event on a day that is not a working day, where working days are counted."""

    DAY_1 = "next working day is day 1"
    EVENT = "as if on the next working day"


class MonthEnd(StrEnum):
    """Where a month from the last day of a month ends."""

    SAME_DAY = "same day"
    LAST = "last day to last day"


class Status(StrEnum):
    """Whether somebody has read the rule at its source."""

    CONFIRMED = "confirmed"
    TO_BE_CONFIRMED = "to be confirmed"


class ClockRefused(Refusal):
    """A rule, pause or event that makes no sense; the sentence says why."""


@dataclass(frozen=True)
class Rule:
    """How long, from what, counted how; where it comes from."""

    length: int
    unit: Unit
    event_day: int = 0
    direction: Direction = Direction.AFTER
    off_day: OffDay = OffDay.DAY_1
    month_end: MonthEnd = MonthEnd.SAME_DAY
    pausable: bool = False
    nation: str = Nation.ENGLAND
    opens: time = time(9)
    closes: time = time(17)
    code: str = ""
    name: str = ""
    start_event: str = ""
    edition: str = ""
    source: str = ""
    status: Status = Status.TO_BE_CONFIRMED

    def __post_init__(self) -> None:
        """Raises ClockRefused."""
        if not 0 <= self.length <= LONGEST:
            raise ClockRefused(f"The length of a clock must be from 0 to {LONGEST}.")
        if self.event_day not in (0, 1):
            raise ClockRefused("The day of the event counts as day 0 or as day 1.")
        if self.event_day == 1 and (self.length == 0 or self.unit.is_timed):
            raise ClockRefused("The day of the event can be day 1 only of a clock of at least one day, week or month.")
        if self.pausable and self.direction == Direction.BEFORE:
            raise ClockRefused("A clock counted back from an event cannot be paused.")
        if self.opens >= self.closes:
            raise ClockRefused("Working hours must end after they begin.")

    @property
    def length_words(self) -> str:
        """``5 working days before``, ``6 months``."""
        words = f"{self.length} {self.unit.label}{'' if self.length == 1 else 's'}"
        return f"{words} before" if self.direction == Direction.BEFORE else words


@dataclass(frozen=True)
class Pause:
    """The clock stood still from ``first`` to ``last``, both included; ``last`` None while it still does."""

    first: date
    last: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Extension:
    """On ``granted_on`` the due date became ``due``."""

    granted_on: date
    due: date | datetime


@dataclass(frozen=True)
class Counted:
    """One day that counts: the ``number``-th. ``minutes`` of it, where hours are counted."""

    day: date
    number: int
    minutes: int | None = None


@dataclass(frozen=True)
class Skipped:
    """One day that does not count, and why: "Saturday", "Good Friday", "Paused"."""

    day: date
    why: str


@dataclass(frozen=True)
class Reckoning:
    """When something is due and how that was counted. ``due`` is None while the clock is paused.

    ``by_rule`` is what the rule with its pauses gives, before any extension.
    """

    due: date | datetime | None
    by_rule: date | datetime | None
    counted: tuple[Counted, ...]
    skipped: tuple[Skipped, ...]


def day_of(when: date | datetime) -> date:
    """The day in London of a day or a moment. Raises ClockRefused for a moment without a time zone."""
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise ClockRefused("A moment needs its time zone.")
    return when.astimezone(LONDON).date()
