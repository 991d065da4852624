"""Two hundred people save attendance at once: each is told that it was saved, or in words that it was not.

    python -m tests.resilience.attendance_at_once

Every sheet says something that no other sheet says, so that afterwards the marks of a meeting can be told to be one
sheet, whole: the one confirmed last.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.resilience.program import Browser, browser, program

SAVES = 200
MEETINGS = 5
SEATS = 12
REFUSAL = "Somebody else saved this attendance"
VERSION = 'name="version" value="'


@dataclass(frozen=True)
class Saved:
    """What one of the two hundred was told: 302 is a confirmation, 409 a refusal."""

    number: int
    meeting_id: int
    opened_at: int
    status: int


def main() -> None:
    """Save, and compare what is there with what was confirmed."""
    with program() as installation:
        meetings, people = prepare()
        entries, recorded = installation.verify_clean(), recordings()
        with installation.served(workers=4) as port:
            browsers = [browser(port, person) for person in people]
            start = threading.Barrier(SAVES)
            with ThreadPoolExecutor(SAVES) as crowd:
                told = list(crowd.map(lambda number: save(number, meetings, browsers[number], start), range(SAVES)))
        confirmed = [each for each in told if each.status == 302]
        assert {each.status for each in told} <= {302, 409}, Counter(each.status for each in told)
        for meeting_id, _ in meetings:
            compare(meeting_id, [each for each in confirmed if each.meeting_id == meeting_id])
        assert recordings() - recorded == len(confirmed)
        assert installation.verify_clean() >= entries + len(confirmed)
    print(
        f"{SAVES} saves at once: {len(confirmed)} confirmed, each in the trail; "
        f"{SAVES - len(confirmed)} refused in words."
    )


def recordings() -> int:
    """How many recordings of attendance are in the trail."""
    from goldenthread.foundation.models import TrailEntry

    return TrailEntry.objects.filter(verb="attendance.record").count()


def prepare() -> tuple[list[tuple[int, list[int]]], list[Any]]:
    """Meetings with their seats, and who makes each save: one person, signed in as often as there are saves."""
    from goldenthread.governance.models import Meeting
    from goldenthread.partnership.roles import SeatRole
    from tests import cast

    made = cast.universe()
    for number in range(SEATS):
        cast.seat(made, f"member {number}", f"Member {number}", "schools", SeatRole.CORE, f"Member {number}")
    meetings = []
    for number in range(MEETINGS):
        meeting = Meeting(body=made["schools"], held_on=made.today - timedelta(days=number)).keep(by=None)
        meetings.append((meeting.pk, [place.seat.pk for place in meeting.roster()]))
    return meetings, [made.people["business_manager"]] * SAVES


def save(number: int, meetings: list[tuple[int, list[int]]], mine: Browser, start: threading.Barrier) -> Saved:
    """Open the sheet of a meeting, and save it with a number of people that nobody else gives."""
    meeting_id, seats = meetings[number % MEETINGS]
    address = f"/meetings/{meeting_id}/attendance/"
    start.wait(120)
    sheet = mine.get(address)
    assert sheet.status == 200, f"{sheet.status}: {sheet.text[:300]}"
    version = sheet.text.partition(VERSION)[2].partition('"')[0]
    fields = {"version": version}
    for seat in seats:
        fields |= {f"mark_{seat}": "y", f"people_{seat}": str(number + 1)}
    answer = mine.post(address, fields)
    if answer.status == 409:
        assert REFUSAL in answer.text, "The refusal says nothing."
    return Saved(number, meeting_id, int(version), answer.status)


def compare(meeting_id: int, confirmed: list[Saved]) -> None:
    """The marks of the meeting are one confirmed sheet, whole: the last one. No version was confirmed twice."""
    from goldenthread.governance.models import Meeting

    meeting = Meeting.objects.get(pk=meeting_id)
    assert confirmed, "Nobody could save this meeting."
    versions = Counter(each.opened_at for each in confirmed)
    assert sorted(versions) == list(range(meeting.attendance_version)), f"{versions} of {meeting.attendance_version}"
    assert max(versions.values()) == 1, "Two saves of the same version were confirmed: one of them is lost."
    last = max(confirmed, key=lambda each: each.opened_at)
    people = set(meeting.attendance.values_list("people", flat=True))
    assert people == {last.number + 1}, f"{people}: expected the sheet of {last.number + 1} alone"
    assert meeting.attendance.count() == len(meeting.roster())


if __name__ == "__main__":
    main()
