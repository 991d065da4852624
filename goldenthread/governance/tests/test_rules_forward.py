"""Which meeting takes what is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.governance.rules import Due, due, year_ahead

TODAY = date(2026, 6, 15)
MARCH, JUNE, OCTOBER = date(2026, 3, 10), date(2026, 6, 20), date(2026, 10, 6)
MEETINGS = [MARCH, JUNE, OCTOBER]


@pytest.mark.parametrize(
    ("due_on", "meetings", "expected"),
    [
        (date(2026, 7, 1), MEETINGS, Due(OCTOBER, is_overdue=False)),
        (OCTOBER, MEETINGS, Due(OCTOBER, is_overdue=False)),
        (date(2026, 6, 1), MEETINGS, Due(JUNE, is_overdue=False)),
        (date(2026, 3, 1), MEETINGS, Due(JUNE, is_overdue=True)),
        (MARCH, MEETINGS, Due(JUNE, is_overdue=True)),
        (MARCH, [MARCH], Due(None, is_overdue=True)),
        (date(2026, 10, 7), MEETINGS, Due(None, is_overdue=False)),
        (date(2026, 4, 1), [MARCH], Due(None, is_overdue=True)),
        (TODAY, [TODAY], Due(TODAY, is_overdue=False)),
        (TODAY, [], Due(None, is_overdue=False)),
        (TODAY - timedelta(days=1), [], Due(None, is_overdue=True)),
    ],
)
def test_the_first_meeting_on_or_after_the_day_takes_it(due_on, meetings, expected):
    assert due(due_on, meetings, today=TODAY) == expected


@given(st.dates(), st.lists(st.dates()), st.dates())
def test_what_takes_an_item_is_never_past_or_too_early(due_on, meetings, today):
    found = due(due_on, sorted(meetings), today=today)
    if found.meeting:
        assert found.meeting >= max(due_on, today)
        assert not any(max(due_on, today) <= each < found.meeting for each in meetings)
        assert found.is_overdue == any(due_on <= each < today for each in meetings)
    else:
        assert not any(each >= max(due_on, today) for each in meetings)
        assert found.is_overdue == (due_on < today)


def test_the_year_ahead():
    assert year_ahead(TODAY) == (TODAY, date(2027, 6, 14))
    assert year_ahead(date(2028, 2, 29)) == (date(2028, 2, 29), date(2029, 2, 28))
    assert year_ahead(date(2027, 3, 1)) == (date(2027, 3, 1), date(2028, 2, 29))
