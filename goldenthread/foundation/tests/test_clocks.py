"""Due dates: cases counted by hand, with a calendar."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from goldenthread.foundation.clocks import (
    ClockRefused,
    Direction,
    Extension,
    MonthEnd,
    OffDay,
    Pause,
    Rule,
    Unit,
    due,
    reckon,
)
from goldenthread.foundation.workingdays import Nation, OutsideCalendar

LONDON = ZoneInfo("Europe/London")
BEFORE = Direction.BEFORE


def days(length: int, **how: object) -> Rule:
    return Rule(length, Unit.WORKING_DAY, **how)


def on(year: int, month: int, day: int) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("length", "event", "expected"),
    [
        # an ordinary week: Monday to Monday
        (5, on(2026, 7, 6), on(2026, 7, 13)),
        (1, on(2026, 7, 10), on(2026, 7, 13)),
        (15, on(2026, 7, 1), on(2026, 7, 22)),
        # Christmas 2026: Friday 25, Saturday 26, Monday 28 in place of it; New Year on a Friday
        (1, on(2026, 12, 24), on(2026, 12, 29)),
        (5, on(2026, 12, 23), on(2027, 1, 4)),
        (15, on(2026, 12, 18), on(2027, 1, 13)),
        # Christmas 2021: Saturday and Sunday, with Monday 27 and Tuesday 28; New Year with Monday 3
        (5, on(2021, 12, 23), on(2022, 1, 4)),
        # Christmas 2022: Sunday, with Monday 26 Boxing Day and Tuesday 27; New Year with Monday 2
        (5, on(2022, 12, 22), on(2023, 1, 3)),
        # Easter 2024: Friday 29 March, Monday 1 April
        (5, on(2024, 3, 27), on(2024, 4, 5)),
        (15, on(2024, 3, 28), on(2024, 4, 22)),
        # 8 May 2020: the early May holiday was moved from Monday 4 to Friday 8
        (1, on(2020, 5, 1), on(2020, 5, 4)),
        (1, on(2020, 5, 7), on(2020, 5, 11)),
        (5, on(2020, 5, 1), on(2020, 5, 11)),
        # 2 and 3 June 2022: the spring holiday was moved from Monday 30 May, and the Jubilee
        (1, on(2022, 5, 27), on(2022, 5, 30)),
        (5, on(2022, 5, 30), on(2022, 6, 8)),
        (15, on(2022, 5, 20), on(2022, 6, 14)),
        # 19 September 2022: the state funeral
        (1, on(2022, 9, 16), on(2022, 9, 20)),
        (5, on(2022, 9, 14), on(2022, 9, 22)),
        # 8 May 2023: the coronation; 1 May too
        (5, on(2023, 5, 3), on(2023, 5, 11)),
        (5, on(2023, 4, 28), on(2023, 5, 9)),
        # a leap day, and no leap day
        (5, on(2024, 2, 26), on(2024, 3, 4)),
        (1, on(2024, 2, 28), on(2024, 2, 29)),
        (1, on(2023, 2, 28), on(2023, 3, 1)),
    ],
)
def test_working_days_in_england(length, event, expected):
    assert due(days(length), event) == expected


@pytest.mark.parametrize(
    ("event", "day_1", "as_on_the_next"),
    [
        (on(2026, 7, 4), on(2026, 7, 10), on(2026, 7, 13)),  # a Saturday
        (on(2026, 7, 5), on(2026, 7, 10), on(2026, 7, 13)),  # a Sunday
        (on(2022, 9, 19), on(2022, 9, 26), on(2022, 9, 27)),  # a Monday that was a holiday
        (on(2026, 12, 25), on(2027, 1, 5), on(2027, 1, 6)),  # Christmas: Tuesday 29 is the next working day
        (on(2026, 7, 3), on(2026, 7, 10), on(2026, 7, 10)),  # a working day: no difference
    ],
)
def test_an_event_on_a_day_off(event, day_1, as_on_the_next):
    assert due(days(5), event) == day_1
    assert due(days(5, off_day=OffDay.EVENT), event) == as_on_the_next


def test_the_events_day_may_be_the_first():
    assert due(days(5, event_day=1), on(2026, 7, 6)) == on(2026, 7, 10)
    assert due(days(5, event_day=1), on(2026, 7, 4)) == on(2026, 7, 10)
    assert due(Rule(7, Unit.DAY, event_day=1), on(2026, 7, 4)) == on(2026, 7, 10)
    assert due(Rule(2, Unit.WEEK, event_day=1), on(2026, 7, 4)) == on(2026, 7, 17)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (on(2026, 7, 6), on(2026, 7, 6)),
        (on(2026, 7, 4), on(2026, 7, 6)),
        (on(2022, 9, 17), on(2022, 9, 20)),
    ],
)
def test_the_same_working_day(event, expected):
    assert due(days(0), event) == expected


@pytest.mark.parametrize(
    ("rule", "event", "expected"),
    [
        (days(7, direction=BEFORE), on(2026, 7, 15), on(2026, 7, 6)),
        (days(7, direction=BEFORE), on(2022, 9, 26), on(2022, 9, 14)),  # 19 September was none
        (days(7, direction=BEFORE), on(2024, 4, 4), on(2024, 3, 22)),  # over Easter
        (days(1, direction=BEFORE), on(2026, 7, 5), on(2026, 7, 3)),  # a Sunday
        (days(1, direction=BEFORE, off_day=OffDay.EVENT), on(2026, 7, 5), on(2026, 7, 2)),
        (days(0, direction=BEFORE), on(2026, 7, 5), on(2026, 7, 3)),
        (Rule(7, Unit.DAY, direction=BEFORE), on(2026, 7, 15), on(2026, 7, 8)),
        (Rule(6, Unit.WEEK, direction=BEFORE), on(2026, 7, 15), on(2026, 6, 3)),
        (Rule(1, Unit.MONTH, direction=BEFORE), on(2024, 3, 31), on(2024, 2, 29)),
        (Rule(7, Unit.DAY, direction=BEFORE, event_day=1), on(2026, 7, 15), on(2026, 7, 9)),
        (Rule(1, Unit.MONTH, direction=BEFORE, event_day=1), on(2026, 4, 30), on(2026, 3, 31)),
    ],
)
def test_counted_back(rule, event, expected):
    assert due(rule, event) == expected


@pytest.mark.parametrize(
    ("length", "event", "expected", "last_to_last"),
    [
        (6, on(2026, 1, 15), on(2026, 7, 15), on(2026, 7, 15)),
        (1, on(2026, 1, 31), on(2026, 2, 28), on(2026, 2, 28)),
        (1, on(2024, 1, 31), on(2024, 2, 29), on(2024, 2, 29)),
        (1, on(2024, 1, 30), on(2024, 2, 29), on(2024, 2, 29)),
        (1, on(2026, 2, 28), on(2026, 3, 28), on(2026, 3, 31)),
        (1, on(2024, 2, 28), on(2024, 3, 28), on(2024, 3, 28)),
        (1, on(2024, 2, 29), on(2024, 3, 29), on(2024, 3, 31)),
        (12, on(2024, 2, 29), on(2025, 2, 28), on(2025, 2, 28)),
        (48, on(2024, 2, 29), on(2028, 2, 29), on(2028, 2, 29)),
        (6, on(2026, 8, 31), on(2027, 2, 28), on(2027, 2, 28)),
        (6, on(2026, 3, 31), on(2026, 9, 30), on(2026, 9, 30)),
        (1, on(2026, 12, 31), on(2027, 1, 31), on(2027, 1, 31)),
        (3, on(2026, 11, 30), on(2027, 2, 28), on(2027, 2, 28)),
    ],
)
def test_months(length, event, expected, last_to_last):
    assert due(Rule(length, Unit.MONTH), event) == expected
    assert due(Rule(length, Unit.MONTH, month_end=MonthEnd.LAST), event) == last_to_last


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (on(2026, 3, 1), on(2026, 3, 31)),
        (on(2026, 2, 1), on(2026, 2, 28)),
        (on(2026, 1, 31), on(2026, 2, 28)),
        (on(2026, 1, 15), on(2026, 2, 14)),
    ],
)
def test_a_month_with_its_first_day(event, expected):
    assert due(Rule(1, Unit.MONTH, event_day=1), event) == expected


@pytest.mark.parametrize(
    ("rule", "event", "expected"),
    [
        (Rule(28, Unit.DAY), on(2024, 2, 1), on(2024, 2, 29)),
        (Rule(28, Unit.DAY), on(2023, 2, 1), on(2023, 3, 1)),
        (Rule(6, Unit.WEEK), on(2026, 12, 1), on(2027, 1, 12)),
        (days(5, nation=Nation.SCOTLAND), on(2026, 11, 27), on(2026, 12, 7)),  # St Andrew's Day
        (days(1, nation=Nation.SCOTLAND), on(2023, 12, 29), on(2024, 1, 3)),  # 2 January
        (days(1, nation=Nation.WALES), on(2024, 3, 28), on(2024, 4, 2)),
        (days(1, nation=Nation.SCOTLAND), on(2024, 3, 28), on(2024, 4, 1)),  # no Easter Monday
    ],
)
def test_days_weeks_and_nations(rule, event, expected):
    assert due(rule, event) == expected


def pausable(length: int, unit: Unit = Unit.WORKING_DAY) -> Rule:
    return Rule(length, unit, pausable=True)


@pytest.mark.parametrize(
    ("rule", "event", "pauses", "expected"),
    [
        # Wednesday and Thursday do not count
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 8), on(2026, 7, 9))], on(2026, 7, 15)),
        # a pause over a weekend costs its working days alone
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 10), on(2026, 7, 13))], on(2026, 7, 15)),
        # one that begins on the due day, and one that begins the day after
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 13), on(2026, 7, 13))], on(2026, 7, 14)),
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 14), on(2026, 7, 20))], on(2026, 7, 13)),
        # the first pause pushes it into the second
        (
            pausable(5),
            on(2026, 7, 6),
            [Pause(on(2026, 7, 14), on(2026, 7, 15)), Pause(on(2026, 7, 8), on(2026, 7, 8))],
            on(2026, 7, 16),
        ),
        # before the event it costs nothing
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 6, 1), on(2026, 7, 6))], on(2026, 7, 13)),
        (pausable(10, Unit.DAY), on(2026, 7, 6), [Pause(on(2026, 7, 11), on(2026, 7, 12))], on(2026, 7, 18)),
        (pausable(6, Unit.MONTH), on(2026, 1, 15), [Pause(on(2026, 3, 1), on(2026, 3, 31))], on(2026, 8, 15)),
        # still paused
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 8))], None),
        (pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 14))], on(2026, 7, 13)),
    ],
)
def test_pauses(rule, event, pauses, expected):
    assert due(rule, event, pauses) == expected
    assert reckon(rule, event, pauses).due == expected


def test_an_extension_names_the_date_and_later_pauses_move_it():
    rule, event = pausable(5), on(2026, 7, 6)
    longer = Extension(on(2026, 7, 9), on(2026, 7, 31))
    assert due(rule, event, extensions=[longer]) == on(2026, 7, 31)
    before, after = Pause(on(2026, 7, 7), on(2026, 7, 8)), Pause(on(2026, 7, 20), on(2026, 7, 21))
    assert due(rule, event, [before], [longer]) == on(2026, 7, 31)
    assert due(rule, event, [before, after], [longer]) == on(2026, 8, 4)
    assert due(rule, event, [before, Pause(on(2026, 7, 20))], [longer]) is None
    last = Extension(on(2026, 7, 30), on(2026, 9, 1))
    assert due(rule, event, [before, after], [last, longer]) == on(2026, 9, 1)
    assert reckon(rule, event, [before], [longer]).by_rule == on(2026, 7, 15)


@pytest.mark.parametrize(
    ("rule", "event", "expected"),
    [
        (Rule(24, Unit.HOUR), datetime(2026, 7, 6, 14, 5, tzinfo=LONDON), datetime(2026, 7, 7, 14, 5, tzinfo=LONDON)),
        # the night the clocks go back has 25 hours, the one they go forward 23
        (
            Rule(24, Unit.HOUR),
            datetime(2026, 10, 24, 14, 0, tzinfo=LONDON),
            datetime(2026, 10, 25, 13, 0, tzinfo=LONDON),
        ),
        (
            Rule(24, Unit.HOUR),
            datetime(2026, 3, 28, 14, 0, tzinfo=LONDON),
            datetime(2026, 3, 29, 15, 0, tzinfo=LONDON),
        ),
        (Rule(48, Unit.HOUR), on(2026, 7, 6), datetime(2026, 7, 8, 0, 0, tzinfo=LONDON)),
        (
            Rule(2, Unit.HOUR, direction=BEFORE),
            datetime(2026, 7, 6, 1, 0, tzinfo=LONDON),
            datetime(2026, 7, 5, 23, tzinfo=LONDON),
        ),
        # eight hours a day, 9 to 17: Friday 16:00 and two hours more is Monday 10:00
        (
            Rule(2, Unit.WORKING_HOUR),
            datetime(2026, 7, 3, 16, tzinfo=LONDON),
            datetime(2026, 7, 6, 10, tzinfo=LONDON),
        ),
        (
            Rule(8, Unit.WORKING_HOUR),
            datetime(2026, 7, 6, 9, tzinfo=LONDON),
            datetime(2026, 7, 6, 17, tzinfo=LONDON),
        ),
        (
            Rule(9, Unit.WORKING_HOUR),
            datetime(2026, 12, 24, 12, tzinfo=LONDON),
            datetime(2026, 12, 29, 13, tzinfo=LONDON),
        ),
        (
            Rule(2, Unit.WORKING_HOUR, direction=BEFORE),
            datetime(2026, 7, 6, 10, tzinfo=LONDON),
            datetime(2026, 7, 3, 16, tzinfo=LONDON),
        ),
        (
            Rule(2, Unit.WORKING_HOUR, opens=time(8), closes=time(20)),
            datetime(2026, 7, 3, 19, tzinfo=LONDON),
            datetime(2026, 7, 6, 9, tzinfo=LONDON),
        ),
        (Rule(1, Unit.WORKING_HOUR), datetime(2026, 7, 4, 3, tzinfo=UTC), datetime(2026, 7, 6, 10, tzinfo=LONDON)),
    ],
)
def test_hours(rule, event, expected):
    assert due(rule, event) == expected
    assert sum(day.minutes for day in reckon(rule, event).counted) == rule.length * 60


def test_a_paused_day_has_no_hours():
    event = datetime(2026, 7, 6, 14, tzinfo=LONDON)
    pause = [Pause(on(2026, 7, 7), on(2026, 7, 7))]
    assert due(Rule(24, Unit.HOUR, pausable=True), event, pause) == datetime(2026, 7, 8, 14, tzinfo=LONDON)
    assert due(Rule(5, Unit.WORKING_HOUR, pausable=True), event, pause) == datetime(2026, 7, 8, 11, tzinfo=LONDON)
    assert due(Rule(24, Unit.HOUR, pausable=True), event, [Pause(on(2026, 7, 7))]) is None


def test_every_day_is_told_and_why():
    found = reckon(pausable(5), on(2022, 9, 15), [Pause(on(2022, 9, 21), on(2022, 9, 21), "police ask to wait")])
    assert [(each.day.day, each.number) for each in found.counted] == [(16, 1), (20, 2), (22, 3), (23, 4), (26, 5)]
    assert [(each.day.day, each.why) for each in found.skipped] == [
        (17, "Saturday"),
        (18, "Sunday"),
        (19, "State Funeral of Queen Elizabeth II"),
        (21, "Paused: police ask to wait"),
        (24, "Saturday"),
        (25, "Sunday"),
    ]
    assert found.due == found.by_rule == on(2022, 9, 26)


def test_what_was_counted_before_a_pause_that_goes_on():
    found = reckon(pausable(5), on(2026, 7, 6), [Pause(on(2026, 7, 9))])
    assert (found.due, [each.day.day for each in found.counted]) == (None, [7, 8])


def test_the_day_that_stands_for_the_event_is_day_0():
    found = reckon(days(2, off_day=OffDay.EVENT), on(2026, 7, 4))
    assert [each.day.day for each in found.counted] == [7, 8]
    assert [(each.day.day, each.why) for each in found.skipped] == [(5, "Sunday")]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"length": -1}, "from 0 to 5000"),
        ({"length": 5001}, "from 0 to 5000"),
        ({"event_day": 2}, "day 0 or as day 1"),
        ({"length": 0, "event_day": 1}, "at least one day"),
        ({"unit": Unit.HOUR, "event_day": 1}, "at least one day"),
        ({"direction": BEFORE, "pausable": True}, "cannot be paused"),
        ({"opens": time(17), "closes": time(9)}, "must end after"),
    ],
)
def test_rules_without_sense_are_refused(values, sentence):
    with pytest.raises(ClockRefused, match=sentence):
        Rule(**{"length": 5, "unit": Unit.WORKING_DAY} | values)


@pytest.mark.parametrize(
    ("rule", "pauses", "sentence"),
    [
        (days(5), [Pause(on(2026, 7, 8))], "cannot be paused"),
        (pausable(5), [Pause(on(2026, 7, 8), on(2026, 7, 7))], "before it begins"),
        (pausable(5), [Pause(on(2026, 7, 8), on(2026, 7, 9)), Pause(on(2026, 7, 9), on(2026, 7, 9))], "same time"),
        (pausable(5), [Pause(on(2026, 7, 8)), Pause(on(2026, 7, 20), on(2026, 7, 21))], "same time"),
    ],
)
def test_pauses_without_sense_are_refused(rule, pauses, sentence):
    with pytest.raises(ClockRefused, match=sentence):
        due(rule, on(2026, 7, 6), pauses)


def test_a_moment_needs_its_zone_and_a_day_its_calendar():
    with pytest.raises(ClockRefused, match="time zone"):
        due(Rule(1, Unit.HOUR), datetime(2026, 7, 6, 9))  # noqa: DTZ001
    for rule in (days(5), Rule(60, Unit.MONTH), Rule(2000, Unit.DAY)):
        with pytest.raises(OutsideCalendar):
            due(rule, date(9999, 6, 1))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (days(5), "5 working days"),
        (days(1), "1 working day"),
        (Rule(6, Unit.MONTH), "6 months"),
        (days(7, direction=BEFORE), "7 working days before"),
        (Rule(1, Unit.WORKING_HOUR), "1 working hour"),
    ],
)
def test_a_length_in_words(rule, words):
    assert rule.length_words == words
