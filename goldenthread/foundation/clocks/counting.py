"""Counting days and hours from an event, by a rule."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from goldenthread.foundation.clocks.rule import LONDON, Direction, MonthEnd, OffDay, Pause, Rule, Unit, day_of
from goldenthread.foundation.workingdays import (
    LAST_YEAR,
    OutsideCalendar,
    add_working_days,
    is_working_day,
    why_not,
    working_days_between,
)

ONE_DAY = timedelta(days=1)


def day_due(rule: Rule, event: date, pauses: Sequence[Pause]) -> date:
    zero, length = day_zero(rule, event), _length_in_days(rule, event)
    if rule.direction == Direction.BEFORE:
        if length == 0:
            return zero if not rule.unit.is_working or is_working_day(zero, rule.nation) else _step(rule, zero, -1)
        return _step(rule, zero, -length)
    return nth_after(rule, zero, length, pauses)


def day_zero(rule: Rule, event: date) -> date:
    """The day from which it is counted: the one that counts first comes next to it."""
    sign = -1 if rule.direction == Direction.BEFORE else 1
    if rule.event_day == 1:
        return event - sign * ONE_DAY
    if rule.unit.is_working and rule.off_day == OffDay.EVENT and not is_working_day(event, rule.nation):
        return add_working_days(event, sign, rule.nation)
    return event


def _length_in_days(rule: Rule, event: date) -> int:
    """How many days count from day zero."""
    if rule.unit == Unit.WEEK:
        return 7 * rule.length
    if rule.unit == Unit.MONTH:
        return abs((_month_target(rule, event) - day_zero(rule, event)).days)
    return rule.length


def _month_target(rule: Rule, event: date) -> date:
    """The last day of a period of months, the first where it is counted back."""
    back = rule.direction == Direction.BEFORE
    month = event.year * 12 + event.month - 1 + (-rule.length if back else rule.length)
    year, month = divmod(month, 12)
    if not 1 <= year <= LAST_YEAR:
        raise OutsideCalendar
    longest = monthrange(year, month + 1)[1]
    was_last = event.day == monthrange(event.year, event.month)[1]
    if rule.month_end == MonthEnd.LAST and was_last:
        found, corresponds = date(year, month + 1, longest), True
    else:
        found, corresponds = date(year, month + 1, min(event.day, longest)), event.day <= longest
    if rule.event_day == 1 and back:
        return found + ONE_DAY
    # 31 January with its day: where February has no 31st, its last day already completes the month.
    return found - ONE_DAY if rule.event_day == 1 and corresponds else found


def nth_after(rule: Rule, zero: date, length: int, pauses: Sequence[Pause]) -> date:
    """The ``length``-th day after ``zero`` that counts; for 0 ``zero`` itself, or the next that counts."""
    if length == 0:
        if not why_not_counted(rule, zero, pauses):
            return zero
        length = 1
    found = _step(rule, zero, length)
    if not pauses:
        return found
    paused = 0
    while True:
        now = sum(
            count(rule, max(pause.first - ONE_DAY, zero), min(pause.last, found)) for pause in pauses if pause.last
        )
        if now == paused:
            return found
        paused, found = now, _step(rule, zero, length + now)


def _step(rule: Rule, day: date, count: int) -> date:
    """The ``count``-th day after ``day``, working days alone where the rule counts those."""
    if rule.unit.is_working:
        return add_working_days(day, count, rule.nation)
    try:
        return day + timedelta(days=count)
    except OverflowError as error:
        raise OutsideCalendar from error


def count(rule: Rule, first: date, last: date) -> int:
    """How many days after ``first`` and up to ``last`` the rule would count."""
    return working_days_between(first, last, rule.nation) if rule.unit.is_working else max((last - first).days, 0)


def why_not_counted(rule: Rule, day: date, pauses: Sequence[Pause]) -> str:
    """Why the rule does not count ``day``; "" where it does."""
    for pause in pauses:
        if pause.first <= day and (pause.last is None or day <= pause.last):
            return f"Paused: {pause.reason}" if pause.reason else "Paused"
    return why_not(day, rule.nation).removeprefix("a ") if rule.unit.is_working else ""


# Hours


def moment(event: date | datetime) -> datetime:
    """The moment of an event; a day stands for its first minute."""
    if isinstance(event, datetime):
        day_of(event)
        return event
    return datetime.combine(event, time(), LONDON)


def moment_due(rule: Rule, event: datetime, pauses: Sequence[Pause]) -> datetime:
    left = timedelta(hours=rule.length)
    if rule.unit == Unit.HOUR and not pauses:
        sign = -1 if rule.direction == Direction.BEFORE else 1
        return (event.astimezone(UTC) + sign * left).astimezone(LONDON)
    for start, end in _windows(rule, event, pauses):
        if end - start >= left:
            found = end - left if rule.direction == Direction.BEFORE else start + left
            return found.astimezone(LONDON)
        left -= end - start
    raise OutsideCalendar


def _windows(rule: Rule, event: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[datetime, datetime]]:
    """The spans of time that count from ``event`` on, or back from it, one for each day, in universal time."""
    event, back = event.astimezone(UTC), rule.direction == Direction.BEFORE
    day = day_of(event)
    while day.year <= LAST_YEAR:
        if not why_not_counted(rule, day, pauses):
            start, end = window(rule, day)
            start, end = (start, min(end, event)) if back else (max(start, event), end)
            if start <= end:
                yield start, end
        day += -ONE_DAY if back else ONE_DAY


def window(rule: Rule, day: date) -> tuple[datetime, datetime]:
    if rule.unit == Unit.WORKING_HOUR:
        first, last = datetime.combine(day, rule.opens, LONDON), datetime.combine(day, rule.closes, LONDON)
    else:
        first, last = datetime.combine(day, time(), LONDON), datetime.combine(day + ONE_DAY, time(), LONDON)
    return first.astimezone(UTC), last.astimezone(UTC)
