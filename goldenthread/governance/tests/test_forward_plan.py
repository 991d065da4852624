"""The forward plan: agendas, standing items and what was agreed, meeting by meeting."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import AgendaItem, ForwardItem, StandingItem, forward_plan
from goldenthread.governance.tests import factories
from goldenthread.partnership.scope import Scope

TODAY = date(2026, 6, 15)
MAY, JULY, OCTOBER, NEXT_YEAR = date(2026, 5, 12), date(2026, 7, 7), date(2026, 10, 6), date(2027, 7, 6)


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel("2026-06-15 09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def planned(mere):
    """The meetings of the board by their days."""
    return {day: factories.a_meeting(mere.board, day) for day in (MAY, JULY, OCTOBER, NEXT_YEAR)}


def agreed(mere, title, due_on, **given):
    return ForwardItem(body=mere.board, title=title, due_on=due_on, **given).keep(by=mere.manager)


def plan_of(mere, person=None):
    return forward_plan(mere.board, Scope.of(person or mere.manager, today=TODAY))


def titles(plan):
    return {each.meeting.held_on: [(line.how, line.title) for line in each.lines] for each in plan.meetings}


def test_meetings_of_twelve_months_with_what_comes_to_each(mere, planned):
    voice = StandingItem(body=mere.board, title="Voice of the child").keep(by=None)
    StandingItem(body=mere.board, title="Budget", months=[10]).keep(by=None)
    StandingItem(body=mere.board, title="Ended", ends_on=date(2026, 7, 6)).keep(by=None)
    AgendaItem(meeting=planned[JULY], title="Voice of the child", standing=voice).add(by=mere.manager)
    agreed(mere, "Yearly report", date(2026, 7, 8))
    plan = plan_of(mere)
    assert (plan.first, plan.last) == (TODAY, date(2027, 6, 14))
    assert titles(plan) == {
        JULY: [("On the agenda", "Voice of the child")],
        OCTOBER: [
            ("Standing item", "Voice of the child"),
            ("Standing item", "Budget"),
            ("Agreed", "Yearly report"),
        ],
    }
    assert (plan.without_meeting, plan.later) == ((), ())


def test_late_items_items_without_a_meeting_and_those_later(mere, planned):
    agreed(mere, "Missed in May", date(2026, 5, 1))
    agreed(mere, "Not yet late", date(2026, 6, 1))
    agreed(mere, "Next summer", date(2027, 6, 20))
    plan = plan_of(mere)
    assert [(line.title, line.is_overdue) for line in plan.meetings[0].lines] == [
        ("Missed in May", True),
        ("Not yet late", False),
    ]
    assert [line.title for line in plan.later] == ["Next summer"]
    planned[NEXT_YEAR].remove(by=None)
    agreed(mere, "In spring", date(2027, 3, 1))
    plan = plan_of(mere)
    assert [(line.title, line.is_overdue) for line in plan.without_meeting] == [("In spring", False)]
    for day in (JULY, OCTOBER):
        planned[day].remove(by=None)
    plan = plan_of(mere)
    assert {line.title: line.is_overdue for line in plan.without_meeting} == {
        "Missed in May": True,
        "Not yet late": True,
        "In spring": False,
    }


def test_an_item_is_put_on_the_agenda_of_its_meeting_once(mere, planned):
    AgendaItem(meeting=planned[JULY], title="Welcome").add(by=mere.manager)
    item = agreed(mere, "Yearly report", date(2026, 7, 1), presenter="Sam Hill", restricted=True, purpose="decide")
    taken = item.take(by=mere.manager)
    assert [each.title for each in planned[JULY].items.all()] == ["Welcome", "Yearly report"]
    assert (taken.presenter, taken.restricted, taken.purpose) == ("Sam Hill", True, "decide")
    assert item.taken_as == taken
    with pytest.raises(NotPossible, match="already on an agenda"):
        item.take(by=mere.manager)
    assert titles(plan_of(mere))[JULY] == [("On the agenda", "Welcome"), ("On the agenda", "Yearly report")]
    assert TrailEntry.objects.filter(verb="forwarditem.take").count() == 1
    taken.remove(by=mere.manager)
    assert titles(plan_of(mere))[JULY] == [("On the agenda", "Welcome"), ("Agreed", "Yearly report")]


def test_an_item_withdrawn_from_an_agenda_is_still_to_come(mere, planned):
    item = agreed(mere, "Yearly report", date(2026, 7, 1))
    taken = item.take(by=mere.manager)
    AgendaItem.objects.filter(pk=taken.pk).update(published_at="2026-06-14T10:00:00Z")
    taken.refresh_from_db()
    taken.withdraw(by=mere.manager)
    assert titles(plan_of(mere))[JULY] == [("Agreed", "Yearly report")]
    assert item.take(by=mere.manager).pk != taken.pk


def test_without_a_meeting_nothing_is_put_anywhere(mere):
    item = agreed(mere, "Yearly report", date(2026, 7, 1))
    with pytest.raises(NotPossible, match="Plan a meeting first"):
        item.take(by=mere.manager)
    assert not AgendaItem.objects.exists()


def test_cancelled_meetings_and_those_without_a_day_take_nothing(mere, planned):
    planned[JULY].cancel(because="Too few could come", by=mere.manager)
    factories.a_meeting(mere.board, date(2026, 9, 1), date_precision="month")
    assert agreed(mere, "Yearly report", date(2026, 7, 1)).take(by=mere.manager).meeting == planned[OCTOBER]


def test_what_is_restricted_is_not_there_for_others(mere, planned):
    secret = agreed(mere, "Planted words", date(2026, 7, 1), restricted=True)
    agreed(mere, "Planted later", date(2027, 6, 20), restricted=True)
    StandingItem(body=mere.board, title="Planted standing", restricted=True).keep(by=None)
    agreed(mere, "Open", date(2026, 7, 1))
    assert titles(plan_of(mere, mere.member)) == {JULY: [("Agreed", "Open")], OCTOBER: []}
    assert plan_of(mere, mere.member).later == ()
    assert len(titles(plan_of(mere, mere.chair))[JULY]) == 3
    secret.take(by=mere.manager)
    AgendaItem.objects.update(published_at="2026-06-14T10:00:00Z")
    assert titles(plan_of(mere, mere.member)) == {JULY: [("Agreed", "Open")], OCTOBER: []}


def test_a_member_sees_an_agreed_item_before_the_agenda_is_published(mere, planned):
    item = agreed(mere, "Yearly report", date(2026, 7, 1)).take(by=mere.manager)
    assert titles(plan_of(mere, mere.member))[JULY] == [("Agreed", "Yearly report")]
    AgendaItem.objects.filter(pk=item.pk).update(published_at="2026-06-14T10:00:00Z")
    assert titles(plan_of(mere, mere.member))[JULY] == [("On the agenda", "Yearly report")]


def test_removing_an_item_leaves_the_agenda(mere, planned):
    item = agreed(mere, "Yearly report", date(2026, 7, 1))
    taken = item.take(by=mere.manager)
    item.remove(by=mere.manager)
    assert not ForwardItem.objects.exists()
    assert AgendaItem.objects.get() == taken


def test_the_plan_takes_the_same_queries_whatever_its_length(mere, planned):
    counts = []
    for number in (1, 12):
        for day in range(number):
            agreed(mere, f"Item {day}", JULY + timedelta(days=day * 20))
            StandingItem(body=mere.board, title=f"Standing {number} {day}").keep(by=None)
        scope = Scope.of(mere.manager, today=TODAY)
        with CaptureQueriesContext(connection) as captured:
            forward_plan(mere.board, scope)
        counts.append(len(captured))
    assert counts[0] == counts[1]
