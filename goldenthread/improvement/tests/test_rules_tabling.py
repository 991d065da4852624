"""The rules of tabling: who needs neutral words, and when evidence should have been discussed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.improvement.rules.tabling import USUAL_DAYS, Heard, Reach, is_narrower, is_undiscussed, says_the_same

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("reach", "narrower"),
    [
        (Reach(), True),
        (Reach(everybody=True), False),
        (Reach(of_partnership=True), False),
        (Reach(of_body=True), False),
    ],
)
def test_what_reaches_the_body_in_any_way_needs_no_neutral_title(reach, narrower):
    assert is_narrower(reach) is narrower


@pytest.mark.parametrize(
    ("neutral", "title", "same"),
    [
        ("Child M", "Child M", True),
        ("  child   m ", "Child M", True),
        ("Review of Child M", "Child M", True),
        ("A case review", "Child M", False),
        ("A case review", "", False),
    ],
)
def test_a_neutral_title_may_not_tell_the_title(neutral, title, same):
    assert says_the_same(neutral, title) is same


@pytest.mark.parametrize(
    ("heard", "undiscussed"),
    [
        (Heard(TODAY), False),
        (Heard(TODAY - timedelta(days=USUAL_DAYS)), False),
        (Heard(TODAY - timedelta(days=USUAL_DAYS + 1)), True),
        (Heard(None), True),
        (Heard(date(2020, 1, 1), discussed_on=(date(2020, 2, 1),)), False),
        (Heard(date(2020, 1, 1), tabled_on=(TODAY - timedelta(days=1),)), False),
        (Heard(date(2020, 1, 1), tabled_on=(date(2020, 2, 1),)), True),
        (Heard(TODAY + timedelta(days=30)), False),
    ],
)
def test_old_evidence_nobody_discussed_or_tabled_lately_is_undiscussed(heard, undiscussed):
    assert is_undiscussed(heard, TODAY) is undiscussed


DAYS = st.dates(date(2015, 1, 1), date(2027, 1, 1))


@given(day=DAYS, days=st.integers(1, 3650), discussed=DAYS)
def test_what_was_discussed_once_stays_discussed(day, days, discussed):
    assert not is_undiscussed(Heard(day, discussed_on=(discussed,)), TODAY, days)


@given(day=DAYS, days=st.integers(1, 3649))
def test_more_time_never_makes_evidence_undiscussed(day, days):
    if not is_undiscussed(Heard(day), TODAY, days):
        assert not is_undiscussed(Heard(day), TODAY, days + 1)
