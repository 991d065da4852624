"""A plan in the groups in which it is printed: priority, then outcome. What it gives holds text, never a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from goldenthread.foundation.rendering import day
from goldenthread.improvement.figures.plan import NO_PRIORITY, ActionFigures, Plan
from goldenthread.improvement.rules import Cadence, Status
from goldenthread.partnership.circulation import Circulation

MARKING = Circulation.PARTNERSHIP.marking
"""The plan is for everyone with a seat in the partnership."""
NO_OUTCOME = "Not under an outcome"


@dataclass(frozen=True)
class OutcomeGroup:
    """One outcome and its actions."""

    title: str
    actions: tuple[ActionFigures, ...]


@dataclass(frozen=True)
class Group:
    """One priority and its outcomes."""

    title: str
    outcomes: tuple[OutcomeGroup, ...]

    @property
    def count(self) -> int:
        """How many actions."""
        return sum(len(outcome.actions) for outcome in self.outcomes)


def grouped(actions: Iterable[ActionFigures]) -> tuple[Group, ...]:
    """Actions in the order of their plan, in their groups."""
    return tuple(
        Group(
            title=_priority(priority),
            outcomes=tuple(
                OutcomeGroup(_outcome(outcome), tuple(rows))
                for outcome, rows in groupby(of_priority, key=lambda row: (row.outcome_no, row.outcome))
            ),
        )
        for priority, of_priority in groupby(actions, key=lambda row: (row.priority_no, row.priority))
    )


def _priority(key: tuple[int | None, str]) -> str:
    number, title = key
    return f"{number}. {title}" if number is not None else title or NO_PRIORITY


def _outcome(key: tuple[str, str]) -> str:
    return " ".join(filter(None, key)) or NO_OUTCOME


def when(row: ActionFigures) -> str:
    """When, in the words of the plan, and beside them the day or how often."""
    said = [row.due_words]
    if row.due_on:
        said.append(f"Due {day(row.due_on)}")
    if row.recurrence:
        said.append(f"{Cadence(row.recurrence).label}, next by {day(row.next_due_on)}")
    if row.review_cadence:
        said.append(f"Reviewed {Cadence(row.review_cadence).label.lower()}")
    if row.times_due_changed:
        times = "once" if row.times_due_changed == 1 else f"{row.times_due_changed} times"
        said.append(f"Due date changed {times}")
    return ". ".join(filter(None, said))


def who(row: ActionFigures) -> str:
    """Who leads and who contributes, with what is awaited from whom."""
    said = [row.lead]
    if row.contributors:
        said.append(f"With {', '.join(row.contributors)}")
    return ". ".join(said)


def stands(row: ActionFigures) -> str:
    """How it stands, with its shape, which prints without colour."""
    return f"{row.status.shape} {row.status.label}"


@dataclass(frozen=True)
class PrintedPlan:
    """A plan to print. ``narrowed`` are sentences on what part of the plan it is."""

    title: str
    partnership: str
    as_at: str
    marking: str
    narrowed: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]
    actions: int


def printed(plan: Plan, narrowed: Iterable[tuple[str, str]] = ()) -> PrintedPlan:
    """The plan as it is printed."""
    return PrintedPlan(
        title=f"Plan of {plan.partnership}",
        partnership=plan.partnership,
        as_at=_as_at(plan.as_at),
        marking=MARKING,
        narrowed=tuple(f"{name}: {value}" for name, value in narrowed),
        counts=tuple(
            (f"{status.shape} {status.label}", plan.totals.by_status[status])
            for status in Status
            if plan.totals.by_status[status]
        ),
        groups=grouped(plan.actions),
        actions=plan.totals.actions,
    )


def _as_at(on: date) -> str:
    return f"As at {day(on)}"
