"""Words: how texts and questions are cut into the words that are compared, and how a snippet is cut. Pure.

Both databases are given words made here, so that they differ in nothing but how they take endings off. A word is a
run of letters and digits, in small letters and without accents. ``O'Brien`` is ``obrien``, and ``o brien`` too;
``co-ordinator`` is ``co ordinator``, and ``coordinator`` too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LONGEST_QUESTION = 200
"""Letters of a question that are read."""
MOST_WORDS = 12
"""Words of a question that are looked for."""
LONGEST_WORD = 60
LONGEST_TEXT = 100_000
"""Letters of a text that are indexed."""
SHORTEST_BEGINNING = 3
"""Letters of the last word from which on it is taken for the beginning of a longer one too."""
LONGEST_SHOWN = 20_000
"""Letters of a text in which a place for a snippet is looked for."""
SNIPPET = 240
"""Letters of a snippet, about."""

_JOINED = re.compile(r"[^\W_]+(?:['’ʼ`´‐‑-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'"([^"]*)"')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_SMALL = frozenset("a an and as at by for from in is of on or the to with".split())  # noqa: SIM905
"""Left out of a question where it has other words; between quotation marks they count."""


class Word(NamedTuple):
    """A word as it is compared, and where in the text it stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """One thing a question asks for: any of several ways to write it, each a run of words next to one another.

    ``beginning``: the last word may go on.
    """

    ways: tuple[tuple[str, ...], ...]
    beginning: bool = False


@dataclass(frozen=True)
class Question:
    """What somebody looks for: every term must be there."""

    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> frozenset[tuple[str, bool]]:
        """Every word by itself, and whether it may go on."""
        return frozenset(
            (word, term.beginning and place == len(way) - 1)
            for term in self.terms
            for way in term.ways
            for place, word in enumerate(way)
        )

    @property
    def whole(self) -> Question:
        """The same with whole words alone."""
        return Question(tuple(Term(term.ways) for term in self.terms))

    @property
    def in_a_row(self) -> Question:
        """All of it as one run of words."""
        run = tuple(word for term in self.terms for word in term.ways[0])
        return Question((Term((run,), beginning=self.terms[-1].beginning),))


def fold(text: str) -> str:
    """Small letters without accents. What cannot be written so stays as it is."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    folded = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return folded.casefold().translate(_LETTERS)


def words(text: str) -> list[Word]:
    """The words of ``text`` in order, and after them its further ways of writing joined words."""
    text = text[:LONGEST_TEXT]
    found: list[Word] = []
    further: list[Word] = []
    for match in _JOINED.finditer(text):
        run, more = _ways(match[0])
        start, end = match.span()
        found += (Word(word, start, end) for word in run)
        further += (Word(word, start, end) for way in more for word in way)
    return found + further


def plain(text: str) -> str:
    """The words of ``text`` as the databases are given them: those of ``words``, in the same order."""
    found: list[str] = []
    further: list[str] = []
    for joined in _JOINED.findall(text[:LONGEST_TEXT]):
        run, more = _ways(joined)
        found += run
        for way in more:
            further += way
    return " ".join(found + further)


@lru_cache(maxsize=50_000)
def _ways(joined: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """How a run of letters, perhaps with apostrophes and hyphens inside, is written: first of all, and otherwise.

    Over an apostrophe words are written together, over a hyphen apart. Beginnings such as O' and D' are
    written apart too, hyphens together too.
    """
    parts = _parts(joined)
    if len(parts) <= 1:
        return parts, []
    together = ("".join(parts)[:LONGEST_WORD],)
    if any(hyphen in joined for hyphen in "-‐‑"):
        run = tuple(word for piece in re.split(r"[-‐‑]", joined) for word in _ways(piece)[0])
        return run, [together] if len(parts) <= 3 else []
    return together, [parts] if len(parts[0]) <= 2 else []


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part[:LONGEST_WORD] for piece in _PART.findall(joined) for part in _PART.findall(fold(piece)))


def question(text: str) -> Question:
    """What ``text``, as somebody typed it, asks for. Never fails; a text without words asks for nothing."""
    text = unicodedata.normalize("NFC", text[:LONGEST_QUESTION].translate(_QUOTES))
    terms = list(_terms(text))
    wanted = [term for term in terms if len(term.ways) > 1 or term.ways[0][0] not in _SMALL or len(term.ways[0]) > 1]
    terms = (wanted or terms)[:MOST_WORDS]
    if terms and not text.rstrip().endswith('"') and len(terms[-1].ways[0][-1]) >= SHORTEST_BEGINNING:
        terms[-1] = Term(terms[-1].ways, beginning=True)
    return Question(tuple(dict.fromkeys(terms)))


def _terms(text: str) -> Iterator[Term]:
    """Phrases between quotation marks and single words, in order. A mark without a second one is no mark."""
    at = 0
    for phrase in _PHRASE.finditer(text):
        yield from _single(text[at : phrase.start()])
        run = tuple(word for match in _JOINED.finditer(phrase[1]) for word in _ways(match[0])[0])
        if run:
            yield Term((run[:MOST_WORDS],))
        at = phrase.end()
    yield from _single(text[at:])


def _single(text: str) -> Iterator[Term]:
    for match in _JOINED.finditer(text):
        run, more = _ways(match[0])
        if run:
            yield Term((run, *more))


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    hit: bool


def pieces(text: str, hits: Iterable[tuple[int, int]], *, length: int | None = None) -> list[Piece]:
    """``text`` cut at ``hits`` (where each starts and ends); with ``length``, about so much around the first of them.

    A text that is cut short begins or ends with an ellipsis, at a space where there is one near.
    """
    spans = _joined(sorted(hits))
    first, last = (0, len(text)) if length is None else _window(text, spans, length)
    cut: list[Piece] = [Piece("… ", False)] if first else []
    at = first
    for start, end in spans:
        if start < first or end > last:
            continue
        cut += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    cut.append(Piece(text[at:last], False))
    if last < len(text):
        cut.append(Piece(" …", False))
    return [piece for piece in cut if piece.text]


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(text: str, spans: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where the part of ``text`` begins and ends that has most of ``spans`` in ``length`` letters."""
    if len(text) <= length:
        return 0, len(text)
    best = max(
        (start for start, _ in spans),
        key=lambda start: (sum(start <= other < start + length * 2 // 3 for other, _ in spans), -start),
        default=0,
    )
    first = max(0, best - length // 4)
    if first:
        space = text.find(" ", first, best)
        first = space + 1 if space >= 0 else first
    last = min(len(text), first + length)
    if last < len(text):
        space = text.rfind(" ", max(first, last - 40), last)
        last = space if space > first else last
    return first, last
