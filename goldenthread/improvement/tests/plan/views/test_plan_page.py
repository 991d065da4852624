"""The plan as a table: groups, counts, filters in the address, who sees it."""

import pytest

from goldenthread.improvement.rules import Status
from goldenthread.improvement.tests.plan.factories import a_priority, an_action, close, part_of, say
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(mere, action):
    """One action on track and one of another priority that is late."""
    other = a_priority(mere.partnership, "Neglect", rank=2)
    say(action)
    return [action, an_action(mere.partnership, priority=other, due_on=days(-2), text="Train everybody")]


def shown(page):
    return [row.reference for group in page.context["groups"] for outcome in group.outcomes for row in outcome.actions]


def test_by_priority_and_outcome_with_the_rule_on_the_page(mere, plan, get):
    page = get(mere.officer, "plan_page")
    text = page.content.decode()
    assert [group.title for group in page.context["groups"]] == ["1. Voice of the child", "2. Neglect"]
    assert [group.outcomes[0].title for group in page.context["groups"]] == [
        "1a Children are heard",
        "Not under an outcome",
    ]
    assert page.context["counts"][Status.OVERDUE] == 1
    for words in (
        "with Mere Health, awaited",
        "It was due on",
        "How it is worked out how an action stands",
        "Overdue",
    ):
        assert words in text
    assert "at risk" not in text.lower()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "overdue"}, ["A1"]),
        ({"status": "on track"}, ["M1"]),
        ({"status": "paused"}, []),
        ({"text": "train"}, ["A1"]),
        ({"text": "m1"}, ["M1"]),
        ({"text": "heard"}, ["M1"]),
        ({}, ["M1", "A1"]),
    ],
)
def test_what_narrows_it_stands_in_the_address(mere, plan, get, query, expected):
    assert shown(get(mere.officer, "plan_page", **query)) == expected


def test_by_priority_agency_group_and_day(mere, plan, get):
    def asked(**query):
        return shown(get(mere.officer, "plan_page", **query))

    assert asked(priority=plan[1].priority_id) == ["A1"]
    assert asked(agency=mere.health.pk) == ["M1"]  # it contributes
    assert asked(agency=mere.police.pk) == ["M1"]  # it leads
    assert asked(group=mere.subgroup.pk) == ["M1"]
    assert asked(on=days(-200).isoformat()) == []
    page = get(mere.officer, "plan_page", on=days(-2).isoformat())
    assert page.context["counts"][Status.OVERDUE] == 0
    part_of(plan[0], mere.health).release("Left", by=mere.manager)
    assert asked(agency=mere.health.pk) == ["M1"]


def test_who_sees_it(mere, plan, get):
    for person in (mere.manager, mere.chair, mere.group_chair, mere.scrutineer, mere.nurse):
        assert shown(get(person, "plan_page")) == ["M1", "A1"]
    for person in (mere.governance, mere.guest):
        assert get(person, "plan_page").status_code == 403
    assert shown(get(mere.neighbour, "plan_page")) == []
    page = get(mere.neighbour, "plan_page", partnership=mere.partnership.pk)
    assert shown(page) == []
    assert "Mere LSCP" not in page.content.decode()


def test_only_keepers_are_offered_to_add(mere, plan, get):
    assert "Add an action" in get(mere.manager, "plan_page").content.decode()
    assert "Add an action" not in get(mere.officer, "plan_page").content.decode()


def test_a_plan_of_many_pages(mere, plan, get):
    for number in range(60):
        an_action(mere.partnership, text=f"More {number}")
    page = get(mere.officer, "plan_page")
    assert len(shown(page)) == 50
    assert "How the 62 actions stand" in page.content.decode()
    assert len(shown(get(mere.officer, "plan_page", page=2))) == 12
    assert "page=2" in page.content.decode()


def test_an_empty_plan_says_so(mere, get):
    assert "No action fits" in get(mere.manager, "plan_page").content.decode()


def test_complete_stands_last_and_is_counted(mere, plan, get):
    close(plan[1])
    page = get(mere.officer, "plan_page", status="complete")
    assert shown(page) == ["A1"]
    assert "Its impact check is due on" in page.content.decode()
