"""The pure rules of escalation: limits, rising, times."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.foundation.clocks import LONDON, Rule, Unit, day_of
from goldenthread.foundation.workingdays import is_working_day
from goldenthread.improvement.rules.escalation import (
    NOBODY_ABOVE,
    Ending,
    Spent,
    after_silence,
    due,
    earlier,
    has_run_out,
    immediate_day,
    next_stage,
    shortened,
    times,
)

WEEK = Rule(5, Unit.WORKING_DAY)
SAME_DAY = Rule(0, Unit.WORKING_DAY)
HOURS = Rule(24, Unit.HOUR)
MONDAY = datetime(2026, 7, 6, 10, tzinfo=LONDON)
SATURDAY = datetime(2026, 7, 11, 10, tzinfo=LONDON)

moments = st.datetimes(MONDAY.replace(year=2019, tzinfo=None), MONDAY.replace(year=2028, tzinfo=None)).map(
    lambda when: when.replace(tzinfo=LONDON)
)
days = st.dates(date(2019, 1, 1), date(2028, 12, 31))
units = st.sampled_from([Unit.HOUR, Unit.WORKING_HOUR, Unit.DAY, Unit.WORKING_DAY, Unit.WEEK])
limits = st.none() | st.builds(Rule, st.integers(0, 15), units)


@pytest.mark.parametrize(
    ("limit", "child", "expected"),
    [
        (WEEK, None, date(2026, 7, 13)),
        (WEEK, date(2026, 7, 8), date(2026, 7, 8)),
        (WEEK, date(2026, 7, 20), date(2026, 7, 13)),
        (HOURS, None, MONDAY + timedelta(days=1)),
        (HOURS, date(2026, 7, 7), MONDAY + timedelta(days=1)),
        (HOURS, date(2026, 7, 6), date(2026, 7, 6)),
        (Rule(1, Unit.WEEK), None, date(2026, 7, 13)),
        (Rule(4, Unit.WORKING_HOUR), None, MONDAY + timedelta(hours=4)),
        (None, None, None),
        (None, date(2026, 7, 8), date(2026, 7, 8)),
    ],
)
def test_a_stage_is_due_at_its_limit_or_when_the_child_needs_it(limit, child, expected):
    assert due(limit, MONDAY, child_safe_by=child) == expected


def test_the_childs_day_that_has_passed_is_due_as_an_immediate_risk():
    assert due(WEEK, MONDAY, child_safe_by=date(2026, 7, 3), immediate=SAME_DAY) == date(2026, 7, 6)
    assert due(WEEK, SATURDAY, child_safe_by=date(2026, 7, 3), immediate=SAME_DAY) == date(2026, 7, 13)
    assert due(WEEK, SATURDAY, child_safe_by=date(2026, 7, 3)) == date(2026, 7, 11)


@pytest.mark.parametrize(
    ("now", "is_due", "expected"),
    [
        (MONDAY, date(2026, 7, 13), date(2026, 7, 6)),
        (SATURDAY, date(2026, 7, 20), date(2026, 7, 13)),
        (MONDAY, date(2026, 7, 6), date(2026, 7, 6)),
        (MONDAY, MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=2)),
        (MONDAY, None, date(2026, 7, 6)),
    ],
)
def test_an_immediate_risk_is_due_on_the_same_working_day(now, is_due, expected):
    assert shortened(is_due, now, SAME_DAY) == expected


@given(limits, moments, st.none() | days, st.sampled_from([None, SAME_DAY]))
def test_a_childs_day_never_gives_more_time_and_none_is_due_before_it_begins(limit, began, child, immediate):
    without = due(limit, began)
    with_child = due(limit, began, child_safe_by=child, immediate=immediate)
    if child is None:
        assert with_child == without
        return
    assert with_child is not None
    assert day_of(with_child) >= day_of(began)
    assert without is None or day_of(with_child) <= day_of(without)


@given(limits, moments, moments)
def test_shortening_never_gives_more_time(limit, began, now):
    before = due(limit, began)
    after = shortened(before, now, SAME_DAY)
    assert after is not None
    assert before is None or day_of(after) <= day_of(before)
    assert shortened(after, now, SAME_DAY) == after


@given(moments)
def test_an_immediate_risk_is_taken_up_on_a_working_day_and_without_a_limit_today(now):
    assert is_working_day(immediate_day(now, SAME_DAY))
    assert immediate_day(now, SAME_DAY) >= day_of(now)
    assert immediate_day(now, None) == day_of(now)


sometimes = st.none() | days | moments


@given(sometimes, sometimes)
def test_the_less_of_two_limits_is_one_of_them_and_either_order_says_the_same(first, second):
    found = earlier(first, second)
    assert found in (first, second)
    assert found == earlier(second, first)
    assert (found is None) == (first is None and second is None)


@given(st.sets(st.integers(1, 9), min_size=1), st.integers(1, 9))
def test_the_next_stage_is_the_lowest_above(stages, now_at):
    found = next_stage(stages, now_at)
    above = {stage for stage in stages if stage > now_at}
    assert found == (min(above) if above else NOBODY_ABOVE)


@given(st.sets(st.integers(1, 9), min_size=1).map(sorted), days | moments, moments)
def test_silence_rises_one_stage_at_a_time_until_nobody_is_above(stages, is_due, now):
    rises, at = 0, stages[0]
    while at != NOBODY_ABOVE:
        above = after_silence(stages, at, is_due, now, answered=False)
        if above is None:
            assert not has_run_out(is_due, now, answered=False)
            return
        assert above == NOBODY_ABOVE or above > at
        rises, at = rises + 1, above
    assert rises == len(stages)


@given(sometimes, moments)
def test_what_was_answered_or_has_no_limit_does_not_rise(is_due, now):
    assert after_silence([1, 2], 1, is_due, now, answered=True) is None
    assert after_silence([1, 2], 1, None, now, answered=False) is None


@pytest.mark.parametrize(
    ("is_due", "now", "expected"),
    [
        (date(2026, 7, 6), MONDAY, None),
        (date(2026, 7, 6), MONDAY.replace(hour=23, minute=59), None),
        (date(2026, 7, 5), MONDAY, 2),
        (MONDAY, MONDAY, None),
        (MONDAY, MONDAY + timedelta(seconds=1), 2),
    ],
)
def test_a_day_lasts_until_it_ends_and_a_moment_until_it_has_come(is_due, now, expected):
    assert after_silence([1, 2], 1, is_due, now, answered=False) == expected


def test_times_per_stage_measure_what_has_ended():
    def spent(stage, days, ending):
        began = MONDAY
        ended = None if days is None else began + timedelta(days=days)
        return Spent(stage, f"Stage {stage}", began, ended, ending)

    first, second = times(
        [
            spent(1, 0, Ending.SETTLED),
            spent(1, 1, Ending.MOVED),
            spent(1, 7, Ending.RAN_OUT),
            spent(1, 3, Ending.SETTLED),
            spent(2, None, None),
        ],
        MONDAY + timedelta(days=30),
    )
    assert (first.reached, first.there_now, first.settled, first.ran_out) == (4, 0, 2, 1)
    assert (first.middle, first.longest) == (Decimal("2.0"), 5)
    assert (second.reached, second.there_now, second.middle, second.longest) == (1, 1, None, None)


@given(
    st.lists(
        st.builds(
            lambda stage, began, days: Spent(
                stage, "A stage", began, None if days is None else began + timedelta(days=days), None
            ),
            st.integers(1, 4),
            moments,
            st.none() | st.integers(0, 60),
        )
    )
)
def test_every_disagreement_is_counted_once_at_each_stage_it_reached(spent):
    found = times(spent, datetime(2029, 6, 1, tzinfo=LONDON))
    assert sum(each.reached for each in found) == len(spent)
    assert sum(each.there_now for each in found) == sum(each.ended is None for each in spent)
    for each in found:
        assert (each.middle is None) == (each.longest is None) == (each.reached == each.there_now)
        assert each.middle is None or each.middle <= each.longest


def test_every_ending_has_its_words():
    assert [ending.label for ending in Ending] == [
        "Settled",
        "Taken to the next stage",
        "No answer in time",
        "Withdrawn",
    ]
