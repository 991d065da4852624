"""How a clock stands, in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from goldenthread.foundation.clocks import State, due_words, met_words, state

LONDON = ZoneInfo("Europe/London")
DUE = date(2026, 7, 15)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("today", "words", "stands"),
    [
        (date(2026, 7, 10), "Due in 3 working days", State.RUNNING),
        (date(2026, 7, 12), "Due in 3 working days", State.RUNNING),
        (date(2026, 7, 14), "Due in 1 working day", State.RUNNING),
        (DUE, "Due today", State.DUE_TODAY),
        (date(2026, 7, 16), "1 working day late", State.LATE),
        (date(2026, 7, 17), "2 working days late", State.LATE),
        (date(2026, 7, 19), "2 working days late", State.LATE),
    ],
)
def test_days(today, words, stands):
    assert due_words(DUE, today) == words
    assert state(DUE, today) == stands


def test_where_no_working_day_lies_between_days_are_counted():
    assert due_words(date(2026, 7, 12), date(2026, 7, 10)) == "Due in 2 days"
    assert due_words(date(2026, 7, 11), date(2026, 7, 10)) == "Due in 1 day"
    assert due_words(date(2026, 7, 10), date(2026, 7, 11)) == "1 day late"


@pytest.mark.parametrize(
    ("now", "words", "stands"),
    [
        (at(14, 9), "Due in 1 working day", State.RUNNING),
        (at(15, 9), "Due today at 14:05", State.DUE_TODAY),
        (at(15, 14, 5), "Due today at 14:05", State.DUE_TODAY),
        (at(15, 14, 6), "Late since 14:05 today", State.LATE),
        (at(17, 9), "2 working days late", State.LATE),
    ],
)
def test_moments(now, words, stands):
    assert due_words(at(15, 14, 5), now) == words
    assert state(at(15, 14, 5), now) == stands


def test_the_nation_decides_what_a_working_day_is():
    friday, tuesday = date(2026, 11, 27), date(2026, 12, 1)
    assert due_words(tuesday, friday) == "Due in 2 working days"
    assert due_words(tuesday, friday, "SCT") == "Due in 1 working day"


def test_what_has_ended():
    assert state(DUE, date(2026, 8, 1), met=DUE) == State.MET
    assert state(DUE, date(2026, 8, 1), met=date(2026, 7, 16)) == State.MET_LATE
    assert state(None, date(2026, 8, 1), met=date(2026, 7, 16)) == State.MET
    assert state(DUE, date(2026, 8, 1), stopped=date(2026, 7, 1)) == State.STOPPED
    assert state(None, date(2026, 8, 1)) == State.PAUSED
    assert due_words(None, DUE) == "Paused"
    assert met_words(DUE, DUE) == "Met in time"
    assert met_words(DUE, date(2026, 7, 17)) == "Met 2 working days late"
    assert met_words(at(15, 9), at(15, 10)) == "Met late"
    assert met_words(at(15, 9), at(15, 9)) == "Met in time"
    assert met_words(None, DUE) == "Met in time"


def test_every_state_has_a_colour():
    assert {each.colour for each in State} == {"blue", "yellow", "red", "grey", "green", "orange"}
