"""The pure rules of minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.governance.rules.minutes import (
    NAME_WITHHELD,
    decision_number,
    looks_like_a_name,
    mentioned,
    paragraphs,
    surname,
    without_names,
)

NAMES = {"Cora Ashby": "Chair", "Rowan O'Dell": NAME_WITHHELD, "Zoë Fell-Reed": NAME_WITHHELD, "Sasha": "Lay member"}


@pytest.mark.parametrize(
    "item, before, restricted, number",
    [(3, 0, False, "3.1"), (3, 1, False, "3.2"), (3, 0, True, "3.R1"), (12, 4, True, "12.R5"), (None, 0, False, "1")],
)
def test_decisions_have_two_runs_of_numbers(item, before, restricted, number):
    assert decision_number(item, before, restricted=restricted) == number


def test_paragraphs_are_the_lines_that_hold_something():
    assert paragraphs("One.\n\n  Two. \r\n\t\nThree.") == ("One.", "Two.", "Three.")
    assert paragraphs(" \n ") == ()


@pytest.mark.parametrize(
    "text, without",
    [
        ("Cora Ashby welcomed all.", "Chair welcomed all."),
        ("CORA  ASHBY and cora\u00a0ashby.", "Chair and Chair."),
        ("Cora\nAshby’s paper", "Chair’s paper"),
        ("Dr Cora Ashby said; Cllr. Cora Ashby agreed.", "Chair said; Chair agreed."),
        ("Rowan O’Dell and Rowan O'Dell", f"{NAME_WITHHELD} and {NAME_WITHHELD}"),
        ("Zoe\u0308 Fell-Reed came", f"{NAME_WITHHELD} came"),
        ("Coraline Ashbys and Cora Ashbyton stay", "Coraline Ashbys and Cora Ashbyton stay"),
        ("Sasha is a word of its own here", "Sasha is a word of its own here"),
        ("Ashby, Cora", "Ashby, Cora"),
    ],
)
def test_full_names_are_taken_out(text, without):
    assert without_names(text, NAMES) == without


def test_the_longer_of_two_names_is_taken_whole():
    names = {"Cora Ashby": "Chair", "Cora Ashby Reed": "Lay member"}
    assert without_names("Cora Ashby Reed met Cora Ashby.", names) == "Lay member met Chair."


@given(st.text(alphabet="ab \n.,", max_size=20), st.text(alphabet="ab \n.,", max_size=20))
def test_no_name_is_left_wherever_it_stands(before, after):
    assert "Cora Ashby" not in without_names(f"{before} Cora Ashby, {after}", NAMES)


@given(st.text(max_size=60))
def test_a_text_without_names_stays(text):
    import unicodedata

    assert without_names(text, {}) == unicodedata.normalize("NFC", text)


def test_words_are_found_whole_and_with_their_capitals():
    assert mentioned("Mr Reed spoke of reeds and a Reedbed.", ["Reed", "Bed", "Fell"]) == ["Reed"]
    assert mentioned("the reed by the weir", ["Reed"]) == []
    assert mentioned("See Names\nof schools", ["Names of schools"]) == ["Names of schools"]
    assert mentioned("Al Bo", ["Al", "Bo"]) == []


@pytest.mark.parametrize(
    "text, is_name",
    [
        ("Wren Tallow", True),
        ("A member", False),
        ("The Chair", False),
        ("member", False),
        ("Wren", False),
        ("a long sentence about somebody", False),
    ],
)
def test_what_looks_like_a_name(text, is_name):
    assert looks_like_a_name(text) is is_name


def test_a_surname_is_the_last_word():
    assert surname("Cora Mary Ashby") == "Ashby"
    assert surname(" ") == ""
