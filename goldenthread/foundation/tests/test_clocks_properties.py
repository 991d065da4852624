"""What holds of every clock, for any dates."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.foundation.clocks import Direction, MonthEnd, OffDay, Pause, Rule, Unit, due, reckon
from goldenthread.foundation.workingdays import Nation, is_working_day

DAYS = st.dates(date(2000, 1, 1), date(2045, 12, 31))
DAY_UNITS = st.sampled_from([Unit.DAY, Unit.WORKING_DAY, Unit.WEEK, Unit.MONTH])
RULES = st.builds(
    Rule,
    length=st.integers(1, 40),
    unit=DAY_UNITS,
    event_day=st.integers(0, 1),
    direction=st.sampled_from(Direction),
    off_day=st.sampled_from(OffDay),
    month_end=st.sampled_from(MonthEnd),
    nation=st.sampled_from(Nation),
)
PAUSES = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 12)), max_size=4)


def pauses_from(start: date, gaps: list[tuple[int, int]]) -> list[Pause]:
    """Pauses one after another: each so many days after the last, and so many days long."""
    made, day = [], start
    for gap, length in gaps:
        first = day + timedelta(days=gap)
        day = first + timedelta(days=length)
        made.append(Pause(first, day))
    return made


@given(RULES, DAYS, st.integers(0, 60))
def test_a_later_event_is_never_due_earlier(rule, event, days):
    assert due(rule, event) <= due(rule, event + timedelta(days=days))


@given(RULES, DAYS, st.integers(1, 20))
def test_a_longer_clock_is_due_no_earlier(rule, event, more):
    longer = replace(rule, length=rule.length + more)
    if rule.direction == Direction.AFTER:
        assert due(rule, event) < due(longer, event)
    else:
        assert due(rule, event) > due(longer, event)


@given(st.integers(1, 60), DAYS, st.sampled_from(Nation), st.sampled_from(OffDay))
def test_counting_back_from_the_due_day_finds_the_event_if_that_was_a_working_day(length, event, nation, off_day):
    """The inverse. It holds for events on working days alone: from a day off, several days lead to one due date."""
    there = Rule(length, Unit.WORKING_DAY, nation=nation, off_day=off_day)
    back = replace(there, direction=Direction.BEFORE)
    if is_working_day(event, nation):
        assert due(back, due(there, event)) == event
        assert due(there, due(back, event)) == event
    else:
        found = due(back, due(there, event))
        assert is_working_day(found, nation)
        assert found != event


@given(st.integers(1, 300), DAYS, st.sampled_from([Unit.DAY, Unit.WEEK]))
def test_counting_days_and_weeks_back_always_finds_the_event(length, event, unit):
    there = Rule(length, unit)
    assert due(replace(there, direction=Direction.BEFORE), due(there, event)) == event


@given(st.integers(1, 40), DAYS, st.sampled_from(Direction), st.sampled_from(Nation))
def test_working_days_are_due_on_working_days(length, event, direction, nation):
    assert is_working_day(due(Rule(length, Unit.WORKING_DAY, direction=direction, nation=nation), event), nation)


@given(RULES, DAYS)
def test_the_days_told_are_those_counted(rule, event):
    found = reckon(rule, event)
    assert found.due == due(rule, event)
    if found.counted:
        assert found.counted[-1].day == found.due
    else:
        assert rule.unit == Unit.MONTH
    assert [each.number for each in found.counted] == list(range(1, len(found.counted) + 1))
    if rule.unit == Unit.WORKING_DAY:
        assert len(found.counted) == rule.length
        assert all(is_working_day(each.day, rule.nation) for each in found.counted)
        assert not any(is_working_day(each.day, rule.nation) for each in found.skipped)
    else:
        assert not found.skipped
        if rule.unit != Unit.MONTH:
            assert len(found.counted) == rule.length * (7 if rule.unit == Unit.WEEK else 1)
    told = sorted([each.day for each in found.counted] + [each.day for each in found.skipped])
    assert len(told) == len(set(told))


@given(st.integers(1, 40), DAY_UNITS, DAYS, PAUSES)
def test_counting_by_table_and_one_by_one_agree_over_pauses(length, unit, event, gaps):
    rule, pauses = Rule(length, unit, pausable=True), pauses_from(event - timedelta(days=5), gaps)
    needed = len(reckon(rule, event).counted)
    day, left = event, needed
    while left:
        day += timedelta(days=1)
        works = unit != Unit.WORKING_DAY or is_working_day(day)
        left -= works and not any(pause.first <= day <= pause.last for pause in pauses)
    assert due(rule, event, pauses) == day
    assert len(reckon(rule, event, pauses).counted) == needed


@given(st.integers(1, 40), DAY_UNITS, DAYS, PAUSES)
def test_a_pause_never_makes_it_earlier(length, unit, event, gaps):
    rule, pauses = Rule(length, unit, pausable=True), pauses_from(event, gaps)
    found = [due(rule, event, pauses[:number]) for number in range(len(pauses) + 1)]
    assert found == sorted(found)
