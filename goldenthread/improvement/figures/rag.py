"""Red, amber, green and the rest: how many actions stand how, and the change since an earlier day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.foundation.figures import Rate, figure
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.figures.asked import actions_asked
from goldenthread.improvement.figures.plan import counted
from goldenthread.improvement.models import Action
from goldenthread.improvement.rules import History, Status
from goldenthread.partnership.scope import Scope

COLOURS = {
    Status.OVERDUE: "red",
    Status.LIKELY: "amber",
    Status.STALE: "grey",
    Status.PAUSED: "paused",
    Status.ON_TRACK: "green",
    Status.COMPLETE: "blue",
}
"""The colour of each status in the reports of partnerships. A paused action is none of them and is named so."""


@dataclass(frozen=True)
class StatusShare:
    """One status: how many actions, their share of all, and the same on the earlier day where one is asked for."""

    status: Status
    colour: str
    count: int
    share: Rate
    earlier_count: int | None
    earlier_share: Rate | None
    change_in_percentage_points: Decimal | None


@dataclass(frozen=True)
class Rag:
    """How the actions of ``plan`` stood on ``as_at``, and on ``since`` where that is asked for."""

    plan: str
    as_at: date
    since: date | None
    actions: int
    earlier_actions: int | None
    statuses: list[StatusShare]


@figure("improvement.rag")
def rag(
    scope: Scope, *, plan: str = "", partnership: str = "", as_at: date | None = None, since: date | None = None
) -> Rag:
    """How many actions of a plan, or of a partnership, stand how on ``as_at``, else today; the change from ``since``.

    Shares are computed from the counts, half up to one decimal; the change of a share is in percentage points.
    Raises OptionRefused or NotPossible where the plan is not there, and where ``since`` is not before ``as_at``.
    """
    day = as_at or scope.today
    if since is not None and since >= day:
        raise NotPossible("The earlier day must be before the day asked for.")
    name, actions = actions_asked(scope, plan=plan, partnership=partnership)
    return rag_of(name, actions.with_history(), day, since)


def rag_of(name: str, actions: Iterable[Action], day: date, since: date | None = None) -> Rag:
    """The figure for ``actions``, of which those that had not begun on a day do not count on it."""
    histories = [action.history() for action in actions]
    now = _counts(histories, day)
    before = _counts(histories, since) if since else None
    return Rag(
        plan=name,
        as_at=day,
        since=since,
        actions=sum(now.values()),
        earlier_actions=sum(before.values()) if before else None,
        statuses=[_share(status, now, before) for status in Status],
    )


def _counts(histories: list[History], day: date) -> dict[Status, int]:
    return counted(rules.status(history, day).status for history in histories if history.starts_on <= day)


def _share(status: Status, now: dict[Status, int], before: dict[Status, int] | None) -> StatusShare:
    share = Rate(now[status], sum(now.values()))
    earlier = Rate(before[status], sum(before.values())) if before is not None else None
    return StatusShare(
        status=status,
        colour=COLOURS[status],
        count=now[status],
        share=share,
        earlier_count=before[status] if before is not None else None,
        earlier_share=earlier,
        change_in_percentage_points=points(share, earlier) if earlier is not None else None,
    )


def points(share: Rate, earlier: Rate) -> Decimal | None:
    """The change of a share in percentage points to one decimal, half up, from the counts and not the rounded shares.

    None where one of the two days had nothing to count.
    """
    if share.denominator == 0 or earlier.denominator == 0:
        return None
    top = share.numerator * earlier.denominator - earlier.numerator * share.denominator
    change = Decimal(100 * top) / (share.denominator * earlier.denominator)
    return change.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
