"""How a request to pass learning on stands, and how far learning went."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.improvement.rules.cascade import Asked, State, coverage, state

DUE = date(2026, 11, 21)
DAYS = st.dates(DUE - timedelta(days=60), DUE + timedelta(days=60))
REQUESTS = st.lists(
    st.builds(
        Asked,
        st.sampled_from(["Police", "Health", "a school"]),
        st.sampled_from(State),
        st.none() | st.integers(0, 99),
    )
)


@pytest.mark.parametrize(
    ("answered_on", "today", "found"),
    [
        (None, DUE, State.AWAITED),
        (None, DUE + timedelta(days=1), State.OVERDUE),
        (DUE, DUE, State.ANSWERED),
        (DUE + timedelta(days=9), DUE + timedelta(days=9), State.ANSWERED),
        (DUE + timedelta(days=9), DUE + timedelta(days=8), State.OVERDUE),
        (DUE + timedelta(days=9), DUE, State.AWAITED),
    ],
)
def test_a_request_is_answered_awaited_or_overdue(answered_on, today, found):
    assert state(DUE, answered_on, today) is found


@given(DAYS, st.none() | DAYS, DAYS, st.integers(0, 90))
def test_what_is_answered_stays_answered_and_what_is_overdue_is_never_awaited_again(due, answered, today, later):
    before, after = state(due, answered, today), state(due, answered, today + timedelta(days=later))
    order = [State.AWAITED, State.OVERDUE, State.ANSWERED]
    assert order.index(after) >= order.index(before)


@given(REQUESTS)
def test_coverage_counts_every_request_once(requests):
    found = coverage(requests)
    assert sum(each.asked for each in found) == len(requests)
    assert sum(each.people for each in found) == sum(each.people or 0 for each in requests)
    assert [each.recipient for each in found] == sorted({each.recipient for each in requests}, key=str.casefold)
    for each in found:
        assert (each.rate.numerator, each.rate.denominator) == (each.answered, each.asked)
        assert 0 <= each.answered + each.overdue <= each.asked


@pytest.mark.parametrize("each", State)
def test_every_state_has_words_a_shape_and_a_colour(each):
    assert each.label
    assert each.shape
    assert each.colour
