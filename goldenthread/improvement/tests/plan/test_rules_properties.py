"""What holds of every history: status is a function of it, and every state has a name."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from goldenthread.improvement.rules import (
    Cadence,
    Check,
    Closure,
    Due,
    History,
    Part,
    Pause,
    Status,
    Update,
    awaited,
    status,
)

DAYS = some.dates(date(2015, 1, 1), date(2025, 12, 31))
maybe = some.none() | DAYS
PARTS = some.builds(
    Part,
    name=some.sampled_from(["Police", "Health", "Housing"]),
    asked_on=DAYS,
    attested_on=maybe,
    released_on=maybe,
    ended_on=maybe,
)
UPDATES = some.builds(Update, said_on=DAYS, expected_on=maybe, done_again=some.booleans())
PAUSES = some.builds(
    lambda begun, length, resumed: Pause(
        begun, begun + timedelta(days=length), begun + timedelta(days=resumed) if resumed is not None else None, "Why"
    ),
    DAYS,
    some.integers(0, 400),
    some.none() | some.integers(0, 400),
)
CLOSURES = some.builds(
    lambda closed, after: Closure(closed, closed + timedelta(days=after) if after is not None else None),
    DAYS,
    some.none() | some.integers(0, 400),
)
HISTORIES = some.builds(
    History,
    starts_on=DAYS,
    dues=some.lists(some.builds(Due, DAYS, maybe), max_size=3).map(
        lambda dues: tuple(sorted(dues, key=lambda due: due.known_on))
    ),
    review=some.none() | some.sampled_from(Cadence),
    recurrence=some.none() | some.sampled_from(Cadence),
    parts=some.lists(PARTS, max_size=3).map(tuple),
    updates=some.lists(UPDATES, max_size=3).map(tuple),
    pauses=some.lists(PAUSES, max_size=2).map(tuple),
    closures=some.lists(CLOSURES, max_size=2).map(tuple),
    checks=some.lists(some.builds(Check, DAYS, maybe), max_size=2).map(tuple),
)


@given(HISTORIES, DAYS)
def test_every_history_has_one_status_with_a_reason(history, day):
    standing = status(history, day)
    assert standing.status in Status
    assert standing.reason.endswith(".")
    assert status(replace(history), day) == standing


@given(HISTORIES, DAYS)
def test_complete_means_closed_and_no_part_awaited(history, day):
    standing = status(history, day)
    closed = any(closure.stands_on(day) for closure in history.closures)
    assert (standing.status == Status.COMPLETE) == (closed and not awaited(history, day))


@given(HISTORIES, DAYS)
def test_one_more_awaited_part_is_never_complete(history, day):
    asked = replace(history, parts=(*history.parts, Part("One more", day)))
    standing = status(asked, day)
    assert standing.status != Status.COMPLETE
    assert "One more" in standing.awaited


@given(HISTORIES, DAYS, some.integers(1, 300))
def test_what_comes_later_changes_nothing(history, day, after):
    later = day + timedelta(days=after)
    more = replace(
        history,
        parts=(*history.parts, Part("Later", later)),
        updates=(*history.updates, Update(later, later, done_again=True)),
        closures=(*history.closures, Closure(later)),
        pauses=(*history.pauses, Pause(later, later)),
    )
    assert status(more, day) == status(history, day)


@given(HISTORIES, DAYS)
def test_the_order_of_what_was_said_makes_no_difference(history, day):
    unique = {update.said_on: update for update in history.updates}
    there = replace(history, updates=tuple(unique.values()))
    back = replace(history, updates=tuple(reversed(unique.values())))
    assert status(there, day) == status(back, day)


@given(HISTORIES)
def test_nothing_escapes_being_due(history):
    """An open action of which nothing is ever said again does not stay on track."""
    still_open = replace(history, closures=())
    assert status(still_open, date(2040, 1, 1)).status in (Status.OVERDUE, Status.LIKELY, Status.STALE)
