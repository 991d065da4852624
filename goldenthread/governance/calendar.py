"""Meetings as calendars hold them (RFC 5545), and as invitations carry them (RFC 5546).

The identity of a meeting in every calendar is its UID, which never changes. Each message to a person has a
higher SEQUENCE than the one before, so that a calendar program takes the newest, whatever order they come in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

if TYPE_CHECKING:
    from goldenthread.governance.models import Meeting

LONDON = ZoneInfo("Europe/London")
PRODUCT = "-//Goldenthread//Meetings//EN"
REREAD = timedelta(hours=4)
"""How often a calendar program is asked to read a feed again."""

_ZONE = Timezone.from_ical(
    """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
)
"""The rule for British Summer Time since 1996 (Summer Time Order 2002)."""


@dataclass(frozen=True)
class Occasion:
    """One meeting as a calendar shows it. ``starts_at`` and ``ends_at`` are London times, None where not known.

    ``page`` is an address; ``notes`` are sentences for the description. Nothing of the agenda is in it but what
    ``notes`` says.
    """

    uid: str
    summary: str
    day: date
    marking: str
    page: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    link: str = ""
    cancelled: bool = False
    sequence: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Party:
    """Somebody named in an invitation: who sends it, or who gets it."""

    name: str
    address: str
    optional: bool = False


def uid(number: int, domain: str) -> str:
    """What every calendar knows meeting ``number`` by."""
    return f"meeting-{number}@{domain}"


def summary(bodies: Iterable[str], kind: str) -> str:
    """Who meets, and what sort of meeting: never the title of anything on the agenda."""
    return f"{' and '.join(bodies)}: {kind.lower()} meeting"


def occasion(
    meeting: Meeting, bodies: Iterable[str], *, domain: str, page: str, marking: str, notes: Iterable[str] = ()
) -> Occasion:
    """``meeting`` of ``bodies``, its own first, for a calendar. The day of the meeting must be known."""
    return Occasion(
        uid=uid(meeting.pk, domain),
        summary=summary(bodies, meeting.get_kind_display()),
        day=meeting.held_on,
        marking=marking,
        page=page,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        link=meeting.link,
        cancelled=meeting.cancelled_at is not None,
        sequence=meeting.calendar_sequence,
        notes=tuple(notes),
    )


def next_revision(sequence: int, held: int | None) -> int:
    """The SEQUENCE of the next message to a person whose calendar holds ``held`` (None: nothing).

    That of the meeting, and always higher than the one before: somebody taken off a body and put back gets a
    cancellation and an invitation although the meeting itself has not changed.
    """
    return sequence if held is None else max(sequence, held + 1)


def request(what: Occasion, *, organiser: Party, attendee: Party, revision: int, stamp: datetime) -> str:
    """The invitation, or its update, for one person."""
    return _text([_event(what, stamp, organiser, attendee, revision)], method="REQUEST")


def cancellation(what: Occasion, *, organiser: Party, attendee: Party, revision: int, stamp: datetime) -> str:
    """What takes the meeting out of one person's calendar: it is cancelled, or no longer theirs to attend."""
    event = _event(what, stamp, organiser, attendee, revision)
    event["STATUS"] = "CANCELLED"
    return _text([event], method="CANCEL")


def feed(occasions: Iterable[Occasion], *, name: str, stamp: datetime) -> str:
    """Many meetings, as a calendar program reads them again and again."""
    calendar = _calendar("PUBLISH")
    calendar.calendar_name = name
    calendar.add("REFRESH-INTERVAL", REREAD, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{REREAD // timedelta(hours=1)}H")
    return _text([_event(what, stamp) for what in occasions], into=calendar)


def file(what: Occasion, *, stamp: datetime) -> str:
    """One meeting, to be taken into a calendar by hand."""
    return _text([_event(what, stamp)], method="PUBLISH")


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _text(events: list[Event], *, method: str = "", into: Calendar | None = None) -> str:
    calendar = _calendar(method) if into is None else into
    calendar.add_component(_ZONE)
    for event in events:
        calendar.add_component(event)
    written: str = calendar.to_ical().decode()
    return written


def _event(
    what: Occasion,
    stamp: datetime,
    organiser: Party | None = None,
    attendee: Party | None = None,
    revision: int | None = None,
) -> Event:
    event = Event()
    event.add("uid", what.uid)
    event.add("sequence", what.sequence if revision is None else revision)
    event.add("dtstamp", stamp)
    _when(event, what)
    event.add("summary", f"Cancelled: {what.summary}" if what.cancelled else what.summary)
    event.add("status", "CANCELLED" if what.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("description", _description(what))
    if what.place or what.link:
        event.add("location", what.place or "Online")
    if what.page:
        event.add("url", what.page)
    event.add("x-protective-marking", what.marking)
    if organiser:
        event.add("organizer", vCalAddress.new(organiser.address, cn=_in_one_line(organiser.name)))
    if attendee:
        event.add(
            "attendee",
            vCalAddress.new(
                attendee.address,
                cn=_in_one_line(attendee.name),
                cutype="INDIVIDUAL",
                role="OPT-PARTICIPANT" if attendee.optional else "REQ-PARTICIPANT",
                partstat="NEEDS-ACTION",
                rsvp=False,
            ),
        )
    return event


def _when(event: Event, what: Occasion) -> None:
    """From and to in London time; the whole day, and nobody busy, where no time is known."""
    if what.starts_at is None:
        event.add("dtstart", what.day)
        event.add("dtend", what.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", datetime.combine(what.day, what.starts_at, LONDON))
    if what.ends_at is not None:
        event.add("dtend", datetime.combine(what.day, what.ends_at, LONDON))
    event.add("transp", "TRANSPARENT" if what.cancelled else "OPAQUE")


def _description(what: Occasion) -> str:
    lines = [
        what.marking,
        *(["This meeting is cancelled."] if what.cancelled else []),
        *what.notes,
        *([f"Join online: {what.link}"] if what.link else []),
        *([f"The meeting in Goldenthread: {what.page}"] if what.page else []),
    ]
    return "\n".join(lines)


def _in_one_line(name: str) -> str:
    """A name as a parameter may hold it: readers take a backslash there as the mark of what comes after it."""
    return " ".join(name.replace("\\", "/").split())
