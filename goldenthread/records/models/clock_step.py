"""One line of a clock's timeline, and days and moments as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from goldenthread.foundation.rendering import day, moment

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person


@dataclass(frozen=True)
class Step:
    """One line of a timeline. ``when`` is a day or a moment; ``reason`` is what was given for it."""

    when: date | datetime
    what: str
    by: Person | None = None
    reason: str = ""


def said(when: date | datetime | None) -> str:
    """A day or a moment as people write it."""
    return moment(when) if isinstance(when, datetime) else day(when)
