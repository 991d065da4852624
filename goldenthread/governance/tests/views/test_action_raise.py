"""The page that raises an action from a decision, and where the two are shown."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.governance.models import RaisedAction
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.minuted import some_minutes
from goldenthread.improvement.models import Action
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import AgencyFactory, seated

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=60)


@pytest.fixture
def said(mere):
    made = some_minutes(mere)
    made.minutes.circulate(by=mere.manager)
    return made


def test_one_page_makes_an_action_linked_both_ways(mere, said, get, post):
    text = get(mere.manager, "minutes_page", said.meeting.pk).content.decode()
    assert f'href="/decisions/{said.decision.pk}/actions/add/"' in text
    page = get(mere.manager, "action_raise", said.decision.pk)
    assert page.context["form"]["text"].value() == "To publish the report."
    police = AgencyFactory(name="Mere Constabulary", areas=[*mere.board.partnership.areas.all()])
    answer = post(
        mere.manager,
        "action_raise",
        said.decision.pk,
        text="Publish the report",
        lead_agency=police.pk,
        due_on=DUE,
    )
    action = Action.objects.get()
    assert answer.url == f"/actions/{action.pk}/"
    assert (action.lead_agency, action.due_on, action.body) == (police, DUE, mere.board)
    assert action.starts_on == said.meeting.held_on
    assert "A decision of Mere Board" in get(mere.member, "action_page", action.pk).content.decode()
    assert "A decision of Mere Board" in get(mere.member, "action_thread", action.pk).content.decode()
    assert f'href="/actions/{action.pk}/"' in get(mere.member, "minutes_page", said.meeting.pk).content.decode()


def test_a_restricted_decision_is_not_written_into_the_plan_by_itself(mere, said, get):
    page = get(mere.manager, "action_raise", said.closed_decision.pk)
    assert page.context["form"]["text"].value() == ""


def test_a_form_that_cannot_be_kept_says_why(mere, said, post):
    answer = post(mere.manager, "action_raise", said.decision.pk, text="Publish the report", due_on=DUE)
    assert "Say who leads" in answer.content.decode()
    assert not Action.objects.exists()


def test_matters_arising_lists_what_is_open_with_how_it_stands(mere, said, get, post):
    later = factories.a_meeting(mere.board, TODAY)
    text = get(mere.member, "minutes_matters", later.pk).content.decode()
    assert "No action that a decision of an earlier meeting raised is open." in text
    post(mere.manager, "action_raise", said.decision.pk, text="Publish it", lead_name="The manager", due_on=DUE)
    text = get(mere.member, "minutes_matters", later.pk).content.decode()
    assert "A1: Publish it" in text
    assert "Grey" in text or "Stale" in text or "On track" in text
    assert "A1" not in get(mere.member, "minutes_matters", said.meeting.pk).content.decode()


def test_who_may_raise_one(mere, said, get):
    assert get(mere.member, "action_raise", said.decision.pk).status_code == 403
    assert get(mere.chair, "action_raise", said.decision.pk).status_code == 403
    assert get(mere.stranger, "action_raise", said.decision.pk).status_code == 403
    clerk = seated(mere.board, SeatRole.CLERK)
    assert get(clerk, "action_raise", said.decision.pk).status_code == 200
    other = factories.a_business_manager(factories.a_board(name="Far board").partnership)
    assert get(other, "action_raise", said.decision.pk).status_code == 404
    assert "Raise an action" not in get(mere.member, "minutes_page", said.meeting.pk).content.decode()


def test_the_number_of_queries_stays(mere, said, get):
    later = factories.a_meeting(mere.board, TODAY)

    def more():
        for _ in range(3):
            action = Action(
                partnership=mere.board.partnership,
                text="Do it",
                lead_name="Somebody",
                starts_on=TODAY,
                due_on=DUE,
            )
            RaisedAction(decision=said.decision, action=action).make(by=mere.manager)

    def count(page, row):
        get(mere.manager, page, row)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert get(mere.manager, page, row).status_code == 200
        return len(asked)

    pages = (("minutes_matters", later.pk), ("minutes_page", said.meeting.pk))
    more()
    before = [count(*page) for page in pages]
    more()
    assert [count(*page) for page in pages] == before
