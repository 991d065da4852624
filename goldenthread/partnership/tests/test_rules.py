"""The register's pure rules."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.partnership.rules import (
    BOX_HEIGHT,
    FALLBACK_COLOUR,
    PartnerGap,
    PartnerKind,
    Span,
    contrast_with_white,
    gaps,
    partner_gaps,
    readable_colour,
    structure,
)

START = date(2020, 1, 1)
days = st.integers(min_value=-5, max_value=45).map(lambda count: START + timedelta(days=count))
spans = st.lists(
    st.tuples(st.none() | days, st.none() | days).filter(lambda span: None in span or span[0] <= span[1]), max_size=8
)
within = Span(START, START + timedelta(days=40))


def covered(day: date, rows: list[tuple[date | None, date | None]]) -> bool:
    return any((first is None or first <= day) and (last is None or day <= last) for first, last in rows)


@given(spans)
def test_gaps_are_exactly_the_days_that_no_span_covers(rows):
    found = gaps(rows, within=within)
    in_gaps = {span.first + timedelta(days=n) for span in found for n in range((span.last - span.first).days + 1)}
    every = [within.first + timedelta(days=n) for n in range(41)]
    assert in_gaps == {day for day in every if not covered(day, rows)}


@given(spans)
def test_gaps_are_in_order_and_do_not_touch(rows):
    found = gaps(rows, within=within)
    assert all(earlier.last + timedelta(days=1) < later.first for earlier, later in itertools.pairwise(found))


def test_a_day_between_two_partners_is_a_gap():
    ccg = (None, date(2022, 6, 29))
    icb = (date(2022, 7, 1), None)
    year = Span(date(2022, 1, 1), date(2022, 12, 31))
    assert gaps([ccg, icb], within=year) == [Span(date(2022, 6, 30), date(2022, 6, 30))]


def test_each_area_needs_all_three_kinds_of_partner():
    partners = [
        ("Mere", "local authority", None, None),
        ("Mere", "police", None, None),
        ("Mere", "health", None, date(2022, 6, 30)),
    ]
    year = Span(date(2022, 1, 1), date(2022, 12, 31))
    found = partner_gaps(partners, areas=["Mere"], within=year)
    assert found == [PartnerGap("Mere", PartnerKind.HEALTH, Span(date(2022, 7, 1), date(2022, 12, 31)))]


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_that_of_the_guidelines(colour, contrast):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


def test_a_colour_on_which_white_cannot_be_read_is_not_used():
    assert readable_colour("#ffdd00") == FALLBACK_COLOUR
    assert readable_colour("#1d70b8") == "#1d70b8"


def test_a_body_stands_right_of_the_first_body_it_reports_to():
    drawn = structure({1: "Board", 2: "Subgroup", 3: "Panel"}, {2: [1], 3: [2, 1]})
    places = {box.key: box.x for box in drawn.boxes}
    assert places[1] < places[2] < places[3]
    assert [(line.key, line.parent) for line in drawn.lines if line.further] == [(3, 1)]
    assert [branch.key for branch in drawn.branches] == [1]


def test_long_names_are_wrapped_and_shortened():
    box = structure({1: "The multi-agency safeguarding arrangements working group " * 3}, {}).boxes[0]
    assert len(box.lines) == 3
    assert box.lines[-1].endswith("…")


def test_an_empty_structure_can_be_drawn():
    drawn = structure({}, {})
    assert drawn.boxes == ()
    assert drawn.height > 0


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 12), max_size=4), max_size=10))
def test_every_body_is_drawn_once_and_no_two_overlap_whoever_reports_to_whom(reports_to):
    names = {key: f"Body {key}" for key in reports_to}
    drawn = structure(names, reports_to)
    assert sorted(box.key for box in drawn.boxes) == sorted(names)
    columns: dict[int, list[int]] = {}
    for box in drawn.boxes:
        assert 0 <= box.x < drawn.width
        assert 0 <= box.y <= drawn.height - BOX_HEIGHT
        columns.setdefault(box.x, []).append(box.y)
    for places in columns.values():
        places.sort()
        assert all(lower - upper >= BOX_HEIGHT for upper, lower in itertools.pairwise(places))

    def keys(branches):
        return [key for branch in branches for key in (branch.key, *keys(branch.branches))]

    assert sorted(keys(drawn.branches)) == sorted(names)
