"""Priorities and outcomes."""

import pytest

from goldenthread.improvement.models import Outcome, Priority
from goldenthread.improvement.tests.plan.factories import a_priority, an_outcome
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


def fields(**given):
    return {"title": "Neglect", "kind": "safeguarding plan priority", "rank": "2", **given}


def test_what_was_chosen_why_and_with_whom(mere, get, post):
    post(
        mere.manager,
        "priority_add",
        mere.partnership.pk,
        **fields(why_chosen="Four reviews", consulted="All agencies", young_people="Youth panel", starts_on=days(-10)),
    )
    priority = Priority.objects.get(title="Neglect")
    text = get(mere.officer, "priority_list").content.decode()
    for words in ("2. Neglect", "Four reviews", "All agencies", "Youth panel", "1a Children are heard"):
        assert words in text
    assert "Nothing is recorded of why it was chosen" in text  # of the other one
    post(mere.manager, "priority_edit", priority.pk, **fields(title="Neglect and poverty"))
    priority.refresh_from_db()
    assert (priority.title, priority.starts_on) == ("Neglect and poverty", None)


def test_outcomes(mere, post):
    post(mere.manager, "outcome_add", mere.priority.pk, reference="1b", title="Children decide")
    outcome = Outcome.objects.get(reference="1b")
    refused = post(mere.manager, "outcome_edit", outcome.pk, reference="1a", title="Children decide")
    assert "already has an outcome with this letter or number" in refused.content.decode()
    post(mere.manager, "outcome_edit", outcome.pk, reference="1b", title="Children decide more")
    outcome.refresh_from_db()
    assert outcome.title == "Children decide more"


def test_others_priorities_are_listed_apart(mere, get):
    Priority(owner_name="National plan", title="County lines").keep(by=None)
    Priority(agency=mere.police, title="Keeping children safe").keep(by=None)
    page = get(mere.officer, "priority_list")
    assert [row.title for row in page.context["others"]] == ["Keeping children safe", "County lines"]
    assert [row.title for row in page.context["own"]] == ["Voice of the child"]


def test_a_chair_keeps_those_of_their_group(mere, get, post):
    refused = post(mere.group_chair, "priority_add", mere.partnership.pk, **fields())
    assert refused.status_code == 200
    assert not Priority.objects.filter(title="Neglect").exists()
    post(mere.group_chair, "priority_add", mere.partnership.pk, **fields(body=str(mere.subgroup.pk)))
    mine = Priority.objects.get(title="Neglect")
    assert mine.body == mere.subgroup
    assert get(mere.group_chair, "priority_edit", mine.pk).status_code == 200
    assert get(mere.group_chair, "priority_edit", mere.priority.pk).status_code == 403


def test_who_may(mere, get):
    outside = Priority(owner_name="National plan", title="County lines").keep(by=None)
    assert get(mere.manager, "priority_edit", outside.pk).status_code == 403
    assert get(mere.officer, "priority_edit", mere.priority.pk).status_code == 403
    assert get(mere.dale_manager, "priority_edit", mere.priority.pk).status_code == 404
    assert get(mere.dale_manager, "outcome_edit", mere.outcome.pk).status_code == 404
    assert get(mere.dale_manager, "priority_add", mere.partnership.pk).status_code == 404
    assert get(mere.guest, "priority_list").status_code == 403
    far = an_outcome(a_priority(mere.dale, "Theirs"))
    assert get(mere.manager, "outcome_edit", far.pk).status_code == 404
