"""The import kind ``attendance``: who came to the meetings of one body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from goldenthread.foundation import imports
from goldenthread.foundation.imports import Change, Column, Outcome, Row
from goldenthread.foundation.rendering import day as date_in_words
from goldenthread.governance.models import Attendance, Meeting, Place
from goldenthread.governance.models.roster import places
from goldenthread.governance.rules import Mark
from goldenthread.partnership.imports.look_up import body_option, key
from goldenthread.partnership.models import Appointment, Body, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MOST_PEOPLE = 1000


@imports.register
class AttendanceKind(imports.Kind):
    """One row for each seat at each meeting. Meetings not yet there are made; seats never are."""

    code = "attendance"
    title = "Attendance"
    description = "Who came to the meetings of one body. A meeting that is not there yet is made; a seat is not."
    columns = (
        Column("role_order", "the seat's place in the list, or nothing", example="1"),
        Column("role", "the title of a seat of the body on that day", required=True, example="Police Borough Command"),
        Column("date", "the date of the meeting", required=True, example="2016-04-19"),
        Column("mark", "y, x or o", required=True, example="y"),
        Column("people_count", "how many came, or nothing", example="1"),
        Column("mark_as_printed", "the mark as the source prints it, which is not read", example="y"),
    )
    option_names = ("body", "partnership")
    required_options = ("body",)
    order = 60
    scope: Scope

    @cached_property
    def body(self) -> Body:
        """The body whose attendance it is. Raises OptionRefused."""
        body = body_option(self.scope, self.options)
        if body is None:
            raise imports.OptionRefused("Say which body the attendance is of.")
        return body

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up the body's seats, their holders, its meetings and the marks held, in four queries."""
        self.scope.require(Permission.RECORD_ATTENDANCE, self.body)
        self.seats: dict[str, list[Seat]] = {}
        for seat in Seat.objects.filter(body=self.body):
            self.seats.setdefault(key(seat.title), []).append(seat)
        self.appointments: dict[int, list[Appointment]] = {}
        for appointment in Appointment.objects.filter(seat__body=self.body):
            self.appointments.setdefault(appointment.seat_id, []).append(appointment)
        meetings = Meeting.objects.on_a_day().of(self.body).select_related("body")
        self.meetings = {meeting.held_on: meeting for meeting in meetings}
        held = Attendance.objects.filter(seat__body=self.body).select_related("meeting")
        self.held = {(row.seat_id, row.meeting.held_on): row for row in held}
        self.entries: dict[date, list[Attendance]] = {}

    def load(self, row: Row) -> Outcome:
        """Check the row and keep what it says for ``link``, which saves each meeting's sheet whole."""
        mark = row.choice("mark", {mark.value: mark for mark in Mark}, expected="y, x or o")
        people = self._people(row, mark)
        day = self._day(row)
        place = self._place(row, day)
        if place and day:
            self.once(row, "role", (place.seat.pk, day))
        place, day, mark = row.need(place), row.need(day), row.need(mark)
        row.check()
        before = self.held.get((place.seat.pk, day))
        kept = {name: getattr(before, name) for name in Attendance.SHEET} if before and before.mark == mark else {}
        entry = Attendance(**{**kept, "seat": place.seat, "mark": mark.value, "people": people})
        self.entries.setdefault(day, []).append(entry)
        label = f"{place.seat.title}, {date_in_words(day)}"
        if before is None:
            return imports.new(label)
        return imports.changed(
            label,
            [
                Change(column, str(old), str(now))
                for column, old, now in (
                    ("mark", before.mark, entry.mark),
                    ("people_count", before.people, entry.people),
                )
                if old != now
            ],
        )

    def link(self, row: Row) -> Iterable[Change]:
        """At the first row of each meeting, save all that the file says of it."""
        day = row.date("date")
        entries = self.entries.pop(day, None) if day else None
        if day and entries and any(self._differs(entry, day) for entry in entries):
            meeting = self.meetings.get(day) or Meeting(body=self.body, held_on=day).keep(by=self.scope.person)
            self.scope.require(Permission.RECORD_ATTENDANCE, meeting.body)
            meeting.record_attendance(entries, version=meeting.attendance_version, by=self.scope.person)
        return ()

    def _differs(self, entry: Attendance, day: date) -> bool:
        before = self.held.get((entry.seat_id, day))
        return before is None or not before.says_the_same(entry)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every mark of the body, seat by seat in the order of its list."""
        self.scope.require(Permission.SEE_ATTENDANCE, self.body)
        self.scope.require(Permission.EXPORT_RECORDS, self.body)
        held = Attendance.objects.filter(seat__body=self.body).select_related("seat", "meeting")
        for row in held.order_by("seat__position", "seat__title", "seat_id", "meeting__held_on").iterator():
            yield {
                "role_order": row.seat.position,
                "role": row.seat.title,
                "date": row.meeting.held_on,
                "mark": row.mark,
                "people_count": row.people,
                "mark_as_printed": f"{row.mark}({row.people})" if row.people > 1 else row.mark,
            }

    def _people(self, row: Row, mark: Mark | None) -> int:
        """How many came; one for a ``y`` and nobody for the rest where the file does not say."""
        if mark is None:
            return 0
        usual = 1 if mark == Mark.PRESENT else 0
        people = row.whole("people_count", most=MOST_PEOPLE)
        if people is None:
            return usual
        if (mark == Mark.PRESENT) != (people > 0):
            row.refuse("people_count", f"{'1 or more' if usual else '0'} for a mark of {mark}")
        return people

    def _day(self, row: Row) -> date | None:
        """The date of a meeting the body can have had by now."""
        day = row.date("date")
        if day is None:
            return None
        if day > self.scope.today:
            row.refuse("date", "a day that has come: attendance is recorded on the day or after it")
            return None
        if not self.body.is_on(day):
            row.refuse("date", f"a day on which {self.body.name} exists")
            return None
        return day

    def _place(self, row: Row, day: date | None) -> Place | None:
        """The seat with the row's title on ``day``, refused where there is none or nobody holds it."""
        title = row.text("role")
        if day is None or not title:
            return None
        for seat in self.seats.get(key(title), []):
            for place in places([seat], self.appointments.get(seat.pk, []), day):
                if place.is_vacant:
                    row.refuse("role", f"a seat that somebody holds: this one is vacant on {date_in_words(day)}")
                return place
        row.refuse("role", f"the title of a seat of {self.body.name} on {date_in_words(day)}")
        return None
