"""How texts and questions are cut into words, and snippets out of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.records.search_words import (
    LONGEST_QUESTION,
    MOST_WORDS,
    Question,
    Term,
    fold,
    pieces,
    plain,
    question,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Zoë", "zoe"), ("Łukasz Øre", "lukasz ore"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Ægir", "aegir")],
)
def test_accents_and_capitals_make_no_difference(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Sean O'Brien", "sean obrien o brien"),
        ("Sean O’Brien", "sean obrien o brien"),
        ("the children's plan", "the childrens plan"),
        ("Smith-Jones, A.", "smith jones a smithjones"),
        ("multi-agency co-ordinator", "multi agency co ordinator multiagency coordinator"),
        ("27 May 2021", "27 may 2021"),
        ("a-b-c-d-e", "a b c d e"),
        ("", ""),
        ("-- ' \" *", ""),
        ("½ H&F", "12 h f 1 2"),
    ],
)
def test_texts_are_given_to_the_database_as_plain_words(text, given):
    assert plain(text) == given


def test_each_word_knows_where_it_stands():
    text = "Ada O'Brien-Löw"
    assert {text[word.start : word.end] for word in words(text)[1:]} == {"O'Brien-Löw"}
    assert text[words(text)[0].start : words(text)[0].end] == "Ada"


@given(st.text(max_size=200))
def test_the_words_shown_are_those_the_database_has(text):
    assert " ".join(word.word for word in words(text)) == plain(text)


def one(*ways, beginning=False):
    return Term(tuple(tuple(way.split()) for way in ways), beginning=beginning)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("board papers", (one("board"), one("papers", beginning=True))),
        ("minutes of the board", (one("minutes"), one("board", beginning=True))),
        ("the", (one("the", beginning=True),)),
        ("to", (one("to"),)),
        ('"minutes of the board"', (one("minutes of the board"),)),
        ("“child protection” pl", (one("child protection"), one("pl"))),
        ('an "open mark', (one("open"), one("mark", beginning=True))),
        ("O'Brien", (one("obrien", "o brien", beginning=True),)),
        ("co-ordinator", (one("co ordinator", "coordinator", beginning=True),)),
        ("Will May", (one("will"), one("may", beginning=True))),
        ("board board", (one("board"), one("board", beginning=True))),
        ('""', ()),
        ("  ", ()),
        ("NOT (board) OR *", (one("not"), one("board", beginning=True))),
    ],
)
def test_questions(typed, terms):
    assert question(typed).terms == terms


def test_a_long_question_is_cut():
    assert len(question("word " * 5000).terms) <= MOST_WORDS
    assert len(question("x" * 10_000).terms[0].ways[0][0]) <= LONGEST_QUESTION


def test_several_terms_can_be_looked_for_in_a_row():
    assert question("serious incident notif").in_a_row == Question((one("serious incident notif", beginning=True),))
    assert question("serious").in_a_row == question("serious")


@given(st.text(max_size=400))
def test_whatever_is_typed_is_letters_and_digits_only(typed):
    for term in question(typed).terms:
        for way in term.ways:
            assert way
            assert all(word.isalnum() and word == fold(word) for word in way), way


@given(st.text(max_size=400))
def test_what_a_text_says_is_found_by_typing_it(text):
    given = set(plain(text).split())
    for term in question(text).terms[:-1]:
        assert any(set(way) <= given for way in term.ways)


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 20)), max_size=6), st.booleans())
def test_pieces_are_the_text_and_nothing_else(text, starts, short):
    hits = [(start, min(start + length, len(text))) for start, length in starts if start < len(text)]
    cut = pieces(text, hits, length=40 if short else None)
    joined = "".join(piece.text for piece in cut)
    if short:
        assert joined.removeprefix("… ").removesuffix(" …") in text
        assert len(joined) <= 44
    else:
        assert joined == text
        hit = sum(len(piece.text) for piece in cut if piece.hit)
        assert hit == len({letter for start, end in hits for letter in range(start, end)})


def test_a_snippet_stands_around_most_of_the_hits():
    text = "First words about something. " * 20 + "Here the neglect strategy was agreed. " + "Other words. " * 20
    start = text.index("neglect")
    cut = pieces(text, [(0, 5), (start, start + 7), (start + 8, start + 16)], length=100)
    assert [piece.text for piece in cut if piece.hit] == ["neglect", "strategy"]
    assert cut[0].text == "… "
    assert cut[-1].text == " …"
