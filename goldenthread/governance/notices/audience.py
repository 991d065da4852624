"""Who is told of a meeting, who was, and what each is to be told next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from goldenthread.governance.models import AgendaItem, ItemReader, Meeting, MeetingNotice
from goldenthread.partnership.models import Appointment, Body, Person, Seat
from goldenthread.partnership.roles import SeatRole

NO_ADDRESS = "No e-mail address"
NOT_NAMED = "Name not held"
STOPPED = "Stopped from signing in"


@dataclass(frozen=True)
class Invitee:
    """Somebody a meeting is told to: a member, who comes instead of one, or a guest.

    ``seat`` says as what. ``items`` are those a guest is invited for; a member has none here.
    """

    person: Person
    seat: str
    optional: bool = False
    items: tuple[AgendaItem, ...] = ()

    @property
    def is_guest(self) -> bool:
        """Whether they come for some items alone."""
        return bool(self.items)

    @property
    def mentions(self) -> list[str]:
        """What a guest is invited for, as sentences. A title is named once it is published, a restricted one never."""
        return [
            f"You are invited for one item: {item.title}."
            if item.published_at and not item.restricted
            else "There is an item you are invited for."
            for item in self.items
        ]


@dataclass(frozen=True)
class Unreachable:
    """Somebody who should be told and cannot be."""

    name: str
    seat: str
    why: str


@dataclass(frozen=True)
class Told:
    """One person beside what they were last told. ``due``: what they are to be told next, None where nothing.

    ``invitee`` is None for somebody who was invited and no longer is.
    """

    person: Person
    invitee: Invitee | None
    notice: MeetingNotice | None
    due: MeetingNotice.Kind | None

    @property
    def is_invited(self) -> bool:
        """Whether the newest thing they were sent is an invitation."""
        return self.notice is not None and self.notice.kind == MeetingNotice.Kind.INVITATION


@dataclass(frozen=True)
class Plan:
    """Everybody whom a meeting concerns, in the order of its seats, and who cannot be told."""

    people: list[Told]
    unreachable: list[Unreachable]

    @property
    def due(self) -> list[Told]:
        """Those who are to be told something."""
        return [each for each in self.people if each.due]

    @property
    def begun(self) -> bool:
        """Whether anybody was ever told."""
        return any(each.notice for each in self.people)


def bodies_of(meeting: Meeting) -> list[Body]:
    """The body of a meeting, then those that meet with it."""
    return [meeting.body, *meeting.joint_with.all()]


def audience(meeting: Meeting) -> tuple[list[Invitee], list[Unreachable]]:
    """Who is told of ``meeting``, each once, and who should be and cannot.

    Those who hold a seat of its bodies on its day, virtual members too (R08); co-opted people and guests where
    an item names them (R09); representatives whom an apology names.
    """
    found: dict[int, Invitee] = {}
    missing: dict[tuple[str, str], Unreachable] = {}
    for invitee in (*_members(meeting), *_representatives(meeting), *_guests(meeting)):
        if isinstance(invitee, Unreachable):
            missing.setdefault((invitee.name, invitee.seat), invitee)
        elif not invitee.person.email or not invitee.person.is_active:
            why = STOPPED if invitee.person.email else NO_ADDRESS
            missing.setdefault((invitee.person.name, ""), Unreachable(invitee.person.name, invitee.seat, why))
        else:
            found.setdefault(invitee.person.pk, invitee)
    return list(found.values()), list(missing.values())


def _members(meeting: Meeting) -> Iterator[Invitee | Unreachable]:
    bodies = bodies_of(meeting)
    seats = Seat.objects.on(meeting.held_on).filter(body__in=bodies).exclude(role=SeatRole.CO_OPTED)
    held = Appointment.objects.holders().on(meeting.held_on).filter(seat__in=seats)
    order = {body.pk: place for place, body in enumerate(bodies)}
    for row in sorted(held.select_related("person", "seat"), key=lambda row: order[row.seat.body_id]):
        if row.person is None:
            yield Unreachable(NOT_NAMED, row.seat.title, NOT_NAMED)
        else:
            yield Invitee(row.person, row.seat.title, optional=row.seat.role == SeatRole.VIRTUAL)


def _representatives(meeting: Meeting) -> Iterator[Invitee | Unreachable]:
    for apology in meeting.apologies.select_related("representative", "seat"):
        seat = f"For {apology.seat.title}"
        if apology.representative:
            yield Invitee(apology.representative, seat)
        elif apology.representative_name:
            yield Unreachable(apology.representative_name, seat, NO_ADDRESS)


def _guests(meeting: Meeting) -> Iterator[Invitee | Unreachable]:
    """Those named for items, by person or by seat, with their items."""
    named_for = ItemReader.objects.filter(item__meeting=meeting, item__withdrawn_at__isnull=True)
    readers = list(named_for.select_related("item", "person", "seat"))
    seat_ids = [reader.seat_id for reader in readers if reader.seat_id]
    held = Appointment.objects.holders().on(meeting.held_on).filter(seat_id__in=seat_ids).select_related("person")
    holders = {row.seat_id: row.person for row in held}
    items: dict[int, list[AgendaItem]] = {}
    named: dict[int, tuple[Person, str]] = {}
    for reader in readers:
        seat = reader.seat.title if reader.seat else "Invited for an item"
        person = reader.person or (holders.get(reader.seat_id) if reader.seat_id else None)
        if person is not None:
            named.setdefault(person.pk, (person, seat))
            items.setdefault(person.pk, []).append(reader.item)
        elif reader.seat_id in holders:
            yield Unreachable(NOT_NAMED, seat, NOT_NAMED)
    for person, seat in named.values():
        in_order = sorted(items[person.pk], key=lambda item: (item.position, item.pk))
        yield Invitee(person, seat, optional=True, items=tuple(in_order))


def plan(meeting: Meeting, *, today: date) -> Plan:
    """What everybody was told of ``meeting``, and what each is to be told next.

    Nothing is due of a meeting that was held before ``today``, and nobody is invited to one without a day.
    """
    invitees, unreachable = audience(meeting)
    held = {notice.person_id: notice for notice in meeting.notices.select_related("person")}
    dated = meeting.date_precision == Meeting.Precision.DAY
    over = dated and meeting.held_on < today
    off = meeting.cancelled_at is not None or not dated
    people = []
    for invitee in invitees:
        notice = held.pop(invitee.person.pk, None)
        invited = notice is not None and notice.kind == MeetingNotice.Kind.INVITATION
        due = None
        if off and invited and notice and notice.held_on >= today:
            due = MeetingNotice.Kind.CANCELLATION
        elif not off and not (invited and notice and notice.sequence >= meeting.calendar_sequence):
            due = MeetingNotice.Kind.INVITATION
        people.append(Told(invitee.person, invitee, notice, None if over else due))
    for notice in held.values():
        told = Told(notice.person, None, notice, None)
        if told.is_invited and notice.person.email and notice.held_on >= today:
            told = Told(notice.person, None, notice, MeetingNotice.Kind.CANCELLATION)
        people.append(told)
    return Plan(people, unreachable)
