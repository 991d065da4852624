"""Recurrence: what comes back over the years, counted."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.improvement.rules.recurrence import Recurrence, Tally, recurrences, years_of

EVIDENCE = st.dictionaries(st.integers(1, 12), st.none() | st.integers(2014, 2026), max_size=12)
"""Each piece of evidence and its year."""


@st.composite
def findings(draw):
    """Findings as (theme, evidence, year), each finding with one theme."""
    years = draw(EVIDENCE)
    if not years:
        return []
    pairs = draw(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(sorted(years))), max_size=40))
    return [(theme, evidence, years[evidence]) for theme, evidence in pairs]


def tallies(rows):
    """As the database counts them: by theme and year."""
    grouped = defaultdict(list)
    for theme, evidence, year in rows:
        grouped[theme, year].append(evidence)
    return [
        Tally(f"theme {theme}", f"Theme {theme}", year, len(found), len(set(found)))
        for (theme, year), found in grouped.items()
    ]


@given(findings())
def test_counts_are_those_of_the_findings(rows):
    found = {int(each.key.removeprefix("theme ")): each for each in recurrences(tallies(rows))}
    assert set(found) == {theme for theme, _, _ in rows}
    for theme, each in found.items():
        mine = [(evidence, year) for other, evidence, year in rows if other == theme]
        assert each.findings == len(mine) == sum(each.by_year.values())
        assert each.evidence == len({evidence for evidence, _ in mine})
        assert each.is_recurrent == (each.evidence >= 2)
        assert each.evidence <= each.findings
        assert all(count == sum(year == other for _, other in mine) for year, count in each.by_year.items())


@given(findings(), st.randoms())
def test_the_order_of_the_tallies_does_not_matter(rows, random):
    given_so = tallies(rows)
    shuffled = list(given_so)
    random.shuffle(shuffled)
    assert recurrences(given_so) == recurrences(shuffled)


@given(findings())
def test_what_is_in_most_evidence_comes_first(rows):
    found = recurrences(tallies(rows))
    assert [each.evidence for each in found] == sorted((each.evidence for each in found), reverse=True)
    assert sum(each.findings for each in found) == len(rows)


@given(findings())
def test_years_have_no_gap_and_no_date_comes_last(rows):
    years = years_of(recurrences(tallies(rows)))
    known = [year for year in years if year is not None]
    assert known == list(range(known[0], known[-1] + 1)) if known else True
    assert None not in years[:-1]
    assert {year for _, _, year in rows} <= set(years)


@pytest.mark.parametrize(
    ("rows", "recurrent"),
    [
        ([(1, 1, 2020), (1, 1, 2020)], False),
        ([(1, 1, 2020), (1, 2, 2020)], True),
        ([(1, 1, 2017), (1, 2, 2021)], True),
        ([(1, 1, None), (1, 2, 2021)], True),
        ([(1, 1, 2020)], False),
    ],
)
def test_two_pieces_of_evidence_make_a_theme_recurrent(rows, recurrent):
    assert recurrences(tallies(rows))[0].is_recurrent == recurrent


def test_nothing_found_is_nothing_recurrent():
    assert recurrences([]) == []
    assert years_of([]) == []


def test_equal_counts_are_in_the_order_of_names():
    found = recurrences([Tally("housing", "housing", 2020, 1, 1), Tally("autism", "Autism", 2020, 1, 1)])
    assert [each.theme for each in found] == ["Autism", "housing"]
    assert found[0] == Recurrence("autism", "Autism", {2020: 1}, 1, 1)
