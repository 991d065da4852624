"""A count of days as a sheet of weeks, from Monday to Sunday, for pages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldenthread.foundation.clocks import Reckoning, day_of

MOST_WEEKS = 60
"""A longer count is told by its skipped days alone."""


@dataclass(frozen=True)
class Place:
    """One day on the sheet. ``words``: "day 3", "Good Friday", "event"; ``kind``: counted, skipped, event, due, ""."""

    day: date
    words: str
    kind: str


def sheet(found: Reckoning, event: date | datetime) -> list[list[Place]]:
    """The weeks from the event to the last day counted, oldest first; empty where there would be too many."""
    of_event = day_of(event)
    counted = {each.day: each for each in found.counted}
    skipped = {each.day: each.why for each in found.skipped}
    due = day_of(found.due) if found.due is not None else None
    told = [of_event, *counted, *skipped, *([due] if due else [])]
    first = min(told) - timedelta(days=min(told).weekday())
    weeks = ((max(told) - first).days // 7) + 1
    if weeks > MOST_WEEKS:
        return []

    def place(day: date) -> Place:
        words = []
        if day == of_event:
            words.append("event")
        if day in counted:
            words.append(f"day {counted[day].number}")
        elif day in skipped:
            words.append(skipped[day])
        if day == due:
            words.append("due")
        kinds = {"due": day == due, "event": day == of_event, "counted": day in counted, "skipped": day in skipped}
        return Place(day, ", ".join(words), next((kind for kind, holds in kinds.items() if holds), ""))

    return [[place(first + timedelta(days=7 * week + number)) for number in range(7)] for week in range(weeks)]
