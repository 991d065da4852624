"""Challenges in numbers: how many of which kind, where they stand, what came of them and how long each stage took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from goldenthread.foundation.figures import Rate, figure
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import Challenge, ChallengeKind, Result, StageRun, State
from goldenthread.improvement.rules import escalation
from goldenthread.improvement.rules.challenge_log import reporting_year_of
from goldenthread.improvement.rules.escalation import Ending, Spent, StageTimes
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.scope import Scope

NO_STAGE = "At no stage of a protocol"
NOT_SAID = "Not recorded"
NO_DATE = "Not dated"
OF_CHALLENGE = ("challenge_kind", "state", "result", "dated_on", "learning", "impact")
OF_RUN = ("began_at", "ended_at", "ending", "silent_at")


@dataclass(frozen=True)
class Count:
    """How many there are of one thing; ``code`` is what the program calls it."""

    code: str
    name: str
    number: int


@dataclass(frozen=True)
class YearCount:
    """The challenges raised in one reporting year, April to March, by how they stand now."""

    year: str
    raised: int
    open: int
    settled: int
    withdrawn: int
    logged: int


@dataclass(frozen=True)
class Challenges:
    """The challenges raised in a period, from ``from_`` to ``to`` where those are given.

    ``by_stage`` counts open ones where they are; ``by_result`` settled ones. ``unanswered`` counts those of which
    some stage ran out without an answer. Times per stage are in working days. The three rates are of settled ones.
    """

    partnership: str
    from_: date | None
    to: date | None
    total: int
    by_kind: list[Count]
    by_state: list[Count]
    by_stage: list[Count]
    by_result: list[Count]
    by_year: list[YearCount]
    unanswered: int
    times: list[StageTimes]
    outcome_recorded: Rate
    learning_recorded: Rate
    impact_recorded: Rate


@figure("improvement.challenges")
def challenges(
    scope: Scope, *, partnership: str = "", from_: date | None = None, to: date | None = None
) -> Challenges:
    """Challenges by kind, stage and outcome, times per stage, and of how many the impact is recorded.

    Raises NotPossible for a partnership that is not there, and for a period that ends before it begins.
    """
    rows = Challenge.objects.in_log_of(scope)
    if partnership:
        found = Partnership.objects.visible_to(scope).filter(name=partnership).first()
        if found is None:
            raise NotPossible(f"There is no partnership called {partnership}.")
        rows = rows.filter(partnership=found)
    if from_ and to and to < from_:
        raise NotPossible("The period ends before it begins.")
    if from_:
        rows = rows.filter(dated_on__gte=from_)
    if to:
        rows = rows.filter(dated_on__lte=to)
    found_rows = list(rows.order_by("dated_on", "pk").values(*OF_CHALLENGE))
    runs = list(
        StageRun.objects.filter(challenge__in=rows.order_by().values("pk"))
        .order_by("stage__number", "pk")
        .values("challenge_id", "challenge__state", "stage__number", "stage__name", *OF_RUN)
    )
    here = Counter(
        (run["stage__number"], run["stage__name"])
        for run in runs
        if run["ended_at"] is None and run["challenge__state"] == State.OPEN
    )
    states = Counter(row["state"] for row in found_rows)
    settled = [row for row in found_rows if row["state"] == State.RESOLVED]
    return Challenges(
        partnership=partnership,
        from_=from_,
        to=to,
        total=len(found_rows),
        by_kind=_counts(ChallengeKind.choices, (row["challenge_kind"] for row in found_rows)),
        by_state=_counts(State.choices, (row["state"] for row in found_rows)),
        by_stage=[Count(str(number), f"Stage {number}: {name}", here[number, name]) for number, name in sorted(here)]
        + [Count("", NO_STAGE, states[State.OPEN] - here.total())],
        by_result=_counts([*Result.choices, ("", NOT_SAID)], (row["result"] for row in settled)),
        by_year=_by_year((row["dated_on"], row["state"]) for row in found_rows),
        unanswered=len({run["challenge_id"] for run in runs if run["silent_at"]}),
        times=escalation.times([_spent(run) for run in runs], timezone.now()),
        outcome_recorded=_recorded(settled, "result"),
        learning_recorded=_recorded(settled, "learning"),
        impact_recorded=_recorded(settled, "impact"),
    )


def _spent(run: Mapping[str, Any]) -> Spent:
    ending = Ending(run["ending"]) if run["ending"] else None
    return Spent(run["stage__number"], run["stage__name"], run["began_at"], run["ended_at"], ending)


def _recorded(rows: Sequence[Mapping[str, Any]], name: str) -> Rate:
    return Rate(sum(bool(row[name]) for row in rows), len(rows))


def _counts(choices: Iterable[tuple[str, str]], values: Iterable[str]) -> list[Count]:
    """How many there are of each choice, in the order of the choices."""
    found = Counter(values)
    return [Count(code, name, found[code]) for code, name in choices]


def _by_year(rows: Iterable[tuple[date | None, str]]) -> list[YearCount]:
    years: dict[str, Counter[str]] = {}
    for dated_on, state in rows:
        years.setdefault(reporting_year_of(dated_on) if dated_on else NO_DATE, Counter())[state] += 1
    return [
        YearCount(
            year,
            count.total(),
            count[State.OPEN],
            count[State.RESOLVED],
            count[State.WITHDRAWN],
            count[State.LOGGED],
        )
        for year, count in sorted(years.items())
    ]
