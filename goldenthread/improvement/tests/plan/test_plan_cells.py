"""Reading the cells of a plan."""

from datetime import date

import pytest

from goldenthread.improvement.imports import plan_cells as cells
from goldenthread.improvement.rules import Cadence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quarterly", Cadence.QUARTERLY),
        ("Twice a year", Cadence.HALF_YEARLY),
        (" annually ", Cadence.YEARLY),
        ("recurs termly", Cadence.TERMLY),
        ("every  month", Cadence.MONTHLY),
        ("", None),
    ],
)
def test_how_often(text, expected):
    assert cells.cadence(text) == expected


def test_another_word_for_how_often_is_refused():
    with pytest.raises(ValueError, match="fortnightly"):
        cells.cadence("fortnightly")


@pytest.mark.parametrize(
    ("when", "cell", "expected"),
    [
        ("Twice a year", "twice a year", True),
        ("Once a year", "annual", True),
        ("Termly per borough", "termly", True),
        ("Three times a year", "termly", True),
        ("Quarterly meetings", "quarterly", False),
        ("Review quarterly", "quarterly", False),
        ("Yearly review", "annual", False),
        ("Throughout the year", "annual", False),
        ("Ongoing", "recurs annual", True),
        ("", "quarterly", False),
    ],
)
def test_done_so_often_or_looked_at_so_often(when, cell, expected):
    assert cells.is_recurrence(when, cell) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-06", date(2020, 6, 30)),
        ("2020-02", date(2020, 2, 29)),
        ("RBKC 2020-02", date(2020, 2, 29)),
        ("2020-06-12", date(2020, 6, 12)),
        ("done 2020-06-12", date(2020, 6, 12)),
        ("12 June 2020", date(2020, 6, 12)),
        ("Sept 2020", date(2020, 9, 30)),
        ("September 2020", date(2020, 9, 30)),
        ("2020-13", None),
        ("in the spring", None),
        ("Spring 2020", None),
        ("", None),
    ],
)
def test_when_it_was_finished(text, expected):
    assert cells.finished_on(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("LSCB Safeguarding Plan 2016/17", (date(2016, 4, 1), date(2017, 3, 31))),
        ("LSCB Safeguarding Plan 2017/2019", (date(2017, 4, 1), date(2019, 3, 31))),
        ("Plan 2019-21", (date(2019, 4, 1), date(2021, 3, 31))),
        ("Plan 2099/00", None),
        ("Plan 2021/2019", None),
        ("Business plan", None),
    ],
)
def test_the_years_of_a_plan(title, expected):
    found = cells.years(title)
    assert (found and (found.first, found.last)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Vulnerable parents", (1, "Vulnerable parents")),
        ("2. Voice of the child", (2, "Voice of the child")),
        ("Voice of the child", (None, "Voice of the child")),
        ("16+ young people", (None, "16+ young people")),
    ],
)
def test_a_number_before_a_title(text, expected):
    assert cells.numbered(text) == expected
