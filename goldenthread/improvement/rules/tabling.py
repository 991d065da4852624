"""Pure rules of tabling: when what is tabled needs a neutral title, and when evidence should have been discussed.

What is learned is reported to the board and discussed there (R30, R32); what some may not read is named to them in
neutral words. The number of days is a setting of this program: the published documents state none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 90
"""Days within which evidence is discussed at some meeting: a body that meets once a quarter has met by then."""


@dataclass(frozen=True)
class Reach:
    """How far something goes, beside the body it is tabled for.

    ``everybody``: the public reads it. ``of_partnership``: all members of bodies of its partnership read it, and the
    body is one of them. ``of_body``: the members of one body read it, and it is that body.
    """

    everybody: bool = False
    of_partnership: bool = False
    of_body: bool = False


def is_narrower(reach: Reach) -> bool:
    """Whether some who may see the body's meetings may not read the thing itself."""
    return not (reach.everybody or reach.of_partnership or reach.of_body)


def says_the_same(neutral: str, title: str) -> bool:
    """Whether a neutral title tells the title itself: the same words, or the title within them."""
    told, held = " ".join(neutral.split()).casefold(), " ".join(title.split()).casefold()
    return bool(held) and held in told


@dataclass(frozen=True)
class Heard:
    """What the rule asks about a piece of evidence: its last possible day, and when it was tabled and discussed."""

    dated_on: date | None
    tabled_on: tuple[date, ...] = ()
    discussed_on: tuple[date, ...] = ()


def is_undiscussed(heard: Heard, today: date, days: int = USUAL_DAYS) -> bool:
    """Whether evidence older than ``days`` days was never discussed, and was not tabled within them either.

    Evidence without a date is taken to be old: nobody can say that it is still to come.
    """
    since = today - timedelta(days=days)
    if heard.discussed_on or any(day >= since for day in heard.tabled_on):
        return False
    return heard.dated_on is None or heard.dated_on < since
