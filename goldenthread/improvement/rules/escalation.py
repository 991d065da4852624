"""Escalation: a disagreement goes up stage by stage, and each stage has a limit. Pure: moments are passed in.

Where a limit comes from is said beside it, in the protocol (domain.md section 6): the numbers are rows, never here.
What is here: which of two limits is the less (London Child Protection Procedures, chapter 11), what becomes of a stage
that nobody answers in time, and how long each stage took (rules R69 and R70).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median

from goldenthread.foundation import clocks
from goldenthread.foundation.clocks import Rule, State, day_of
from goldenthread.foundation.workingdays import Nation, working_days_between

NOBODY_ABOVE = 0
"""The place above the highest stage. Stages are numbered from 1."""


class Ending(StrEnum):
    """How a stage ended."""

    SETTLED = "settled"
    MOVED = "moved"
    RAN_OUT = "ran out"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """In words."""
        return ENDINGS[self]


ENDINGS = {
    Ending.SETTLED: "Settled",
    Ending.MOVED: "Taken to the next stage",
    Ending.RAN_OUT: "No answer in time",
    Ending.WITHDRAWN: "Withdrawn",
}


def earlier(first: date | datetime | None, second: date | datetime | None) -> date | datetime | None:
    """Which of two limits is the less. A day lasts until it ends, so a moment of the same day comes before it.

    None is no limit.
    """
    if first is None or second is None:
        return second if first is None else first
    if day_of(first) != day_of(second):
        return first if day_of(first) < day_of(second) else second
    if isinstance(first, datetime) and isinstance(second, datetime):
        return min(first, second)
    return first if isinstance(first, datetime) else second


def due(
    limit: Rule | None,
    began: datetime,
    *,
    child_safe_by: date | None = None,
    immediate: Rule | None = None,
) -> date | datetime | None:
    """When a stage that began at a moment is due: at its limit, or by the day safe for the child, whichever is less.

    The child's day may have passed when a stage begins; then the stage is due as for an immediate risk, and without a
    limit for that on the day it begins, never before. None where the stage has no limit and no day was given. Raises
    ClockRefused and OutsideCalendar.
    """
    by_rule = clocks.due(limit, began) if limit else None
    if child_safe_by is None:
        return by_rule
    soonest = immediate_day(began, immediate)
    return earlier(by_rule, max(child_safe_by, soonest))


def immediate_day(now: datetime, limit: Rule | None) -> date:
    """By which day an immediate risk is taken up: by the limit for it, counted from now; without one, today."""
    found = clocks.due(limit, now) if limit else None
    return day_of(found if found is not None else now)


def shortened(is_due: date | datetime | None, now: datetime, limit: Rule | None) -> date | datetime | None:
    """When a stage is due once a child is at immediate risk: never later than it was."""
    return earlier(is_due, immediate_day(now, limit))


def next_stage(stages: Iterable[int], now_at: int) -> int:
    """The number of the stage above; NOBODY_ABOVE at the top."""
    return min((number for number in stages if number > now_at), default=NOBODY_ABOVE)


def has_run_out(is_due: date | datetime | None, now: datetime, *, answered: bool) -> bool:
    """Whether nobody answered in time. What was answered has not run out, though it is not settled."""
    return not answered and is_due is not None and clocks.state(is_due, now) == State.LATE


def after_silence(
    stages: Sequence[int], now_at: int, is_due: date | datetime | None, now: datetime, *, answered: bool
) -> int | None:
    """Where a disagreement stands once nobody answered in time: one stage up, or NOBODY_ABOVE.

    None where it stays, because it was answered or there is time left. However late it is looked at, it rises one
    stage: the next has its own time from the moment it begins.
    """
    return next_stage(stages, now_at) if has_run_out(is_due, now, answered=answered) else None


@dataclass(frozen=True)
class Spent:
    """The time one disagreement spent at one stage: from a moment to a moment, or until now."""

    stage: int
    name: str
    began: datetime
    ended: datetime | None
    ending: Ending | None = None

    def working_days(self, now: datetime, nation: str = Nation.ENGLAND) -> int:
        """Working days after the day it began, up to the day it ended: 0 on the same day."""
        return working_days_between(day_of(self.began), day_of(self.ended or now), nation)


@dataclass(frozen=True)
class StageTimes:
    """How long disagreements stayed at one stage, in working days. Ended ones alone are measured.

    ``middle`` is the median to one place, half up, and None where none has ended, as ``longest`` is.
    """

    stage: int
    name: str
    reached: int
    there_now: int
    settled: int
    ran_out: int
    middle: Decimal | None
    longest: int | None


def times(spent: Iterable[Spent], now: datetime) -> list[StageTimes]:
    """Times per stage, in the order of the stages; stages of one number and different names stand apart."""
    by_stage: dict[tuple[int, str], list[Spent]] = {}
    for each in spent:
        by_stage.setdefault((each.stage, each.name), []).append(each)
    found = []
    for (stage, name), rows in sorted(by_stage.items()):
        ended = [row.working_days(now) for row in rows if row.ended is not None]
        found.append(
            StageTimes(
                stage=stage,
                name=name,
                reached=len(rows),
                there_now=len(rows) - len(ended),
                settled=sum(row.ending == Ending.SETTLED for row in rows),
                ran_out=sum(row.ending == Ending.RAN_OUT for row in rows),
                middle=_one_place(median(Decimal(days) for days in ended)) if ended else None,
                longest=max(ended, default=None),
            )
        )
    return found


def _one_place(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
