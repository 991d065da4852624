"""Pure rules of the register: dates and plain values in, answers out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SEAT_ENDS_SOON_DAYS = 60
"""A seat that ends within this many days is listed (rules-in-the-sources R129: anticipate departures)."""


class PartnerKind(StrEnum):
    """The three kinds of safeguarding partner (Children Act 2004 section 16E).

    The health partner was a clinical commissioning group until 30 June 2022 and is an integrated
    care board from 1 July 2022.
    """

    LOCAL_AUTHORITY = "local authority"
    HEALTH = "health"
    POLICE = "police"

    @property
    def label(self) -> str:
        """In words."""
        return {"local authority": "Local authority", "health": "Health (CCG, then ICB)", "police": "Police"}[self]


@dataclass(frozen=True, order=True)
class Span:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date


def gaps(spans: Iterable[tuple[date | None, date | None]], *, within: Span) -> list[Span]:
    """The days of ``within`` that none of ``spans`` covers, as spans in order.

    A span is (first day, last day), either one None where it is open.
    """
    found: list[Span] = []
    uncovered_from = within.first
    for first, last in sorted((first or date.min, last or date.max) for first, last in spans):
        if first > within.last or uncovered_from > within.last:
            break
        if first > uncovered_from:
            found.append(Span(uncovered_from, first - timedelta(days=1)))
        if last == date.max:
            return found
        uncovered_from = max(uncovered_from, last + timedelta(days=1))
    if uncovered_from <= within.last:
        found.append(Span(uncovered_from, within.last))
    return found


@dataclass(frozen=True)
class PartnerGap:
    """Days on which an area had no safeguarding partner of a kind (R01)."""

    area: str
    kind: PartnerKind
    span: Span


def partner_gaps(
    partners: Iterable[tuple[str, str, date | None, date | None]], *, areas: Iterable[str], within: Span
) -> list[PartnerGap]:
    """Where an area lacks one of the three kinds of safeguarding partner on some day of ``within``.

    ``partners`` are rows of area, kind, first day, last day. Source: Children Act 2004 section 16E.
    """
    rows = list(partners)
    return [
        PartnerGap(area, kind, span)
        for area in areas
        for kind in PartnerKind
        for span in gaps(
            [(first, last) for place, what, first, last in rows if (place, what) == (area, kind)], within=within
        )
    ]
