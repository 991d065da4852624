"""The dates of a series, and the running times of an agenda."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.foundation import workingdays
from goldenthread.governance import rules
from goldenthread.governance.rules import Cadence
from goldenthread.governance.rules.cadence import NotInTerm, nth_weekday

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))
slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The first look at a year works its bank holidays out."""
TERMS = [
    (date(2026, 9, 2), date(2026, 12, 18)),
    (date(2027, 1, 5), date(2027, 3, 25)),
    (date(2027, 4, 13), date(2027, 7, 21)),
]


def days(*given_, **named):
    return [planned.day.isoformat() for planned in rules.dates(*given_, **named)]


def test_quarterly_keeps_the_weekday_and_the_week_of_the_month():
    assert days(Cadence.QUARTERLY, date(2026, 1, 13), date(2026, 12, 31)) == [
        "2026-01-13",
        "2026-04-14",
        "2026-07-14",
        "2026-10-13",
    ]


def test_monthly_across_the_year():
    found = days(Cadence.MONTHLY, date(2026, 11, 10), date(2027, 2, 9))
    assert found == ["2026-11-10", "2026-12-08", "2027-01-12", "2027-02-09"]


def test_a_fifth_that_a_month_lacks_is_its_last():
    found = days(Cadence.MONTHLY, date(2026, 9, 29), date(2026, 12, 31))
    assert found == ["2026-09-29", "2026-10-27", "2026-11-24", "2026-12-29"]


def test_a_bank_holiday_moves_to_the_next_working_day_and_says_why():
    found = rules.dates(Cadence.MONTHLY, date(2026, 4, 6), date(2026, 5, 30))
    assert [(planned.wanted, planned.day, planned.why) for planned in found] == [
        (date(2026, 4, 6), date(2026, 4, 7), "Easter Monday"),
        (date(2026, 5, 4), date(2026, 5, 5), "Early May bank holiday"),
    ]
    assert all(planned.is_moved for planned in found)


def test_christmas_day_on_a_friday_moves_over_its_substitute():
    found = rules.dates(Cadence.WEEKS, date(2026, 12, 18), date(2027, 1, 31), weeks=1)
    assert [planned.day for planned in found][:3] == [date(2026, 12, 18), date(2026, 12, 29), date(2027, 1, 4)]
    assert [planned.why for planned in found][:3] == ["", "Christmas Day", "New Year's Day"]


def test_a_date_moved_past_the_last_day_is_left_out():
    assert days(Cadence.WEEKS, date(2026, 12, 18), date(2026, 12, 28), weeks=1) == ["2026-12-18"]
    assert days(Cadence.WEEKS, date(2026, 12, 18), date(2026, 12, 29), weeks=1) == ["2026-12-18", "2026-12-29"]


def test_every_six_weeks():
    assert days(Cadence.WEEKS, date(2026, 1, 8), date(2026, 5, 1), weeks=6) == [
        "2026-01-08",
        "2026-02-19",
        "2026-04-02",
    ]


def test_a_last_day_before_the_first_gives_nothing():
    for cadence in (Cadence.QUARTERLY, Cadence.MONTHLY, Cadence.WEEKS):
        assert rules.dates(cadence, date(2026, 5, 6), date(2026, 5, 5), weeks=1) == []


def test_termly_keeps_the_week_of_term_and_the_weekday():
    found = days(Cadence.TERMLY, date(2026, 9, 24), date(2027, 7, 31), terms=TERMS)
    assert found == ["2026-09-24", "2027-01-28", "2027-05-06"]


def test_a_weekday_before_the_first_day_of_a_term_comes_a_week_later():
    found = days(Cadence.TERMLY, date(2026, 9, 7), date(2027, 7, 31), terms=TERMS)
    assert found == ["2026-09-07", "2027-01-11", "2027-04-19"]
    week_of_start = days(
        Cadence.TERMLY, date(2026, 9, 3), date(2027, 7, 31), terms=[TERMS[0], (date(2027, 1, 8), TERMS[1][1])]
    )
    assert week_of_start == ["2026-09-03", "2027-01-14"]


def test_a_term_too_short_for_the_week_takes_its_last_such_day():
    short = (date(2027, 1, 5), date(2027, 2, 12))
    assert days(Cadence.TERMLY, date(2026, 12, 10), date(2027, 7, 31), terms=[TERMS[0], short]) == [
        "2026-12-10",
        "2027-02-11",
    ]


def test_termly_needs_a_first_date_in_term():
    with pytest.raises(NotInTerm):
        rules.dates(Cadence.TERMLY, date(2026, 8, 24), date(2027, 7, 31), terms=TERMS)
    with pytest.raises(NotInTerm):
        rules.dates(Cadence.TERMLY, date(2026, 9, 24), date(2027, 7, 31))


@slowly
@given(
    st.sampled_from([Cadence.QUARTERLY, Cadence.MONTHLY, Cadence.WEEKS]), DAYS, st.integers(0, 900), st.integers(1, 52)
)
def test_every_series_is_in_order_on_working_days_and_within_its_days(cadence, first, length, weeks):
    last = first + timedelta(days=length)
    found = rules.dates(cadence, first, last, weeks=weeks)
    assert all(first <= planned.day <= last for planned in found)
    assert all(workingdays.is_working_day(planned.day) for planned in found)
    assert all(before.day < after.day for before, after in pairwise(found))
    for planned in found:
        assert planned.wanted.weekday() == first.weekday()
        assert planned.is_moved == bool(planned.why)
        assert 0 <= (planned.day - planned.wanted).days <= 5
        assert not any(
            workingdays.is_working_day(planned.wanted + timedelta(days=n))
            for n in range((planned.day - planned.wanted).days)
        )


@slowly
@given(DAYS, st.integers(400, 900))
def test_monthly_has_one_in_every_month_and_quarterly_every_third_of_them(first, length):
    last = first + timedelta(days=length)
    monthly = rules.dates(Cadence.MONTHLY, first, last)
    months = [planned.wanted.year * 12 + planned.wanted.month for planned in monthly]
    assert months == list(range(months[0], months[0] + len(months)))
    assert rules.dates(Cadence.QUARTERLY, first, last) == [
        each
        for each in monthly
        if (each.wanted.year * 12 + each.wanted.month - first.year * 12 - first.month) % 3 == 0
    ]
    if rules.ordinal(first) < 5:
        assert {rules.ordinal(each.wanted) for each in monthly} == {rules.ordinal(first)}


@slowly
@given(DAYS, st.lists(st.tuples(st.integers(30, 110), st.integers(5, 40)), min_size=1, max_size=6), st.integers(0, 29))
def test_termly_has_one_in_every_term_after_the_first(start, lengths, into):
    terms, begins = [], start
    for length, gap in lengths:
        terms.append((begins, begins + timedelta(days=length)))
        begins = terms[-1][1] + timedelta(days=gap)
    first = start + timedelta(days=into)
    found = rules.dates(Cadence.TERMLY, first, begins + timedelta(days=60), terms=terms)
    assert len(found) == len(terms)
    for planned, (begin, end) in zip(found, terms, strict=True):
        assert begin <= planned.wanted <= end
        assert planned.wanted.weekday() == first.weekday()


@slowly
@given(st.integers(2000, 2060), st.integers(1, 12), st.integers(0, 6), st.integers(1, 5))
def test_the_nth_weekday_is_of_its_month(year, month, weekday, number):
    day = nth_weekday(year, month, weekday, number)
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    assert rules.ordinal(day) == number or (number == 5 and (day + timedelta(weeks=1)).month != month)


def test_a_cadence_in_words():
    assert rules.in_words(Cadence.MONTHLY, date(2026, 1, 13)) == "every month, on the second Tuesday"
    assert rules.in_words(Cadence.QUARTERLY, date(2026, 9, 29)) == "every three months, on the fifth or last Tuesday"
    assert rules.in_words(Cadence.WEEKS, date(2026, 1, 13), weeks=6) == "every 6 weeks, on a Tuesday"
    assert rules.in_words(Cadence.WEEKS, date(2026, 1, 13), weeks=1) == "every week, on a Tuesday"
    assert rules.in_words(Cadence.TERMLY, date(2026, 1, 13)) == "once in each school term, on a Tuesday"


def test_items_run_from_the_start_time():
    assert rules.running_times(time(14, 0), [5, 20, 45, None, 10]) == [
        time(14, 0),
        time(14, 5),
        time(14, 25),
        time(15, 10),
        None,
    ]
    assert rules.running_times(None, [5, 10]) == [None, None]
    assert rules.running_times(time(23, 50), [10, 10]) == [time(23, 50), None]
    assert rules.running_times(time(9, 0), []) == []


@slowly
@given(st.times(), st.lists(st.integers(0, 90), max_size=20))
def test_each_item_begins_when_the_one_before_ends(start, minutes):
    found = rules.running_times(start, minutes)
    assert len(found) == len(minutes)
    for place, moment in enumerate(found):
        so_far = start.hour * 60 + start.minute + sum(minutes[:place])
        assert (moment is None) == (so_far >= 24 * 60)
        if moment is not None:
            assert moment.hour * 60 + moment.minute == so_far


def test_how_long_a_meeting_and_its_agenda_are():
    assert rules.minutes_between(time(14, 30), time(16, 0)) == 90
    assert rules.minutes_between(None, time(16, 0)) is None
    assert rules.total([5, None, 20]) == 25


def test_standing_items_come_in_their_months():
    assert rules.comes_in([], date(2026, 2, 1))
    assert rules.comes_in([6, 12], date(2026, 6, 1))
    assert not rules.comes_in([6, 12], date(2026, 2, 1))


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        (date(2021, 8, 14), "day", date(2021, 8, 14), date(2021, 8, 14)),
        (date(2021, 8, 14), "month", date(2021, 8, 1), date(2021, 8, 31)),
        (date(2021, 8, 14), "quarter", date(2021, 7, 1), date(2021, 9, 30)),
        (date(2021, 12, 1), "quarter", date(2021, 10, 1), date(2021, 12, 31)),
        (date(2022, 2, 1), "year", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_the_days_a_date_can_mean(day, precision, first, last):
    assert rules.period_start(day, precision) == first
    assert rules.period_end(first, precision) == last
