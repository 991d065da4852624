"""A plan on a day: every action with how it stands and why. The pages, the prints and the command line share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.foundation.figures import figure
from goldenthread.improvement import rules
from goldenthread.improvement.figures.asked import partnership_asked
from goldenthread.improvement.models import Action, Outcome
from goldenthread.improvement.rules import Status
from goldenthread.partnership.scope import Scope

NO_PRIORITY = "Not under a priority"


@dataclass(frozen=True)
class ActionFigures:
    """One action. ``due_words`` is when in the words of the plan; ``next_due_on`` the day it is due next, if any.

    ``contributors`` are all who have a part, ``awaited`` those whose part is neither attested nor released.
    """

    id: int
    reference: str
    action: str
    priority_no: int | None
    priority: str
    outcome_no: str
    outcome: str
    group: str
    lead: str
    contributors: list[str]
    awaited: list[str]
    due_words: str
    due_on: date | None
    review_cadence: str
    recurrence: str
    next_due_on: date | None
    times_due_changed: int
    starts_on: date
    latest_update: str
    latest_update_on: date | None
    status: Status
    reason: str


@dataclass(frozen=True)
class PriorityTotals:
    """One priority: its actions and outcomes, and how many actions stand how."""

    priority_no: int | None
    priority: str
    actions: int
    outcomes: int
    by_status: dict[Status, int]


@dataclass(frozen=True)
class PlanTotals:
    """The whole plan. ``outcomes`` counts every outcome of its priorities, with actions or without."""

    actions: int
    outcomes: int
    by_status: dict[Status, int]
    by_priority: list[PriorityTotals]


@dataclass(frozen=True)
class Plan:
    """The plan of ``partnership`` as it stood on ``as_at``."""

    partnership: str
    as_at: date
    totals: PlanTotals
    actions: list[ActionFigures]


@figure("improvement.plan")
def plan(scope: Scope, *, partnership: str, as_at: date | None = None) -> Plan:
    """Every action of the plan of ``partnership`` on the day ``as_at``, else today, with its status and the reason.

    Actions that began later are left out. Raises OptionRefused for a partnership that is not there for ``scope``,
    NotPossible for one whose plan it does not see.
    """
    found = partnership_asked(scope, partnership)
    day = as_at or scope.today
    actions = Action.objects.visible_to(scope).filter(partnership=found)
    return plan_of(found.name, actions.begun_by(day).with_history().in_order_of_plan(), day, scope)


def plan_of(name: str, actions: Iterable[Action], day: date, scope: Scope) -> Plan:
    """The figures of ``actions``, in their order. Who may see them is the caller's to ask."""
    actions = list(actions)
    figures = [action_figures(action, day) for action in actions]
    priorities = {action.priority_id: action.priority for action in actions}
    outcomes = Counter(
        Outcome.objects.visible_to(scope)
        .filter(priority__in=[number for number in priorities if number])
        .values_list("priority_id", flat=True)
    )
    by_priority = []
    for number, priority in priorities.items():
        stand = [row.status for row, action in zip(figures, actions, strict=True) if action.priority_id == number]
        by_priority.append(
            PriorityTotals(
                priority_no=priority.rank if priority else None,
                priority=priority.title if priority else NO_PRIORITY,
                actions=len(stand),
                outcomes=outcomes[number] if number else 0,
                by_status=counted(stand),
            )
        )
    totals = PlanTotals(
        actions=len(actions),
        outcomes=sum(outcomes.values()),
        by_status=counted(row.status for row in figures),
        by_priority=by_priority,
    )
    return Plan(name, day, totals, figures)


def counted(statuses: Iterable[Status]) -> dict[Status, int]:
    """How many of each status, every status named."""
    counts = Counter(statuses)
    return {status: counts[status] for status in Status}


def action_figures(action: Action, day: date) -> ActionFigures:
    """One action as it stood on ``day``; reads nothing more where its history was asked for with it."""
    history = action.history()
    standing = rules.status(history, day)
    said = next((update for update in action.updates.all() if update.said_on <= day), None)
    parts = [part for part in action.attestations.all() if part.as_rule().counts_on(day)]
    return ActionFigures(
        id=action.pk,
        reference=action.reference,
        action=action.text,
        priority_no=action.priority.rank if action.priority else None,
        priority=action.priority.title if action.priority else "",
        outcome_no=action.outcome.reference if action.outcome else "",
        outcome=action.outcome.title if action.outcome else "",
        group=action.body.name if action.body else "",
        lead=action.lead,
        contributors=[part.contributor for part in parts],
        awaited=[part.contributor for part in parts if part.as_rule().is_awaited_on(day)],
        due_words=action.when_words,
        due_on=rules.due_named(history, day),
        review_cadence=action.review_cadence,
        recurrence=action.recurrence,
        next_due_on=standing.due_on,
        times_due_changed=rules.times_moved(history, day),
        starts_on=action.starts_on,
        latest_update=said.text if said else "",
        latest_update_on=said.said_on if said else None,
        status=standing.status,
        reason=standing.reason,
    )
