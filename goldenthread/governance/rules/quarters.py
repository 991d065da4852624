"""Pure rules of quarters, and of what a group's update of a quarter must hold.

A theme is set for each quarter and taken by every group before the partnership meets (R13); each update tells the
voice of the child (R16, R17).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 3
NO_VOICE = (
    "An update without the voice of the child is not submitted. Say what children told you, what came of it, or what "
    "you did to hear them."
)
NO_ANSWER = "Answer the theme of the quarter: every group does, and the partnership meets on it."


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter of ``day``."""
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)


def next_quarter(first: date) -> date:
    """The first day of the quarter after the one that begins on ``first``."""
    return date(first.year + 1, 1, 1) if first.month > 12 - MONTHS else date(first.year, first.month + MONTHS, 1)


def quarter_end(first: date) -> date:
    """The last day of the quarter that begins on ``first``."""
    return next_quarter(first) - timedelta(days=1)


def quarter_words(first: date) -> str:
    """A quarter in words: "October to December 2026"."""
    return f"{first:%B} to {quarter_end(first):%B %Y}"


def quarters_around(day: date, *, before: int, after: int) -> Iterator[date]:
    """The first days of ``before`` quarters before that of ``day``, of its own, and of ``after`` after it."""
    first = quarter_of(day)
    for _ in range(before):
        first = quarter_of(first - timedelta(days=1))
    for _ in range(before + 1 + after):
        yield first
        first = next_quarter(first)


@dataclass(frozen=True)
class Said:
    """What the rule asks about an update before it is submitted."""

    voice_of_the_child: str
    theme_response: str


def missing(said: Said) -> dict[str, str]:
    """What keeps an update from being submitted: the field, and why."""
    found = {}
    if not said.voice_of_the_child.strip():
        found["voice_of_the_child"] = NO_VOICE
    if not said.theme_response.strip():
        found["theme_response"] = NO_ANSWER
    return found
