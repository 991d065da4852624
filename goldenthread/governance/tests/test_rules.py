"""The rules of attendance, by example and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.governance.rules import (
    Mark,
    Reason,
    current_run_of_absences,
    default_mark,
    longest_run_of_absences,
    rate,
    reasons_to_follow_up,
)
from goldenthread.partnership.roles import SeatRole

marks = st.lists(st.sampled_from([*Mark, None]), max_size=30)


def read(text: str) -> list[Mark | None]:
    """Marks from letters; a dot is a meeting without a mark."""
    return [None if letter == "." else Mark(letter) for letter in text]


@pytest.mark.parametrize("mark, words", [("y", "Present"), ("x", "Nobody came"), ("o", "Not expected")])
def test_marks_have_words(mark, words):
    assert Mark(mark).label == words


def test_the_list_of_marks_is_closed():
    with pytest.raises(ValueError, match="z"):
        Mark("z")


@pytest.mark.parametrize(
    "text, numerator, denominator",
    [
        ("", 0, 0),
        ("yyyy", 4, 4),
        ("xxxx", 0, 4),
        ("yx", 1, 2),
        ("oooo", 0, 0),
        ("yo", 1, 1),
        ("xo", 0, 1),
        ("y..x", 1, 2),
        ("....", 0, 0),
    ],
)
def test_not_expected_and_unmarked_leave_the_denominator(text, numerator, denominator):
    found = rate(read(text))
    assert (found.numerator, found.denominator) == (numerator, denominator)


@pytest.mark.parametrize(
    "text, longest, current",
    [
        ("", 0, 0),
        ("yyyy", 0, 0),
        ("xxxx", 4, 4),
        ("xyxx", 2, 2),
        ("xxyx", 2, 1),
        ("xxy", 2, 0),
        ("xox", 2, 2),
        ("x.x", 2, 2),
        ("xo.xy", 2, 0),
        ("oxo", 1, 1),
        ("ooo", 0, 0),
        ("yxoxoxy", 3, 0),
    ],
)
def test_runs_of_absences(text, longest, current):
    assert longest_run_of_absences(read(text)) == longest
    assert current_run_of_absences(read(text)) == current


@pytest.mark.parametrize(
    "text, below, in_a_row, expected",
    [
        ("yyyx", 75, 2, []),
        ("yyyx", 76, 2, [Reason.BELOW_RATE]),
        ("yxyx", 75, 2, [Reason.BELOW_RATE]),
        ("yyyyyyxx", 75, 2, [Reason.IN_A_ROW]),
        ("yyyyyyxox", 75, 2, [Reason.IN_A_ROW]),
        ("yyyyyyxxo", 75, 2, [Reason.IN_A_ROW]),
        ("yyyyyyxx", 75, 3, []),
        ("xxyyyyyy", 75, 2, []),
        ("xx", 75, 2, [Reason.BELOW_RATE, Reason.IN_A_ROW]),
        ("oooo", 100, 1, []),
        ("....", 100, 1, []),
        ("", 100, 1, []),
        ("yyyy", 100, 1, []),
        ("xxxx", 0, 5, []),
    ],
)
def test_reasons_to_follow_up(text, below, in_a_row, expected):
    assert reasons_to_follow_up(read(text), below=below, in_a_row=in_a_row) == expected


@pytest.mark.parametrize("role", SeatRole)
def test_only_virtual_and_co_opted_seats_begin_as_not_expected(role):
    expected = Mark.NOT_EXPECTED if role in (SeatRole.VIRTUAL, SeatRole.CO_OPTED) else None
    assert default_mark(role) == expected
    assert default_mark(role.value) == expected


@given(marks)
def test_a_rate_never_passes_the_whole(row):
    found = rate(row)
    assert 0 <= found.numerator <= found.denominator <= len(row)
    assert found.numerator == row.count(Mark.PRESENT)
    assert found.denominator - found.numerator == row.count(Mark.ABSENT)


@given(marks, st.integers(0, 30))
def test_not_expected_changes_nothing_wherever_it_stands(row, place):
    for silent in (Mark.NOT_EXPECTED, None):
        more = [*row[:place], silent, *row[place:]]
        assert rate(more) == rate(row)
        assert longest_run_of_absences(more) == longest_run_of_absences(row)
        assert current_run_of_absences(more) == current_run_of_absences(row)
        assert reasons_to_follow_up(more) == reasons_to_follow_up(row)


@given(marks)
def test_runs_are_bounded_by_the_absences(row):
    assert current_run_of_absences(row) <= longest_run_of_absences(row) <= row.count(Mark.ABSENT)


@given(marks)
def test_the_longest_run_is_the_same_read_backwards(row):
    assert longest_run_of_absences(row) == longest_run_of_absences(row[::-1])


@given(marks)
def test_one_more_absence_lengthens_the_current_run_by_one_and_a_presence_ends_it(row):
    assert current_run_of_absences([*row, Mark.ABSENT]) == current_run_of_absences(row) + 1
    assert current_run_of_absences([*row, Mark.PRESENT]) == 0


@given(marks, st.integers(0, 100), st.integers(1, 5))
def test_a_stricter_setting_never_lists_less(row, below, in_a_row):
    loose = reasons_to_follow_up(row, below=below, in_a_row=in_a_row)
    strict = reasons_to_follow_up(row, below=min(100, below + 10), in_a_row=max(1, in_a_row - 1))
    assert set(loose) <= set(strict)


@given(marks)
def test_nobody_who_always_came_is_followed_up(row):
    came = [Mark.PRESENT if mark == Mark.ABSENT else mark for mark in row]
    assert reasons_to_follow_up(came, below=100, in_a_row=1) == []
