"""Actions that decisions raise."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import (
    Decision,
    Minutes,
    RaisedAction,
    ReopenReason,
    decided,
    open_actions,
    plan_for,
)
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.minuted import some_minutes
from goldenthread.improvement.models import Action, Closure
from goldenthread.improvement.origins import origins
from goldenthread.improvement.rules import Status
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import BodyFactory, PartnershipFactory

TODAY = timezone.localdate()


@pytest.fixture
def said(mere):
    made = some_minutes(mere)
    made.minutes.circulate(by=mere.manager)
    return made


def scope(person):
    return Scope.of(person, today=TODAY)


def an_action_of(mere, **given):
    given = {"lead_name": "Business manager", "due_on": TODAY + timedelta(days=90), **given}
    return Action(
        partnership=mere.board.partnership,
        body=mere.board,
        text="Publish the report",
        starts_on=TODAY - timedelta(days=10),
        **given,
    )


def raised(mere, decision, **given):
    return RaisedAction(decision=decision, action=an_action_of(mere, **given)).make(by=mere.manager)


def test_a_decision_and_its_action_know_one_another(mere, said):
    row = raised(mere, said.decision)
    assert row.action.reference == "A1"
    (first, *_) = decided(said.meeting, scope(mere.member))
    assert (first.decision, first.actions) == (said.decision, (row.action,))
    (origin,) = origins(scope(mere.member), row.action)
    assert origin.words == f"A decision of Mere Board, {said.meeting.when}"
    assert origin.page == f"/meetings/{said.meeting.pk}/minutes/"


def test_who_may_not_read_the_decision_does_not_learn_where_the_action_is_from(mere, said):
    row = raised(mere, said.closed_decision)
    assert origins(scope(mere.member), row.action) == []
    assert len(origins(scope(mere.chair), row.action)) == 1
    assert not RaisedAction.objects.visible_to(scope(mere.member)).exists()
    assert RaisedAction.objects.visible_to(scope(mere.chair)).exists()
    later = factories.a_meeting(mere.board, TODAY)
    assert open_actions(later, scope(mere.member)) == []


def test_an_action_that_is_not_valid_is_not_kept(mere, said):
    with pytest.raises(ValidationError):
        raised(mere, said.decision, lead_name="")
    assert not Action.objects.exists()


def test_a_decision_that_raised_an_action_stays(mere, said):
    row = raised(mere, said.decision)
    said.minutes.reopen(reason=ReopenReason.FACT, by=mere.manager)
    with pytest.raises(NotPossible, match="raised an action"):
        Decision.objects.get(pk=said.decision.pk).remove(by=mere.manager)
    with pytest.raises(Exception, match="A meeting asked for this action"):
        row.action.remove(by=mere.manager)
    assert Action.objects.filter(pk=row.action_id).exists()


def test_a_decision_that_is_gone_raises_nothing(mere, said):
    said.minutes.reopen(reason=ReopenReason.FACT, by=mere.manager)
    decision = Decision.objects.get(pk=said.decision.pk)
    number = decision.pk
    decision.remove(by=mere.manager)
    decision.pk = number
    with pytest.raises(NotPossible, match="removed meanwhile"):
        raised(mere, decision)
    assert not Action.objects.exists()


def test_open_actions_of_earlier_meetings_arise_until_they_are_closed(mere, said):
    row = raised(mere, said.decision, due_on=TODAY - timedelta(days=1))
    later = factories.a_meeting(mere.board, TODAY)
    (line,) = open_actions(later, scope(mere.member))
    assert (line.action, line.meeting) == (row.action, said.meeting)
    assert line.standing.status is Status.OVERDUE
    assert open_actions(said.meeting, scope(mere.member)) == []
    other = factories.a_board(name="Dale Board")
    assert open_actions(factories.a_meeting(other, TODAY), scope(mere.stranger)) == []
    closure = Closure(action=row.action, evidence="It is published.").make(by=None, on=TODAY)
    assert open_actions(later, scope(mere.member)) == []
    closure.reopen("It was not.", by=None)
    assert len(open_actions(later, scope(mere.member))) == 1


def test_the_plan_is_that_of_the_body_or_of_what_came_after(mere):
    assert plan_for(mere.board) == mere.board.partnership
    outside = BodyFactory(kind=BodyKind.STRATEGIC_BOARD, partnership=None, run_by="The police")
    with pytest.raises(NotPossible, match="belongs to no partnership"):
        plan_for(outside)
    old = PartnershipFactory(name="Old LSCB", ends_on=date(2019, 9, 28))
    board = BodyFactory(partnership=old)
    with pytest.raises(NotPossible, match="has ended"):
        plan_for(board)
    after = PartnershipFactory(name="New LSCP", predecessor=old)
    assert plan_for(board) == after


def test_drafts_of_minutes_tell_nobody_else_what_was_raised(mere):
    made = some_minutes(mere)
    row = raised(mere, made.decision)
    assert Minutes.objects.get(pk=made.minutes.pk).is_draft
    assert origins(scope(mere.member), row.action) == []
    assert len(origins(scope(mere.manager), row.action)) == 1
