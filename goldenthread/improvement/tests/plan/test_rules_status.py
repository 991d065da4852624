"""How an action stands: every case of the rule, with its reason."""

from datetime import date, timedelta

import pytest

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
    due_named,
    due_on,
    last_touched,
    listed,
    months_later,
    status,
    times_moved,
)

START = date(2020, 1, 10)
DUE = date(2020, 9, 1)


def history(**given):
    return History(**{"starts_on": START, "dues": (Due(START, DUE),), **given})


def reviewed(cadence=Cadence.QUARTERLY, **given):
    return history(dues=(Due(START, None),), review=cadence, **given)


def said(*days, **given):
    return tuple(Update(day, **given) for day in days)


PART = Part("Health", START)


@pytest.mark.parametrize(
    ("case", "day", "expected", "reason"),
    [
        (history(), date(2020, 2, 1), Status.ON_TRACK, "It is due on 1 September 2020."),
        (history(), date(2019, 12, 1), Status.ON_TRACK, "It starts on 10 January 2020."),
        (history(), DUE + timedelta(days=1), Status.OVERDUE, "It was due on 1 September 2020."),
        (
            history(updates=said(date(2020, 8, 20))),
            DUE,
            Status.ON_TRACK,
            "It is due on 1 September 2020.",
        ),
        (
            history(parts=(PART,), updates=said(date(2020, 8, 20))),
            DUE,
            Status.LIKELY,
            "It is due on 1 September 2020. A part is awaited: Health.",
        ),
        (
            history(parts=(PART, Part("Police", START))),
            date(2020, 10, 1),
            Status.OVERDUE,
            "It was due on 1 September 2020. 2 parts are awaited: Health and Police.",
        ),
        (
            history(updates=said(date(2020, 7, 1))),
            date(2020, 8, 10),
            Status.LIKELY,
            "It is due on 1 September 2020, and nothing has been said of it since 1 July 2020.",
        ),
        (
            history(updates=said(date(2020, 3, 1), expected_on=date(2020, 12, 1))),
            date(2020, 3, 2),
            Status.LIKELY,
            "It is due on 1 September 2020 and is expected on 1 December 2020.",
        ),
        (
            history(
                dues=(
                    Due(START, date(2020, 3, 1)),
                    Due(date(2020, 2, 1), date(2020, 6, 1)),
                    Due(date(2020, 8, 20), DUE),
                ),
            ),
            date(2020, 8, 25),
            Status.LIKELY,
            "It is due on 1 September 2020, and that date was moved 2 times.",
        ),
        (
            history(),
            date(2020, 4, 11),
            Status.STALE,
            "Nothing has been said of it since 10 January 2020, for more than a quarter.",
        ),
        (history(), date(2020, 4, 10), Status.ON_TRACK, "It is due on 1 September 2020."),
        (
            reviewed(),
            date(2020, 3, 1),
            Status.ON_TRACK,
            "It was last looked at on 10 January 2020, and is to be looked at again by 10 April 2020.",
        ),
        (
            reviewed(Cadence.YEARLY),
            date(2021, 1, 11),
            Status.STALE,
            "Nothing has been said of it since 10 January 2020, for more than a year.",
        ),
        (reviewed(Cadence.YEARLY), date(2021, 1, 10), Status.ON_TRACK, None),
        (
            history(pauses=(Pause(date(2020, 3, 1), date(2020, 5, 31), None, "No venue"),)),
            date(2020, 5, 31),
            Status.PAUSED,
            "Paused until 31 May 2020. No venue.",
        ),
        (
            history(pauses=(Pause(date(2020, 3, 1), date(2020, 5, 31), date(2020, 4, 1), "No venue"),)),
            date(2020, 4, 1),
            Status.ON_TRACK,
            None,
        ),
        (
            history(closures=(Closure(date(2020, 5, 1)),), checks=(Check(date(2020, 11, 1)),)),
            date(2020, 6, 1),
            Status.COMPLETE,
            "Closed on 1 May 2020. Its impact check is due on 1 November 2020.",
        ),
        (
            history(closures=(Closure(date(2020, 5, 1)),), checks=(Check(date(2020, 11, 1)),)),
            date(2020, 12, 1),
            Status.COMPLETE,
            "Closed on 1 May 2020. Its impact check was due on 1 November 2020.",
        ),
        (
            history(
                parts=(Part("Health", START, attested_on=date(2020, 4, 1)),),
                closures=(Closure(date(2020, 5, 1)),),
                checks=(Check(date(2020, 11, 1), date(2020, 11, 5)),),
            ),
            date(2020, 12, 1),
            Status.COMPLETE,
            "Closed on 1 May 2020. Every part is attested or released. Its impact was checked on 5 November 2020.",
        ),
        (
            history(closures=(Closure(date(2020, 5, 1)),)),
            date(2020, 4, 30),
            Status.STALE,
            None,
        ),
        (
            history(closures=(Closure(date(2020, 5, 1), date(2020, 8, 25)),)),
            date(2020, 8, 25),
            Status.ON_TRACK,
            "It is due on 1 September 2020.",
        ),
        (
            history(parts=(PART,), closures=(Closure(date(2020, 5, 1)),)),
            date(2020, 10, 1),
            Status.OVERDUE,
            "It was due on 1 September 2020. A part is awaited: Health.",
        ),
    ],
)
def test_the_first_that_fits(case, day, expected, reason):
    standing = status(case, day)
    assert standing.status == expected
    if reason:
        assert standing.reason == reason


@pytest.mark.parametrize(
    ("updates", "dues", "expected"),
    [
        ((), (Due(START, None),), date(2020, 7, 10)),
        ((), (Due(START, date(2020, 10, 31)),), date(2020, 10, 31)),
        (said(date(2020, 6, 1), done_again=True), (Due(START, None),), date(2020, 12, 1)),
        (said(date(2020, 6, 1)), (Due(START, None),), date(2020, 7, 10)),
        (said(date(2020, 6, 1), done_again=True), (Due(START, date(2020, 7, 1)),), date(2020, 12, 1)),
        (said(date(2020, 2, 1), done_again=True), (Due(START, date(2020, 10, 31)),), date(2020, 10, 31)),
        (
            said(date(2020, 6, 1), done_again=True),
            (Due(START, date(2020, 7, 1)), Due(date(2020, 6, 2), date(2020, 7, 20))),
            date(2020, 7, 20),
        ),
    ],
)
def test_what_is_done_twice_a_year_is_due_half_a_year_after_it_was_done(updates, dues, expected):
    case = History(START, dues=dues, recurrence=Cadence.HALF_YEARLY, updates=updates)
    assert due_on(case, date(2020, 6, 30)) == expected


def test_what_happens_later_plays_no_part():
    later = history(
        dues=(Due(START, DUE), Due(date(2020, 7, 1), date(2021, 1, 1))),
        parts=(Part("Health", date(2020, 7, 1)), Part("Police", START, released_on=date(2020, 7, 2))),
        updates=said(date(2020, 7, 1), expected_on=date(2022, 1, 1)),
        pauses=(Pause(date(2020, 7, 1), date(2020, 8, 1)),),
    )
    day = date(2020, 6, 30)
    before = history(parts=(Part("Police", START),))
    assert status(later, day) == status(before, day)
    assert due_named(later, day) == DUE
    assert due_named(later, date(2020, 7, 1)) == date(2021, 1, 1)
    assert times_moved(later, day) == 0
    assert times_moved(later, date(2020, 7, 1)) == 1


def test_an_early_end_of_a_pause_is_not_known_before():
    paused = Pause(date(2020, 3, 1), date(2020, 3, 31), date(2020, 3, 10))
    assert paused.covers(date(2020, 3, 9))
    assert not paused.covers(date(2020, 3, 10))
    assert last_touched(history(pauses=(paused,)), date(2020, 4, 1)) == date(2020, 3, 9)


def test_a_part_that_was_asked_again_counts_once():
    asked = (
        Part("Health", START, attested_on=date(2020, 2, 1), ended_on=date(2020, 3, 1)),
        Part("Health", date(2020, 3, 1)),
    )
    assert status(history(parts=asked), date(2020, 2, 10)).awaited == ()
    assert status(history(parts=asked), date(2020, 3, 1)).awaited == ("Health",)


def test_words():
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert {each.label for each in Status} == {
        *("Overdue", "Likely to be missed", "Stale", "Paused", "On track", "Complete")
    }
    assert len({each.shape for each in Status}) == len(Status)


def test_months():
    assert months_later(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert months_later(date(2020, 11, 30), 3) == date(2021, 2, 28)
    assert months_later(date(9999, 11, 30), 3) == date.max
    assert [cadence.months for cadence in Cadence] == [1, 3, 4, 6, 12]
    assert all(cadence.label and cadence.period for cadence in Cadence)
