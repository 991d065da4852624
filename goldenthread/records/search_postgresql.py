"""The words of the index on PostgreSQL: a tsvector and the tokens of reach under one GIN index, in parts of two years.

The configuration ``records_english`` takes English endings off and leaves no word out, so that somebody called Will
or May can be found. Words come from ``search_words.py``, letters and digits only, so that nothing of a question is
an operator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from goldenthread.records.models.search import highest_place
from goldenthread.records.search_words import Question, Term

VECTOR = "setweight(to_tsvector('records_english', %s), 'A') || setweight(to_tsvector('records_english', %s), 'B')"


def put(rows: Iterable[tuple[int, str, str, Sequence[str]]]) -> None:
    """Add rows: place, words of the title, words of the text, tokens."""
    with connection.cursor() as cursor:
        cursor.executemany(  # what is put together here is written above
            f"INSERT INTO records_searchwords (place, words, marks) VALUES (%s, {VECTOR}, %s)",  # noqa: S608
            [(place, title, body, list(marks)) for place, title, body, marks in rows],
        )


def take(places: Sequence[int]) -> None:
    """Remove rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_searchwords WHERE place = ANY(%s)", [list(places)])


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
    of_kind = "" if kinds is None else "AND marks && %s::text[] "
    found: list[int] = []
    with connection.cursor() as cursor:
        for newer, older in _slices(lowest, highest):
            # "+ 0" keeps the planner from walking all places in the hope of meeting hits soon.
            cursor.execute(
                "SELECT place FROM records_searchwords WHERE words @@ to_tsquery('records_english', %s) "  # noqa: S608
                f"AND marks && %s::text[] {of_kind}AND place BETWEEN %s AND %s ORDER BY place + 0 LIMIT %s",
                [
                    _all(question, "A" if in_title else ""),
                    list(held),
                    *([] if kinds is None else [list(kinds)]),
                    newer,
                    older,
                    limit - len(found),
                ],
            )
            found += (place for (place,) in cursor.fetchall())
            if len(found) >= limit:
                break
    return found


def _slices(lowest: int, highest: int) -> Iterator[tuple[int, int]]:
    """The places from ``lowest`` to ``highest`` in a few slices, the newest first.

    Who looks for common words has their 500 hits out of the first, whose parts of the table are small.
    """
    today = timezone.localdate()
    ends = [highest_place(today - timedelta(days=days)) for days in (366, 3 * 366)]
    for end in [*(end for end in ends if lowest < end < highest), highest]:
        yield lowest, end
        lowest = end + 1


def close(question: Question, places: Sequence[int], newest: Callable[..., list[int]]) -> tuple[set[int], set[int]]:
    """Which of ``places``, newest first, have all words in a row, and which have some word in the title.

    They are looked at one by one; ``newest``, which would ask the index, is not needed here.
    """
    some = " | ".join(_term(term, "A") for term in question.terms)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, words @@ to_tsquery('records_english', %s), words @@ to_tsquery('records_english', %s) "
            "FROM records_searchwords WHERE place = ANY(%s) AND place BETWEEN %s AND %s",
            [_all(question.in_a_row, ""), some, list(places), places[0], places[-1]],
        )
        rows = cursor.fetchall()
    return {place for place, run, _ in rows if run}, {place for place, _, titled in rows if titled}


def alike(question: Question, words: Sequence[str]) -> set[str]:
    """Those of ``words`` that are one of those looked for, whatever their endings."""
    single = " | ".join(_operand(word, "*" * beginning) for word, beginning in question.words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word "
            "WHERE to_tsvector('records_english', word) @@ to_tsquery('records_english', %s)",
            [list(words), single],
        )
        return {word for (word,) in cursor.fetchall()}


def tidy() -> None:
    """Nothing: the database does it by itself."""


def _all(question: Question, weight: str) -> str:
    return " & ".join(f"({_term(term, weight)})" for term in question.terms)


def _term(term: Term, weight: str) -> str:
    ways = []
    for way in term.ways:
        run = [_operand(word, weight) for word in way[:-1]]
        ways.append(f"({' <-> '.join([*run, _operand(way[-1], weight + '*' * term.beginning)])})")
    return " | ".join(ways)


def _operand(word: str, flags: str) -> str:
    return f"'{word}':{flags}" if flags else f"'{word}'"
