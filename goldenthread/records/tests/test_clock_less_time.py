"""A clock is given less time: until when, by whom, and what is kept."""

from datetime import date, datetime

import pytest
import time_machine

from goldenthread.foundation.clocks import LONDON
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.errors import NotPossible
from goldenthread.records.models import Clock
from goldenthread.records.tests.factories import a_rule

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 7, 6)
NOW = datetime(2026, 7, 10, 12, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def started(board, **terms) -> Clock:
    return Clock.start(board.partnership, a_rule(**terms), on=MONDAY, by=None)


def anew(clock: Clock) -> Clock:
    return Clock.objects.with_steps().get(pk=clock.pk)


def test_less_time_names_an_earlier_date_and_keeps_the_old_one(board, manager):
    clock = started(board)
    clock.shorten(to=date(2026, 7, 10), reason="The child moves on Saturday", by=manager)
    clock = anew(clock)
    assert clock.due_on == date(2026, 7, 10)
    assert clock.words(NOW) == "Due today"
    extension = clock.extensions.get()
    assert (extension.old_due, extension.new_due, extension.shortens) == (date(2026, 7, 13), date(2026, 7, 10), True)
    step = next(step for step in clock.timeline() if step.reason)
    assert (step.what, step.by) == ("Less time: due 10 July 2026 in place of 13 July 2026", manager)
    assert TrailEntry.objects.get(verb="clock.shorten").ids == {"to": "2026-07-10"}
    clock.extend(to=date(2026, 7, 15), reason="The move is off", by=manager)
    assert anew(clock).due_on == date(2026, 7, 15)
    assert clock.recount() is False


def test_less_time_ends_before_what_was_due_and_not_before_today(board, manager):
    clock = started(board)
    with pytest.raises(NotPossible, match="must end before 13 July 2026, when it is due now"):
        clock.shorten(to=date(2026, 7, 13), reason="Why", by=manager)
    with pytest.raises(NotPossible, match="must end today or later"):
        clock.shorten(to=date(2026, 7, 9), reason="Why", by=manager)
    with pytest.raises(NotPossible, match="Give a reason"):
        clock.shorten(to=date(2026, 7, 10), reason=" ", by=manager)
    assert anew(clock).due_on == date(2026, 7, 13)


def test_less_time_of_a_clock_in_hours_is_a_moment_or_a_whole_day(board, manager):
    rule = a_rule(code="hours", unit="hour", length=96)
    clock = Clock.start(board.partnership, rule, on=datetime(2026, 7, 9, 12, tzinfo=LONDON), by=None)
    clock.shorten(to=date(2026, 7, 11), reason="Why", by=manager)
    assert anew(clock).due_time == datetime(2026, 7, 11, 23, 59, 59, tzinfo=LONDON)
    anew(clock).shorten(to=datetime(2026, 7, 10, 17, tzinfo=LONDON), reason="Why", by=manager)
    assert anew(clock).due_time == datetime(2026, 7, 10, 17, tzinfo=LONDON)


def test_a_paused_clock_is_not_given_less_time(board, manager):
    clock = started(board, pausable=True)
    clock.pause(reason="Why", on=date(2026, 7, 8), by=manager)
    with pytest.raises(NotPossible, match="Let it run again first"):
        clock.shorten(to=date(2026, 7, 10), reason="Why", by=manager)
