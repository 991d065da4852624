"""Pure rules of the register: dates and plain values in, answers out."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SEAT_ENDS_SOON_DAYS = 60
"""A seat that ends within this many days is listed (rules-in-the-sources R129: anticipate departures)."""

SAFEGUARDING_PARTNERS_SINCE = date(2018, 6, 29)
"""The day Children Act 2004 section 16E came into force; before it there were boards, not partners."""
LEAST_CONTRAST = 4.5
"""Contrast that text must have against its ground (WCAG 2.2 success criterion 1.4.3)."""
FALLBACK_COLOUR = "#12403c"


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


def contrast_with_white(colour: str) -> float:
    """Contrast of white text on ``colour`` (#rrggbb): 1.0 for white, 21.0 for black (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable_colour(colour: str) -> str:
    """``colour`` where white text can be read on it, else the program's own."""
    return colour if contrast_with_white(colour) >= LEAST_CONTRAST else FALLBACK_COLOUR


BOX_WIDTH, BOX_HEIGHT = 212, 58
GAP_ACROSS, GAP_DOWN = 34, 12
LINE_CHARACTERS, LINES = 25, 3


@dataclass(frozen=True)
class Box:
    """One body in the picture of a structure: its place in pixels from the top left, its name in lines."""

    key: int
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A link from a body to the one it reports to. ``further``: to any but the first."""

    key: int
    parent: int
    path: str
    further: bool


@dataclass(frozen=True)
class Branch:
    """A body in the list of a structure, with those that report to it first."""

    key: int
    branches: tuple["Branch", ...]


@dataclass(frozen=True)
class Structure:
    """Who reports to whom: as a picture, and as the same tree."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    branches: tuple[Branch, ...]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def structure(names: Mapping[int, str], reports_to: Mapping[int, Sequence[int]]) -> Structure:
    """Draw bodies from left to right: each stands right of the first body it reports to.

    ``names`` holds every body in the order to be drawn; ``reports_to`` the bodies each reports to, the
    first being its place in the tree. Bodies that are not in ``names`` are left out, and a circle of
    bodies that report to each other is opened at the one named first.
    """
    parents = {key: [up for up in reports_to.get(key, ()) if up in names and up != key] for key in names}
    below: dict[int | None, list[int]] = {}
    for key, up in _first_parents(parents).items():
        below.setdefault(up, []).append(key)
    place: dict[int, tuple[int, int]] = {}
    bottom = 0

    def stand(key: int, depth: int) -> Branch:
        nonlocal bottom
        under = tuple(stand(lower, depth + 1) for lower in below.get(key, ()))
        if under:
            y = (place[under[0].key][1] + place[under[-1].key][1]) // 2
        else:
            y, bottom = bottom, bottom + BOX_HEIGHT + GAP_DOWN
        place[key] = (depth * (BOX_WIDTH + GAP_ACROSS), y)
        return Branch(key, under)

    branches = tuple(stand(root, 0) for root in below.get(None, ()))
    trunk = {lower: up for up, lowers in below.items() for lower in lowers}
    return Structure(
        width=max((x for x, _ in place.values()), default=0) + BOX_WIDTH + GAP_ACROSS // 2,
        height=max(bottom - GAP_DOWN, BOX_HEIGHT),
        boxes=tuple(Box(key, *place[key], _wrapped(name)) for key, name in names.items()),
        lines=tuple(
            Line(key, up, _path(place[up], place[key], further=trunk[key] != up), further=trunk[key] != up)
            for key in names
            for up in parents[key]
        ),
        branches=branches,
    )


def _first_parents(parents: Mapping[int, Sequence[int]]) -> dict[int, int | None]:
    """The first parent of each, or None for a root and for the first of each circle."""
    first: dict[int, int | None] = {key: ups[0] if ups else None for key, ups in parents.items()}
    for key in first:
        seen = {key}
        up = first[key]
        while up is not None and up not in seen:
            seen.add(up)
            up = first[up]
        if up == key:
            first[key] = None
    return first


def _wrapped(name: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name, LINE_CHARACTERS, max_lines=LINES, placeholder="…"))


def _path(parent: tuple[int, int], child: tuple[int, int], *, further: bool) -> str:
    """An SVG path from the right of the parent's box to the child's, a further one beside the trunk."""
    from_x, from_y = parent[0] + BOX_WIDTH, parent[1] + BOX_HEIGHT // 2
    to_x, to_y = child[0], child[1] + BOX_HEIGHT // 2
    if from_x < to_x:
        turn = to_x - GAP_ACROSS // (4 if further else 2)
    else:
        to_x += BOX_WIDTH
        turn = max(from_x, to_x) + GAP_ACROSS // 4
    return f"M{from_x} {from_y + 8 * further}H{turn}V{to_y + 8 * further}H{to_x}"
