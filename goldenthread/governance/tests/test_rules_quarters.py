"""The rules of quarters, and of what an update must hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.governance.rules.quarters import (
    NO_ANSWER,
    NO_VOICE,
    Said,
    missing,
    next_quarter,
    quarter_end,
    quarter_of,
    quarter_words,
    quarters_around,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "first", "words"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "January to March 2026"),
        (date(2026, 3, 31), date(2026, 1, 1), "January to March 2026"),
        (date(2026, 4, 1), date(2026, 4, 1), "April to June 2026"),
        (date(2026, 9, 30), date(2026, 7, 1), "July to September 2026"),
        (date(2026, 12, 31), date(2026, 10, 1), "October to December 2026"),
    ],
)
def test_a_day_is_in_one_quarter(day, first, words):
    assert quarter_of(day) == first
    assert quarter_words(first) == words


@given(day=DAYS)
def test_quarters_follow_one_another_without_a_gap(day):
    first = quarter_of(day)
    assert first <= day <= quarter_end(first)
    assert quarter_of(quarter_end(first)) == first
    assert quarter_end(first) + timedelta(days=1) == next_quarter(first) == quarter_of(next_quarter(first))


@given(day=DAYS, before=st.integers(0, 8), after=st.integers(0, 8))
def test_quarters_around_a_day(day, before, after):
    found = list(quarters_around(day, before=before, after=after))
    assert len(found) == before + 1 + after
    assert found[before] == quarter_of(day)
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("voice", "answer", "refused"),
    [
        ("They said it.", "We looked.", {}),
        ("", "We looked.", {"voice_of_the_child": NO_VOICE}),
        (" \n", "We looked.", {"voice_of_the_child": NO_VOICE}),
        ("They said it.", "", {"theme_response": NO_ANSWER}),
        ("", "", {"voice_of_the_child": NO_VOICE, "theme_response": NO_ANSWER}),
    ],
)
def test_an_update_lacks_neither_the_voice_of_the_child_nor_an_answer(voice, answer, refused):
    assert missing(Said(voice, answer)) == refused
