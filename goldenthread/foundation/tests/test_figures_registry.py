"""Figures: registered by name, asked with words, given as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.foundation import figures
from goldenthread.foundation.figures import Figure, NoSuchFigure, Rate, as_json


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Day:
    on: date
    rate: Rate
    half: Decimal
    colours: tuple[Colour, ...]
    marks: dict[date, str]
    from_: date | None = None


def counted(
    scope, *, body: str, from_: date, most_rows: int = 3, share: Decimal | None = None, all_: bool = False
) -> str:
    """Count ``things``, many
    of them. Raises NotPossible sometimes.

    More.
    """
    return f"{scope} {body} {from_} {most_rows}"


@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        (Rate(1, 3), "33.3"),
        (Rate(1, 8), "12.5"),
        (Rate(1, 16), "6.3"),  # 6.25 goes up
        (Rate(3, 16), "18.8"),  # 18.75 goes up
        (Rate(5, 5), "100.0"),
        (Rate(0, 4), "0.0"),
    ],
)
def test_percent_is_rounded_half_up_to_one_place(rate, percent):
    assert str(rate.percent) == percent


def test_nothing_to_count_has_no_percent():
    assert Rate(0, 0).percent is None
    assert as_json(Rate(0, 0)) == {"numerator": 0, "denominator": 0, "percent": None}


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percent_is_never_further_off_than_half_a_place(numerator, denominator):
    exact = Decimal(numerator) * 100 / denominator
    assert abs(Rate(numerator, denominator).percent - exact) <= Decimal("0.05")


def test_a_figure_says_what_it_is_asked_with():
    figure = Figure("tests.counted", counted)
    assert figure.description == "Count things, many of them."
    assert [(each.name, each.word, each.type, each.required) for each in figure.parameters] == [
        ("body", "body", str, True),
        ("from_", "from", date, True),
        ("most_rows", "most-rows", int, False),
        ("share", "share", Decimal, False),
        ("all_", "all", bool, False),
    ]
    assert figure("me", body="b", from_=date(2016, 4, 1)) == "me b 2016-04-01 3"


def test_words_are_read_by_type():
    body, from_, most_rows, share, all_ = Figure("tests.counted", counted).parameters
    assert body.read("=x") == "=x"
    assert from_.read("1 April 2016") == from_.read("2016-04-01") == date(2016, 4, 1)
    assert most_rows.read("12") == 12
    assert share.read("0.5") == Decimal("0.5")
    assert (all_.read("Yes"), all_.read("no")) == (True, False)


@pytest.mark.parametrize("place, text", [(1, "2016-13-01"), (2, "1.5"), (3, "half"), (4, "perhaps")])
def test_a_word_that_cannot_be_read_says_what_was_expected(place, text):
    parameter = Figure("tests.counted", counted).parameters[place]
    with pytest.raises(ValueError, match=f"--{parameter.word} '{text}': expected {parameter.expected}"):
        parameter.read(text)


def test_a_parameter_of_another_type_is_a_mistake_of_the_program():
    def wrong(scope, *, body: list) -> None:
        """Wrong."""

    with pytest.raises(TypeError):
        _ = Figure("tests.wrong", wrong).parameters


def test_json_is_plain():
    value = Day(date(2016, 4, 1), Rate(1, 2), Decimal("0.10"), (Colour.RED,), {date(2016, 4, 19): "y"})
    assert as_json(value) == {
        "on": "2016-04-01",
        "rate": {"numerator": 1, "denominator": 2, "percent": "50.0"},
        "half": "0.10",
        "colours": ["red"],
        "marks": {"2016-04-19": "y"},
        "from": None,
    }


def test_an_unknown_figure_is_answered_with_those_there_are():
    assert figures.names() == sorted(figures.names())
    with pytest.raises(NoSuchFigure, match=r"There is no figure nothing\.here\. There are: .*partnership\.register"):
        figures.find("nothing.here")
