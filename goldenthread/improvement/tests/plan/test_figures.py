"""The figures improvement.plan and improvement.rag."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.foundation import figures
from goldenthread.foundation.figures import Rate
from goldenthread.foundation.imports import OptionRefused
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.figures.rag import points
from goldenthread.improvement.models import DueChange
from goldenthread.improvement.rules import Status
from goldenthread.improvement.tests.plan.factories import a_priority, an_action, an_outcome, close, part_of, say
from goldenthread.partnership.tests.factories import days
from goldenthread.partnership.tests.importing import scope_of

pytestmark = pytest.mark.django_db


def plan(**asked):
    return figures.find("improvement.plan")(scope_of(asked.pop("by", None)), **{"partnership": "Mere LSCP", **asked})


def rag(**asked):
    return figures.find("improvement.rag")(scope_of(asked.pop("by", None)), **asked)


def test_every_action_with_what_is_asked_of_the_figure(mere, action):
    say(action, "Two met", on=days(-4))
    DueChange(action=action, new_due_on=days(60), reason="Sooner").make(by=None)
    found = plan()
    told = figures.as_json(found)["actions"][0]
    assert told["priority"] == "Voice of the child"
    assert (told["outcome_no"], told["outcome"]) == ("1a", "Children are heard")
    assert (told["lead"], told["contributors"], told["awaited"]) == ("Mere Police", ["Mere Health"], ["Mere Health"])
    assert (told["due_words"], told["due_on"], told["next_due_on"]) == ("", days(60).isoformat(), days(60).isoformat())
    assert (told["status"], told["times_due_changed"]) == ("on track", 1)
    assert told["reason"].endswith("A part is awaited: Mere Health.")
    assert (told["latest_update"], told["latest_update_on"]) == ("Two met", days(-4).isoformat())
    assert plan(as_at=days(-5)).actions[0].due_on == days(100)
    assert plan(as_at=days(-5)).actions[0].latest_update == ""


def test_totals_by_status_and_by_priority(mere, action):
    other = a_priority(mere.partnership, "Neglect", rank=2)
    an_outcome(other, "2a", "Neglect is seen early")
    overdue = an_action(mere.partnership, priority=other, due_on=days(-1))
    an_action(mere.partnership, starts_on=days(10))
    an_action(mere.dale)
    found = plan()
    assert (found.totals.actions, found.totals.outcomes) == (2, 2)
    assert found.totals.by_status[Status.OVERDUE] == 1
    assert sum(found.totals.by_status.values()) == 2
    assert [(row.priority, row.actions, row.outcomes) for row in found.totals.by_priority] == [
        ("Voice of the child", 1, 1),
        ("Neglect", 1, 1),
    ]
    assert found.totals.by_priority[1].by_status[Status.OVERDUE] == 1
    assert plan(as_at=days(20)).totals.actions == 3
    assert overdue.reference == found.actions[1].reference


def test_shares_and_changes(mere, action):
    rows = [an_action(mere.partnership, due_on=days(-10)) for _ in range(2)]
    found = rag(partnership="Mere LSCP", since=days(-20))
    told = {row.status: row for row in found.statuses}
    assert (found.actions, found.earlier_actions) == (3, 3)
    assert (told[Status.OVERDUE].count, told[Status.OVERDUE].share.percent) == (2, Decimal("66.7"))
    assert told[Status.OVERDUE].earlier_count == 0
    assert told[Status.OVERDUE].change_in_percentage_points == Decimal("66.7")
    assert sum(row.count for row in found.statuses) == 3
    close(rows[0])
    found = rag(partnership="Mere LSCP")
    assert {row.status: row.count for row in found.statuses}[Status.COMPLETE] == 1
    assert found.statuses[0].change_in_percentage_points is None
    assert {row.colour for row in found.statuses} == {"red", "amber", "green", "grey", "blue", "paused"}


def test_a_plan_by_its_title_or_its_partnership(mere, action):
    titled = a_priority(mere.partnership, "Neglect", plan="Mere plan 2025/26")
    an_action(mere.partnership, priority=titled)
    assert rag(plan="mere plan 2025/26").actions == 1
    assert rag(plan="Mere LSCP").actions == 2
    assert rag(plan="Mere plan 2025/26", partnership="Mere LSCP").plan == "Mere plan 2025/26"
    for asked, refused in (
        ({"plan": "Nothing"}, "There is no plan called Nothing. There are: Mere plan 2025/26"),
        ({"plan": "Nothing", "partnership": "Mere LSCP"}, "There is no plan called Nothing"),
        ({}, "Say which plan"),
        ({"plan": "Mere LSCP", "as_at": days(0), "since": days(0)}, "must be before"),
    ):
        with pytest.raises(NotPossible, match=refused):
            rag(**asked)


def test_who_may_ask(mere, action):
    assert plan(by=mere.officer).totals.actions == 1
    for person in (mere.governance, mere.guest):
        with pytest.raises(NotPossible, match="may not see the plan"):
            plan(by=person)
    with pytest.raises(OptionRefused, match="no partnership called Mere LSCP"):
        plan(by=mere.neighbour)
    with pytest.raises(OptionRefused):
        rag(by=mere.neighbour, partnership="Mere LSCP")


def test_an_empty_plan(mere):
    found = rag(partnership="Mere LSCP", since=date(2020, 1, 1))
    assert found.actions == 0
    assert {row.share.percent for row in found.statuses} == {None}
    assert {row.change_in_percentage_points for row in found.statuses} == {None}


def test_the_printed_change_of_a_strategy_is_in_points():
    """Green from 24 to 31 of 43 actions is 16.3 points more, not 16 per cent (rules-in-the-sources, VAWG)."""
    assert points(Rate(31, 43), Rate(24, 43)) == Decimal("16.3")
    assert points(Rate(1, 8), Rate(0, 8)) == Decimal("12.5")
    assert points(Rate(0, 3), Rate(1, 3)) == Decimal("-33.3")


@given(some.integers(0, 60), some.integers(1, 60), some.integers(0, 60), some.integers(1, 60))
def test_points_are_of_the_counts(one, all_one, two, all_two):
    one, two = min(one, all_one), min(two, all_two)
    change = points(Rate(one, all_one), Rate(two, all_two))
    assert abs(float(change) - 100 * (one / all_one - two / all_two)) <= 0.05 + 1e-9
    assert points(Rate(two, all_two), Rate(one, all_one)) == -change


def test_a_part_attested_leaves_the_awaited(mere, action):
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    assert plan().actions[0].awaited == []
    assert plan(as_at=days(-1)).actions[0].awaited == ["Mere Health"]
