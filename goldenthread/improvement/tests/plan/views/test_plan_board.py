"""The plan as a board."""

import pytest

from goldenthread.improvement.tests.plan.factories import an_action, close
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


def columns(page):
    return {column.title: [action.reference for action, _ in column.cards] for column in page.context["columns"]}


@pytest.fixture
def plan(mere, action):
    done = an_action(mere.partnership, text="Done already", due_on=days(5))
    close(done)
    return [action, an_action(mere.partnership, due_on=days(-2), lead_body=mere.subgroup), done]


def test_by_how_actions_stand(mere, plan, get):
    page = get(mere.officer, "plan_board")
    assert columns(page) == {
        "Overdue": ["A2"],
        "Likely to be missed": [],
        "Stale": ["M1"],
        "Paused": [],
        "On track": [],
        "Complete": ["A1"],
    }
    assert "3 actions as at" in page.content.decode()
    assert columns(get(mere.officer, "plan_board", status="stale"))["Stale"] == ["M1"]


def test_by_lead_group_and_month(mere, plan, get):
    assert columns(get(mere.officer, "plan_board", by="agency")) == {
        "Business manager": ["A1"],
        "Mere Police": ["M1"],
        "Mere subgroup": ["A2"],
    }
    assert columns(get(mere.officer, "plan_board", by="group")) == {"Mere subgroup": ["M1", "A2"], "No group": ["A1"]}
    months = columns(get(mere.officer, "plan_board", by="month"))
    assert months == {f"{days(-2):%B %Y}": ["A2"], f"{days(100):%B %Y}": ["M1"]}
    an_action(mere.partnership, due_on=None, review_cadence="quarterly")
    assert list(columns(get(mere.officer, "plan_board", by="month")))[-1] == "No due date"


def test_a_long_column_shows_its_first_and_counts_all(mere, plan, get):
    for _ in range(35):
        an_action(mere.partnership, due_on=days(-1))
    page = get(mere.officer, "plan_board")
    overdue = page.context["columns"][0]
    assert (overdue.count, len(overdue.cards)) == (36, 30)
    assert "The first 30 of 36" in page.content.decode()


def test_who_sees_it(mere, plan, get):
    assert get(mere.guest, "plan_board").status_code == 403
    assert "No action fits" in get(mere.neighbour, "plan_board").content.decode()
