"""The words of the index on SQLite: an FTS5 table whose row numbers are places, so that the newest come first.

Words come from ``search_words.py``, letters and digits only, so that nothing of a question is an operator.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing

from django.db import connection

from goldenthread.records.search_words import Question, Term

TOKENIZE = "porter unicode61 remove_diacritics 0"
"""How the table of ``migrations/0004_search.py`` takes endings off."""


def put(rows: Iterable[tuple[int, str, str, Sequence[str]]]) -> None:
    """Add rows: place, words of the title, words of the text, tokens."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO records_searchwords (rowid, title, body, marks) VALUES (%s, %s, %s, %s)",
            [(place, title, body, " ".join(marks)) for place, title, body, marks in rows],
        )


def take(places: Sequence[int]) -> None:
    """Remove rows."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM records_searchwords WHERE rowid = %s", [(place,) for place in places])


def newest(
    question: Question,
    *,
    held: Sequence[str],
    kinds: Sequence[str] | None,
    lowest: int,
    highest: int,
    limit: int,
    in_title: bool,
) -> list[int]:
    """The lowest places of rows that answer ``question`` and bear one of ``held`` and of ``kinds``."""
    match = f"{{{'title' if in_title else 'title body'}}} : ({_all(question)}) AND {_marks(held)}"
    if kinds is not None:
        match += f" AND {_marks(kinds)}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM records_searchwords WHERE records_searchwords MATCH %s AND rowid BETWEEN %s AND %s "
            "ORDER BY rowid LIMIT %s",
            [match, lowest, highest, limit],
        )
        return [place for (place,) in cursor.fetchall()]


def close(question: Question, places: Sequence[int], newest: Callable[..., list[int]]) -> tuple[set[int], set[int]]:
    """Which of ``places``, newest first, have all words in a row, and which have some word in the title.

    ``newest`` asks the index for the same person: there a look at each place would take longer.
    """
    in_a_row = set(newest(question.in_a_row, until=places[-1]))
    some = (newest(Question((term,)), in_title=True, until=places[-1]) for term in question.terms)
    return in_a_row, set().union(*some)


def alike(question: Question, words: Sequence[str]) -> set[str]:
    """Those of ``words`` that are one of those looked for, whatever their endings."""
    with closing(sqlite3.connect(":memory:")) as beside:
        beside.execute(f"CREATE VIRTUAL TABLE words USING fts5(word, tokenize = '{TOKENIZE}')")
        beside.executemany("INSERT INTO words VALUES (?)", [(word,) for word in words])
        single = " OR ".join(_way((word,), beginning) for word, beginning in question.words)
        return {word for (word,) in beside.execute("SELECT word FROM words WHERE words MATCH ?", [single])}


def tidy() -> None:
    """Merge the index into one piece, after all of it was written."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO records_searchwords (records_searchwords) VALUES ('optimize')")


def _all(question: Question) -> str:
    return " AND ".join(f"({_term(term)})" for term in question.terms)


def _term(term: Term) -> str:
    return " OR ".join(_way(way, term.beginning) for way in term.ways)


def _way(way: Sequence[str], beginning: bool) -> str:
    return f'"{" ".join(way)}"{" *" if beginning else ""}'


def _marks(tokens: Iterable[str]) -> str:
    return f"{{marks}} : ({' OR '.join(tokens)})"
