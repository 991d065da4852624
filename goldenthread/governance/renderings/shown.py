"""What a rendering holds: text alone, frozen."""

from __future__ import annotations

from dataclasses import dataclass

PART_WITHHELD = "Part of this item is restricted."
"""What a member reads where something of an item is not for them. The public is not told even that."""


@dataclass(frozen=True)
class Attendee:
    """A seat, its agency, and who sat in it: empty for the public, and where it was not recorded."""

    seat: str
    agency: str
    who: str

    @property
    def line(self) -> str:
        """In one line."""
        return ", ".join(part for part in (self.seat, self.agency, self.who) if part)


@dataclass(frozen=True)
class DecisionShown:
    """One decision with its number, which is the same for every reader."""

    number: str
    text: str
    decided_by: str
    restricted: bool


@dataclass(frozen=True)
class DeclarationShown:
    """One interest declared, and what was done about it."""

    who: str
    nature: str
    text: str
    outcome: str
    restricted: bool


@dataclass(frozen=True)
class ItemShown:
    """One item. ``withheld``: it is restricted, and this reader learns no more than its number.

    ``part_withheld``: something of an open item is restricted for this reader. ``number`` is None for somebody
    invited for single items, who learns of no others.
    """

    number: int | None
    title: str
    purpose: str
    presenter: str
    withheld: bool
    restricted: bool
    part_withheld: bool
    paragraphs: tuple[str, ...]
    restricted_paragraphs: tuple[str, ...]
    decisions: tuple[DecisionShown, ...]
    declarations: tuple[DeclarationShown, ...]
    papers: tuple[str, ...]
    heading: str
    """Its number and title."""


@dataclass(frozen=True)
class Rendering:
    """The minutes of one meeting as one reader, or the public, may read them."""

    marking: str
    is_public: bool
    is_full: bool
    """Whether it holds everything."""
    title: str
    body: str
    held_on: str
    facts: tuple[tuple[str, str], ...]
    """What kind of meeting, when, where and how: a name and a value each."""
    stamp: str
    """How far the minutes are: *Draft, not yet agreed*, or *Agreed as a correct record on* a day."""
    notes: tuple[str, ...]
    """What a reader must know: that they changed since, that the meeting was informal or not quorate."""
    attendance_recorded: bool
    present: tuple[Attendee, ...]
    apologies: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]
    shows_attendance: bool
    items: tuple[ItemShown, ...]
    corrections: tuple[str, ...]
    restricted_corrections: tuple[str, ...]
    next_meeting: str
