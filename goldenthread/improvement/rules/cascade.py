"""Pure rules of the cascade: has an agency said that it passed learning on (R45, R50)?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.foundation.figures import Rate


class State(StrEnum):
    """How one request stands."""

    ANSWERED = "answered"
    AWAITED = "awaited"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """In words."""
        return self.value.capitalize()

    @property
    def shape(self) -> str:
        """The shape drawn beside the words, another for each."""
        return {"answered": "✓", "awaited": "○", "overdue": "▲"}[self.value]

    @property
    def colour(self) -> str:
        """The colour that goes with it. It never stands alone."""
        return {"answered": "green", "awaited": "yellow", "overdue": "red"}[self.value]


def state(due_on: date, answered_on: date | None, today: date) -> State:
    """How a request stands on ``today``. It is overdue from the day after it is due."""
    if answered_on is not None and answered_on <= today:
        return State.ANSWERED
    return State.OVERDUE if due_on < today else State.AWAITED


@dataclass(frozen=True)
class Asked:
    """One request: who was asked, how it stands, and how many people were reached."""

    recipient: str
    state: State
    people: int | None


@dataclass(frozen=True)
class Coverage:
    """All requests of one recipient. ``rate`` is answered of asked; ``people`` counts each time they were reached."""

    recipient: str
    asked: int
    answered: int
    overdue: int
    people: int
    rate: Rate


def coverage(requests: Iterable[Asked]) -> list[Coverage]:
    """The requests of each recipient together, by name."""
    grouped: dict[str, list[Asked]] = {}
    for request in requests:
        grouped.setdefault(request.recipient, []).append(request)
    found = []
    for recipient in sorted(grouped, key=str.casefold):
        mine = grouped[recipient]
        answered = sum(each.state is State.ANSWERED for each in mine)
        overdue = sum(each.state is State.OVERDUE for each in mine)
        people = sum(each.people or 0 for each in mine)
        found.append(Coverage(recipient, len(mine), answered, overdue, people, Rate(answered, len(mine))))
    return found
