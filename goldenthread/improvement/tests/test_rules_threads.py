"""Where a thread is broken."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.improvement.rules.threads import ActionState, Break, FindingState, breaks_of, finding_is_broken

TODAY = date(2026, 11, 21)
WORDS = st.sampled_from(["", " ", "\n", "a file note", "Minutes of the board"])
DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))


@pytest.mark.parametrize(
    ("state", "broken"),
    [
        (FindingState(True, 0, ""), True),
        (FindingState(True, 0, "  "), True),
        (FindingState(True, 1, ""), False),
        (FindingState(True, 0, "Done before it was found."), False),
        (FindingState(False, 0, ""), False),
    ],
)
def test_a_finding_is_answered_by_an_action_or_a_reason(state, broken):
    assert finding_is_broken(state) == broken


@given(st.booleans(), st.integers(0, 5), WORDS)
def test_an_answer_never_breaks_a_thread(asks, actions, reason):
    before = finding_is_broken(FindingState(asks, actions, reason))
    assert not finding_is_broken(FindingState(asks, actions + 1, reason))
    assert not finding_is_broken(FindingState(asks, actions, "Not for us to do."))
    assert not finding_is_broken(FindingState(False, actions, reason))
    assert before == (asks and actions == 0 and not reason.strip())


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (ActionState(True, "", 0, ()), [Break.UNPROVED]),
        (ActionState(True, "", 1, ()), []),
        (ActionState(True, "Seen by the board.", 0, ()), []),
        (ActionState(False, "", 0, ()), []),
        (ActionState(True, "Seen.", 0, (TODAY,)), []),
        (ActionState(True, "Seen.", 0, (TODAY - timedelta(days=1),)), [Break.UNCHECKED]),
        (ActionState(True, "", 0, (date(2020, 1, 1), date(2030, 1, 1))), [Break.UNPROVED, Break.UNCHECKED]),
    ],
)
def test_an_action_is_closed_on_evidence_and_checked_in_time(state, found):
    assert breaks_of(state, TODAY) == found


@given(st.booleans(), WORDS, st.integers(0, 3), st.lists(DAYS, max_size=4).map(tuple), DAYS)
def test_each_break_is_mended_by_its_own_remedy(closed, evidence, files, checks, today):
    state = ActionState(closed, evidence, files, checks)
    found = breaks_of(state, today)
    assert Break.UNPROVED not in breaks_of(ActionState(closed, "What shows it", files, checks), today)
    assert Break.UNPROVED not in breaks_of(ActionState(False, evidence, files, checks), today)
    assert Break.UNCHECKED not in breaks_of(ActionState(closed, evidence, files, ()), today)
    assert (Break.UNCHECKED in found) == any(check < today for check in checks)
    assert len(found) == len(set(found))


@given(st.lists(DAYS, max_size=4).map(tuple), DAYS, st.integers(0, 200))
def test_what_is_overdue_stays_overdue(checks, today, days):
    state = ActionState(True, "Seen.", 0, checks)
    if Break.UNCHECKED in breaks_of(state, today):
        assert Break.UNCHECKED in breaks_of(state, today + timedelta(days=days))


@pytest.mark.parametrize("each", Break)
def test_every_break_has_words(each):
    assert each.label
    assert each.remedy
