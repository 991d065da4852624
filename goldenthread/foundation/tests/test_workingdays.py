"""Working days in England."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.foundation import workingdays

DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))
slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The first look at a year works its bank holidays out."""


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 5, 8), "Early May bank holiday"),  # moved from Monday 4 May for VE Day
        (date(2022, 6, 2), "Spring bank holiday"),  # moved from Monday 30 May
        (date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 8, 31), "Summer bank holiday"),
        (date(2026, 12, 28), "substitute day for Boxing Day"),
    ],
)
def test_bank_holidays_have_their_names(day, name):
    assert workingdays.bank_holiday(day) == name
    assert workingdays.why_not(day) == name


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 5, 4),  # no bank holiday in the year it was moved
        date(2022, 5, 30),
        date(2026, 11, 30),  # St Andrew's Day: Scotland's
        date(2026, 3, 17),  # St Patrick's Day: Northern Ireland's
        date(2026, 1, 2),  # Scotland's
        date(2026, 4, 2),  # Maundy Thursday
    ],
)
def test_these_are_working_days(day):
    assert workingdays.is_working_day(day)


@pytest.mark.parametrize(
    ("year", "last", "first_after"),
    [
        (2016, {26, 27}, 28),  # Christmas on a Sunday: substitute on Tuesday
        (2020, {25, 28}, 29),  # Boxing Day on a Saturday: substitute on Monday
        (2021, {27, 28}, 29),  # both at the weekend: Monday and Tuesday
        (2022, {26, 27}, 28),
        (2026, {25, 28}, 29),
        (2027, {27, 28}, 29),
    ],
)
def test_christmas_and_its_substitutes(year, last, first_after):
    closed = {
        day for day in range(25, 32) if date(year, 12, day).weekday() < 5 and workingdays.why_not(date(year, 12, day))
    }
    assert closed == last
    assert workingdays.on_or_after(date(year, 12, 25)) == date(year, 12, first_after)


@pytest.mark.parametrize(("year", "day"), [(2022, 3), (2023, 2), (2028, 3)])
def test_new_year_at_a_weekend_has_a_substitute(year, day):
    assert workingdays.bank_holiday(date(year, 1, day)) == "substitute day for New Year's Day"


def test_weekends_say_which_day_they_are():
    assert workingdays.why_not(date(2026, 7, 4)) == "a Saturday"
    assert workingdays.why_not(date(2026, 7, 5)) == "a Sunday"


@slowly
@given(DAYS)
def test_the_next_working_day_is_one_and_none_lies_between(day):
    found = workingdays.on_or_after(day)
    assert workingdays.is_working_day(found)
    assert 0 <= (found - day).days <= 5
    assert not any(workingdays.is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert workingdays.on_or_after(found) == found


@slowly
@given(DAYS)
def test_a_weekday_without_a_name_is_a_working_day(day):
    expected = day.weekday() < 5 and not workingdays.bank_holiday(day)
    assert workingdays.is_working_day(day) == expected
