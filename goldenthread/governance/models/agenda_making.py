"""Filling an agenda from what there is: the standing items of the body, and the items of an earlier meeting."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from goldenthread.foundation import trail
from goldenthread.governance.models.agenda import AgendaItem, ItemReader, StandingItem
from goldenthread.governance.models.meeting import Meeting
from goldenthread.partnership.models import Person

COPIED = ("title", "purpose", "presenter", "minutes_allotted", "restricted", "standing")
"""What a copied item takes along: never its papers, its minutes, its note, nor that it was published."""


@transaction.atomic
def add_standing_items(meeting: Meeting, *, by: Person | None) -> list[AgendaItem]:
    """Put the standing items of the meeting's month that are not on its agenda yet at its end; return the items."""
    there = _standing_there(meeting)
    made = [
        AgendaItem(
            meeting=meeting,
            standing=standing,
            **{name: getattr(standing, name) for name in COPIED if name != "standing"},
        ).add(by=by)
        for standing in StandingItem.objects.filter(body_id=meeting.body_id)
        if standing.comes_to(meeting) and standing.pk not in there
    ]
    if made:
        trail.record("agenda.standing", meeting, by=by, items=len(made))
    return made


@transaction.atomic
def copy_items(meeting: Meeting, items: Iterable[AgendaItem], *, by: Person) -> list[AgendaItem]:
    """Put items like ``items`` at the end of the agenda; return them.

    One that is restricted stays so, with those who were trusted with it and still hold their seats on the day.
    Whoever was invited for an open item was invited for that one alone (R09). A standing item that is on the agenda
    already is passed over.
    """
    there = _standing_there(meeting)
    made = []
    for item in items:
        if item.standing_id in there:
            continue
        copy = AgendaItem(meeting=meeting, **{name: getattr(item, name) for name in COPIED}).add(by=by)
        if item.standing_id:
            there.add(item.standing_id)
        if item.restricted:
            for reader in item.readers.filter(restricted=True).select_related("seat"):
                if reader.seat is None or reader.seat.is_on(meeting.held_on):
                    ItemReader(item=copy, seat=reader.seat, person=reader.person, restricted=True).keep(by=by)
        made.append(copy)
    if made:
        trail.record("agenda.copy", meeting, by=by, items=len(made))
    return made


def last_agenda(meeting: Meeting) -> Meeting | None:
    """The newest earlier meeting of the body that was not cancelled and has an agenda."""
    earlier = Meeting.objects.not_cancelled().filter(body_id=meeting.body_id, held_on__lt=meeting.held_on)
    return earlier.filter(items__isnull=False).order_by("-held_on", "-id").first()


def _standing_there(meeting: Meeting) -> set[int]:
    """The standing items that are on the agenda, with the meeting held so that nobody adds them a second time."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    held = AgendaItem.objects.filter(meeting=meeting, standing__isnull=False)
    return set(held.values_list("standing_id", flat=True))
