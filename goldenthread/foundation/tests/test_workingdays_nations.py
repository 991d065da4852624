"""Working days of the three nations, counted by table, against counting one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.foundation import workingdays
from goldenthread.foundation.workingdays import Nation, OutsideCalendar

DAYS = st.dates(date(1996, 1, 1), date(2050, 12, 31))
NATIONS = st.sampled_from(list(Nation))


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2022, 6, 3), {"ENG", "WLS", "SCT"}),
        (date(2022, 9, 19), {"ENG", "WLS", "SCT"}),
        (date(2023, 5, 8), {"ENG", "WLS", "SCT"}),
        (date(2026, 4, 6), {"ENG", "WLS"}),  # Easter Monday
        (date(2026, 8, 31), {"ENG", "WLS"}),
        (date(2026, 8, 3), {"SCT"}),
        (date(2026, 11, 30), {"SCT"}),  # St Andrew's Day
        (date(2024, 1, 2), {"SCT"}),
    ],
)
def test_each_nation_has_its_own_holidays(day, closed):
    assert {nation.value for nation in Nation if not workingdays.is_working_day(day, nation)} == closed


def test_christmas_that_falls_on_a_weekend_has_substitutes():
    assert workingdays.holidays_between(date(2021, 12, 24), date(2022, 1, 4)) == {
        date(2021, 12, 25): "Christmas Day",
        date(2021, 12, 26): "Boxing Day",
        date(2021, 12, 27): "substitute day for Christmas Day",
        date(2021, 12, 28): "substitute day for Boxing Day",
        date(2022, 1, 1): "New Year's Day",
        date(2022, 1, 3): "substitute day for New Year's Day",
    }


@given(DAYS, st.integers(1, 60), NATIONS)
def test_adding_is_stepping(day, count, nation):
    for sign in (1, -1):
        stepped, left = day, count
        while left:
            stepped += sign * timedelta(days=1)
            left -= workingdays.is_working_day(stepped, nation)
        assert workingdays.add_working_days(day, sign * count, nation) == stepped


@given(DAYS, st.integers(0, 90), NATIONS)
def test_between_counts_the_days_after_the_first(first, days, nation):
    last = first + timedelta(days=days)
    one_by_one = sum(workingdays.is_working_day(first + timedelta(days=n), nation) for n in range(1, days + 1))
    assert workingdays.working_days_between(first, last, nation) == one_by_one


@given(DAYS, NATIONS)
def test_the_next_working_day_is_later_and_the_nearest(day, nation):
    after = workingdays.next_working_day(day, nation)
    assert after > day
    assert workingdays.is_working_day(after, nation)
    assert workingdays.working_days_between(day, after, nation) == 1


def test_nothing_is_added_for_nothing():
    assert workingdays.add_working_days(date(2026, 7, 4), 0) == date(2026, 7, 4)


def test_the_table_grows_both_ways(monkeypatch):
    monkeypatch.setattr(workingdays, "_tables", {})
    assert workingdays.is_working_day(date(2020, 1, 2))
    assert workingdays.add_working_days(date(2020, 1, 2), 20 * 253) > date(2039, 1, 1)
    assert workingdays.add_working_days(date(2020, 1, 2), -20 * 253) < date(2001, 1, 1)
    assert workingdays.working_days_between(date(1990, 1, 1), date(2080, 1, 1)) > 90 * 252


@pytest.mark.parametrize("day", [date(1949, 12, 30), date(2151, 1, 1), date(9999, 12, 31)])
def test_days_far_away_are_refused(day):
    with pytest.raises(OutsideCalendar, match="known from 1950 to 2150"):
        workingdays.is_working_day(day)


def test_counting_beyond_the_calendar_is_refused():
    for day, count in ((date(2150, 12, 30), 40), (date(1950, 1, 5), -40)):
        with pytest.raises(OutsideCalendar):
            workingdays.add_working_days(day, count)
