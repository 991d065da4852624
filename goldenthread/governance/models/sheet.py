"""Writing the attendance sheet of a meeting, for ``Meeting.record_attendance`` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.roster import Place

if TYPE_CHECKING:
    from goldenthread.governance.models.attendance import Attendance
    from goldenthread.governance.models.meeting import Meeting


def write(meeting: Meeting, entries: list[Attendance], places: dict[int, Place]) -> int:
    """Check and save the entries that differ from what is held, in at most three statements; return how many.

    Raises NotPossible for a seat that is not of the meeting or is vacant, ValidationError for a contradiction.
    """
    held = {row.seat_id: row for row in meeting.attendance.all()}
    new: list[Attendance] = []
    changed: list[Attendance] = []
    taken_away: list[int] = []
    for entry in entries:
        before = held.get(entry.seat_id)
        if not entry.mark:
            if before:
                taken_away.append(before.pk)
            continue
        if before and before.says_the_same(entry):
            continue
        _check(entry, places)
        entry.meeting = meeting
        entry.pk = before.pk if before else None
        (changed if before else new).append(entry)
    meeting.attendance.filter(pk__in=taken_away).delete()
    meeting.attendance.bulk_create(new)
    meeting.attendance.bulk_update(changed, [*meeting.attendance.model.SHEET])
    return len(new) + len(changed) + len(taken_away)


def stale_sentence(meeting: Meeting) -> str:
    """Why a sheet that was opened before somebody else saved it is not saved."""
    saved_at = meeting.attendance_recorded_at
    when = f" at {timezone.localtime(saved_at):%H:%M}" if saved_at else ""
    return f"Somebody else saved this attendance{when} while you had it open. Nothing of theirs has been overwritten."


def _check(entry: Attendance, places: dict[int, Place]) -> None:
    place = places.get(entry.seat_id)
    if place is None:
        raise NotPossible("A mark was given for a seat that this body does not have on the day of the meeting.")
    if place.is_vacant:
        raise NotPossible(f"{place.seat.title} is vacant on the day of the meeting, so it takes no mark.")
    entry.clean_fields(exclude=["meeting", "seat", "person"])
    entry.clean()
