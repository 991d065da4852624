"""When something is due, and how that was counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from goldenthread.foundation.clocks.counting import (
    ONE_DAY,
    count,
    day_due,
    day_zero,
    moment,
    moment_due,
    nth_after,
    why_not_counted,
    window,
)
from goldenthread.foundation.clocks.rule import (
    LONDON,
    ClockRefused,
    Counted,
    Direction,
    Extension,
    OffDay,
    Pause,
    Reckoning,
    Rule,
    Skipped,
    day_of,
)


def due(
    rule: Rule, event: date | datetime, pauses: Sequence[Pause] = (), extensions: Iterable[Extension] = ()
) -> date | datetime | None:
    """When it is due; None while it is paused. A day, or for hours a moment in London time.

    ``event`` is a day, or for hours a moment (a day stands for its first minute in London).
    Raises ClockRefused where the rule cannot be paused or pauses overlap, OutsideCalendar.
    """
    pauses = _checked(rule, pauses)
    found = _by_rule(rule, event, pauses)
    for extension in sorted(extensions, key=lambda each: each.granted_on):
        found = _extended(rule, extension, pauses)
    return found


def reckon(
    rule: Rule, event: date | datetime, pauses: Sequence[Pause] = (), extensions: Sequence[Extension] = ()
) -> Reckoning:
    """When it is due, with every day that counts and every day that does not. Arguments and errors as for ``due``."""
    last = due(rule, event, pauses, extensions)
    pauses = _checked(rule, pauses)
    by_rule = _by_rule(rule, event, pauses) if extensions else last
    counted: list[Counted] = []
    skipped: list[Skipped] = []
    for day, minutes in _walk(rule, event, pauses, last):
        why = why_not_counted(rule, day, pauses)
        if why:
            skipped.append(Skipped(day, why))
        elif minutes is None or minutes > 0:
            counted.append(Counted(day, len(counted) + 1, minutes))
    return Reckoning(last, by_rule, tuple(counted), tuple(skipped))


def _checked(rule: Rule, pauses: Sequence[Pause]) -> Sequence[Pause]:
    """The pauses in order. Raises ClockRefused."""
    if not pauses:
        return pauses
    if not rule.pausable:
        raise ClockRefused("This clock cannot be paused.")
    pauses = sorted(pauses, key=lambda pause: pause.first)
    for pause in pauses:
        if pause.last is not None and pause.last < pause.first:
            raise ClockRefused("A pause cannot end before it begins.")
    for before, after in pairwise(pauses):
        if before.last is None or before.last >= after.first:
            raise ClockRefused("Two pauses cannot be at the same time.")
    return pauses


def _by_rule(rule: Rule, event: date | datetime, pauses: Sequence[Pause]) -> date | datetime | None:
    """When the rule says it is due."""
    ended = [pause for pause in pauses if pause.last is not None] if pauses else pauses
    found: date | datetime
    if rule.unit.is_timed:
        found = moment_due(rule, moment(event), ended)
    else:
        found = day_due(rule, day_of(event), ended)
    return _unless_paused(found, pauses)


def _unless_paused(found: date | datetime, pauses: Sequence[Pause]) -> date | datetime | None:
    """None where a pause that still goes on began before ``found`` was over."""
    is_paused = bool(pauses) and pauses[-1].last is None and pauses[-1].first <= day_of(found)
    return None if is_paused else found


def _extended(rule: Rule, extension: Extension, pauses: Sequence[Pause]) -> date | datetime | None:
    """The date an extension gave, moved by pauses after it was granted; one recorded late may have begun before."""
    after = [pause for pause in pauses if pause.last is None or pause.last >= extension.granted_on]
    day, granted = day_of(extension.due), extension.granted_on
    ended = [pause for pause in after if pause.last is not None]
    moved = day
    if any(pause.first <= day for pause in ended):
        left = count(rule, granted, day)
        moved = nth_after(rule, granted, left, ended) if left else day
    found: date | datetime = moved
    if isinstance(extension.due, datetime):
        found = datetime.combine(moved, extension.due.astimezone(LONDON).timetz())
    return _unless_paused(found, after)


def _walk(
    rule: Rule, event: date | datetime, pauses: Sequence[Pause], last: date | datetime | None
) -> Iterator[tuple[date, int | None]]:
    """Every day from the first that might count to the due date, or to the day before a pause that goes on.

    With each day the minutes of it that count, None where days are counted.
    """
    end = day_of(last) if last is not None else max(pauses[-1].first - ONE_DAY, day_of(event))
    step = -ONE_DAY if rule.direction == Direction.BEFORE else ONE_DAY
    day = day_of(event) if rule.unit.is_timed or rule.event_day == 1 else day_of(event) + step
    if rule.length == 0 and not rule.unit.is_timed:
        day = day_of(event)
    zero = day_zero(rule, day_of(event)) if rule.off_day == OffDay.EVENT else None
    while (day >= end) if step < timedelta() else (day <= end):
        # The day that stands for the event is day 0 as the event's own would be.
        if not (zero == day and rule.length and rule.event_day == 0):
            yield day, _minutes(rule, event, day, last) if rule.unit.is_timed else None
        day += step


def _minutes(rule: Rule, event: date | datetime, day: date, last: date | datetime | None) -> int:
    """How many minutes of ``day`` lie between the event and the due moment, within the hours that count."""
    start, end = window(rule, day)
    if rule.direction == Direction.AFTER:
        start = max(start, moment(event).astimezone(UTC))
        end = min(end, moment(last).astimezone(UTC)) if last is not None else end
    else:
        start = max(start, moment(last).astimezone(UTC)) if last is not None else start
        end = min(end, moment(event).astimezone(UTC))
    return max(int((end - start).total_seconds()) // 60, 0)
