"""How the words of a challenge log are read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.improvement.models import Result, State
from goldenthread.improvement.rules.challenge_log import (
    DAY,
    MONTH,
    RESULTS,
    STATES,
    YEAR,
    period,
    reporting_year,
    reporting_year_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016/17", (date(2016, 4, 1), YEAR)),
        ("2016-17", (date(2016, 4, 1), YEAR)),
        ("2016/2017", (date(2016, 4, 1), YEAR)),
        ("1999/00", (date(1999, 4, 1), YEAR)),
        ("2017", (date(2017, 1, 1), YEAR)),
        ("2016-04", (date(2016, 4, 1), MONTH)),
        ("2021-05-27", (date(2021, 5, 27), DAY)),
        ("27 May 2021", (date(2021, 5, 27), DAY)),
        ("2016/18", None),
        ("2016-13", None),
        ("spring", None),
        ("", None),
    ],
)
def test_periods_as_logs_write_them(text, expected):
    assert period(text) == expected


@given(st.integers(1950, 2048))
def test_a_reporting_year_begins_in_april_and_only_names_the_next(year):
    assert period(f"{year}/{(year + 1) % 100:02}") == (date(year, 4, 1), YEAR)
    assert period(f"{year}/{(year + 2) % 100:02}") is None


def test_every_status_is_one_of_our_states_and_every_state_is_a_status():
    assert set(STATES.values()) == set(State.values)
    assert all(STATES.get(state) == state for state in State.values)
    assert set(RESULTS) <= set(STATES)
    assert set(RESULTS.values()) <= set(Result.values)


@given(st.dates(date(1950, 1, 1), date(2048, 12, 31)))
def test_a_day_lies_in_the_reporting_year_it_is_said_to(day):
    first = reporting_year(reporting_year_of(day))
    assert first <= day < first.replace(year=first.year + 1)
