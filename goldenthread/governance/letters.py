"""Letters of the chair: as they stand on the page and in the PDF, and the one drafted from the marks of a seat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.foundation.rendering import day, percent
from goldenthread.governance.figures import SeatFigures
from goldenthread.governance.models import ChairLetter, roster
from goldenthread.governance.rules import Mark
from goldenthread.partnership.models import Body
from goldenthread.partnership.roles import SeatRole

CLOSING = "Yours sincerely"
EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Letter:
    """A letter, part by part, as it stands on the page and in the PDF."""

    marking: str
    date: str
    to: list[str]
    greeting: str
    subject: str
    paragraphs: list[str]
    closing: str
    signed: list[str]
    names_next_meeting: bool = False

    @property
    def text(self) -> str:
        """The whole letter as plain text to copy."""
        parts = [
            self.marking,
            "\n".join(self.to),
            self.date,
            f"Dear {self.greeting}",
            self.subject,
            *self.paragraphs,
            self.closing,
            "\n".join(self.signed),
            self.marking,
        ]
        return "\n\n".join(parts)


def draft(
    body: Body,
    seat: SeatFigures,
    *,
    period: tuple[date, date],
    apologies: Sequence[date],
    next_meetings: Sequence[date],
    holder: str,
    signed: Sequence[str],
    today: date,
    marking: str,
) -> Letter:
    """The letter about ``seat`` over ``period``. ``holder`` is empty where the name is not held."""
    first, last = period
    missed = [held_on for held_on, mark in seat.marks.items() if mark == Mark.ABSENT]
    came = "no meeting" if seat.present == 0 else "1 meeting" if seat.present == 1 else f"{seat.present} meetings"
    expected = "1 meeting" if seat.expected == 1 else f"{seat.expected} meetings"
    paragraphs = [
        f"From {day(first)} to {day(last)}, {body.name} expected the seat of {seat.role} at {expected}. "
        f"A member or representative came to {came} ({percent(seat.rate)}).",
        f"Nobody came on {_listed([_missed(held_on, apologies) for held_on in missed])}.",
        "Please come to the next meetings, or send a representative who can speak and decide for your agency. "
        "If anything makes it hard to come, please tell me what would help.",
    ]
    if next_meetings:
        noun = "The next meeting is" if len(next_meetings) == 1 else "The next meetings are"
        paragraphs.append(f"{noun} on {_listed([day(held_on) for held_on in next_meetings])}.")
    return Letter(
        marking=marking,
        date=day(today),
        to=[line for line in (holder, seat.role, seat.agency or "") if line],
        greeting=holder or seat.role,
        subject=f"Attendance at {body.name}",
        paragraphs=paragraphs,
        closing=CLOSING,
        signed=list(signed),
        names_next_meeting=bool(next_meetings),
    )


def as_letter(row: ChairLetter, *, marking: str) -> Letter:
    """A letter of the register, as it is printed. An empty line begins a paragraph; other line ends are kept."""
    return Letter(
        marking=marking,
        date=day(row.dated_on),
        to=[line for line in (row.to_name, row.agency.name if row.agency else "") if line],
        greeting=row.to_name,
        subject=row.subject,
        paragraphs=paragraphs(row.text),
        closing=CLOSING,
        signed=[*row.signed_by.split(", ", 1), row.body.name],
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, which empty lines part."""
    return [part.strip() for part in EMPTY_LINES.split(text.replace("\r\n", "\n")) if part.strip()]


def chair_of(body: Body, on: date) -> list[str]:
    """The name of the chair on a day, where it is held, and the title of the seat; "Chair" where there is none."""
    chairs = [place for place in roster(body, on) if place.seat.role in (SeatRole.CHAIR, SeatRole.CO_CHAIR)]
    chair = min(chairs, key=lambda place: place.seat.role != SeatRole.CHAIR, default=None)
    return [line for line in (chair.holder_name, chair.seat.title) if line] if chair else ["Chair"]


def _missed(held_on: date, apologies: Sequence[date]) -> str:
    return f"{day(held_on)} (apologies were given)" if held_on in apologies else day(held_on)


def _listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
