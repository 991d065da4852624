"""The cells of the file of meetings: how each is read, and how it is written so that it is read the same again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from goldenthread.foundation.dates import read_day
from goldenthread.foundation.imports import Row
from goldenthread.governance import rules
from goldenthread.governance.models import AgendaItem, Meeting
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.models import Body
from goldenthread.partnership.roles import BodyKind

MEETINGS = {
    "board meeting": Meeting.Kind.ORDINARY.value,
    "group meeting": Meeting.Kind.ORDINARY.value,
    "extraordinary meeting": Meeting.Kind.EXTRAORDINARY.value,
    "joint meeting": Meeting.Kind.JOINT.value,
}
"""Kinds of row that are meetings of a body."""
ITEMS = ("agenda item", "minute item")
"""Kinds of row that are items of one."""
NOT_MEETINGS = {
    "conference": "people book a place on it, no seat is expected",
    "learning event": "people book a place on it, no seat is expected",
    "joint event": "it is held for practitioners, no seat is expected",
    "audit workshop": "it belongs to an audit",
    "test operation": "it is police work that is reported to a body",
    "review point": "it is a date by which something is due",
}
"""Kinds of row that are left out, and why."""

COLUMN_OF: Mapping[str, str] = {
    "reference": "meeting_id",
    "joint_with": "body",
    "held_on": "date",
    "informal": "title",
    "starts_at": "title",
    "ends_at": "title",
    "how": "mode",
    "place": "mode",
    "meeting": "date",
    "position": "item_number",
    "first_page": "page_from",
    "last_page": "page_to",
}

_BOARDS = (BodyKind.BOARD, BodyKind.EXECUTIVE, BodyKind.STRATEGIC_BOARD)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_INFORMAL = ", informal, no decisions"
_CLOCK = r"(1[0-2]|0?[1-9])\.([0-5][0-9])(am|pm)"
_HOURS = re.compile(rf"(?:^|, ){_CLOCK}(?: to {_CLOCK})?$")
_CANCELLED = "cancelled"
_IGNORED = "planned"
"""Whether a meeting is planned follows from its date."""


def bodies(row: Row, names: look_up.Names[Body]) -> list[Body] | None:
    """The bodies a cell names, the one whose meeting it is first; None where it was refused.

    A name that is none is taken apart at ";", else at an "and" between two names that are.
    """
    said = row.text("body")
    if not said or len(names.all(said)) == 1:
        found = names.in_cell(row, "body")
        return [found] if found else None
    parts = row.words("body")
    if len(parts) > 1:
        found_all = names.in_list(row, "body")
        return found_all if len(found_all) == len(parts) else None
    for place in _AND.finditer(said):
        sides = (said[: place.start()], said[place.end() :])
        pair = [names.all(side) for side in sides]
        if all(len(each) == 1 for each in pair):
            return [each[0] for each in pair]
    names.in_cell(row, "body")
    return None


def when(row: Row) -> tuple[date, str] | None:
    """The first day of what ``date`` names and how exactly it is known; None where it was refused."""
    text = row.text("date")
    precisions = {value: value for value in Meeting.Precision.values}
    said = row.choice("date_precision", precisions)
    if not text or "date_precision" in row.faults:
        return None
    day, written = read_day(text), Meeting.Precision.DAY.value
    if day is None and (month := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)):
        day, written = date(int(month[1]), int(month[2]), 1), Meeting.Precision.MONTH.value
    elif day is None and re.fullmatch(r"(19|20)[0-9]{2}", text):
        day, written = date(int(text), 1, 1), Meeting.Precision.YEAR.value
    if day is None:
        row.refuse("date", "a date such as 2026-07-04, a month such as 2026-07, or a year")
        return None
    exact = list(Meeting.Precision.values)
    if said and exact.index(said) < exact.index(written):
        row.refuse("date", f"a {said}, as date_precision says")
        return None
    precision = said or written
    return rules.period_start(day, precision), precision


def title(row: Row) -> dict[str, Any]:
    """The name of a meeting, its times, and whether it was informal, all of which stand in the title."""
    text = row.text("title")
    informal = text.casefold().endswith(_INFORMAL.removeprefix(", ")) and (
        text.casefold().endswith(_INFORMAL) or text.casefold() == _INFORMAL.removeprefix(", ")
    )
    if informal:
        text = text[: -len(_INFORMAL)] if len(text) > len(_INFORMAL) else ""
    times: list[time | None] = [None, None]
    if hours := _HOURS.search(text):
        text = text[: hours.start()]
        times = [_clock(*hours.group(1, 2, 3)), _clock(*hours.group(4, 5, 6)) if hours[4] else None]
    return {"title": text, "informal": informal, "starts_at": times[0], "ends_at": times[1]}


def mode(row: Row) -> tuple[str, str, bool]:
    """How people took part, where, and whether the meeting was cancelled. "planned" is passed over."""
    parts = [part.strip() for part in row.text("mode").split(",")]
    cancelled = parts[-1].casefold() == _CANCELLED
    if cancelled or parts[-1].casefold() == _IGNORED:
        parts.pop()
    how = next((value for value in Meeting.How.values if parts and parts[0].casefold() == value), "")
    if not how and parts and parts[0]:
        return "", ", ".join(parts), cancelled
    return how, ", ".join(parts[1:]), cancelled


def said_of(meeting: Meeting) -> dict[str, Any]:
    """What the rows of a meeting and of its items have in common."""
    names = [meeting.body, *sorted(meeting.joint_with.all(), key=lambda body: body.pk)]
    precision = meeting.date_precision
    day = meeting.held_on.isoformat()
    shown = {"month": day[:7], "quarter": day[:7], "year": day[:4]}.get(precision, day)
    return {
        "body": "; ".join(body.reference or body.name for body in names),
        "date": meeting.held_on if precision == Meeting.Precision.DAY else shown,
        "date_precision": precision,
        "mode": ", ".join(filter(None, [meeting.how, meeting.place, _CANCELLED if meeting.is_cancelled else ""])),
    }


def meeting_row(meeting: Meeting, said: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a meeting."""
    ordinary = "board meeting" if meeting.body.kind in _BOARDS else "group meeting"
    kinds = {value: kind for kind, value in MEETINGS.items() if value != Meeting.Kind.ORDINARY}
    hours = " to ".join(_words(clock) for clock in (meeting.starts_at, meeting.ends_at) if clock)
    if not meeting.starts_at:
        hours = ""
    parts = [part for part in (meeting.title, hours) if part]
    named = ", ".join(parts)
    if meeting.informal:
        named = f"{named}{_INFORMAL}" if named else _INFORMAL.removeprefix(", ")
    return {
        **said,
        "meeting_id": meeting.reference,
        "kind": kinds.get(meeting.kind, ordinary),
        "title": named,
        "note": meeting.note,
    }


def item_row(item: AgendaItem, meeting: Meeting, said: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an item."""
    return {
        **said,
        "meeting_id": item.reference,
        "kind": ITEMS[0],
        "item_number": item.position,
        "title": item.title,
        "page_from": item.first_page,
        "page_to": item.last_page,
        "note": item.note,
    }


def _clock(hour: str, minute: str, half: str) -> time:
    return time(int(hour) % 12 + (12 if half == "pm" else 0), int(minute))


def _words(clock: time) -> str:
    return f"{clock.hour % 12 or 12}.{clock.minute:02}{'pm' if clock.hour >= 12 else 'am'}"
