"""Meetings, and the sheet of attendance they keep."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models import Attendance, CameAs, Meeting
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import BodyFactory, PersonFactory, seated

pytestmark = pytest.mark.django_db
DAY = date(2016, 4, 19)


@pytest.fixture
def body():
    return factories.a_board()


@pytest.fixture
def seat(body):
    return factories.a_seat(body, "Police")


@pytest.fixture
def meeting(body):
    return factories.a_meeting(body, DAY)


def marks_of(meeting):
    return {row.seat.title: row.mark for row in meeting.attendance.select_related("seat")}


# Meetings


def test_a_body_meets_once_a_day(meeting):
    with pytest.raises(ValidationError, match="already has a meeting on that day"):
        Meeting(body=meeting.body, held_on=DAY).keep(by=None)
    factories.a_meeting(BodyFactory(partnership=meeting.body.partnership, name="Health group"), DAY)


def test_a_meeting_falls_within_the_days_of_its_body():
    body = factories.a_board(ends_on=date(2019, 9, 28))
    factories.a_meeting(body, date(2019, 9, 28))
    for day in (date(2016, 3, 31), date(2019, 9, 29)):
        with pytest.raises(ValidationError, match="does not exist on that day"):
            factories.a_meeting(body, day)


def test_adding_and_moving_leave_one_trail_entry_each(meeting):
    meeting.held_on = date(2016, 4, 20)
    meeting.keep(by=None)
    verbs = TrailEntry.objects.filter(object_type="governance.meeting").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["meeting.add", "meeting.change"]


def test_a_meeting_with_attendance_keeps_its_date_and_cannot_be_removed(body, seat):
    meeting = factories.a_sheet(body, DAY, [(seat, "y")])
    meeting.held_on = date(2016, 4, 20)
    with pytest.raises(ValidationError, match="its date cannot change"):
        meeting.keep(by=None)
    with pytest.raises(NotPossible, match="cannot be removed"):
        meeting.remove(by=None)
    meeting.refresh_from_db()
    meeting.how = Meeting.How.VIRTUAL
    meeting.keep(by=None)


def test_a_meeting_without_attendance_can_be_removed(meeting):
    meeting.remove(by=None)
    assert not Meeting.objects.exists()
    assert TrailEntry.objects.filter(verb="meeting.remove").count() == 1


# Recording


def test_a_sheet_is_saved_and_may_be_partial(body, seat, meeting):
    other = factories.a_seat(body, "Housing")
    manager = PersonFactory()
    assert meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=manager) == 1
    assert marks_of(meeting) == {"Police": "y"}
    assert (meeting.attendance_version, meeting.attendance_recorded_by) == (1, manager)
    assert meeting.record_attendance([factories.an_entry(other, "o")], version=1, by=manager) == 1
    assert marks_of(meeting) == {"Police": "y", "Housing": "o"}
    entries = TrailEntry.objects.filter(verb="attendance.record")
    assert [entry.ids["seats"] for entry in entries.order_by("id")] == [1, 1]


def test_saving_the_same_again_changes_nothing(seat, meeting):
    meeting.record_attendance([factories.an_entry(seat, "x")], version=0, by=None)
    assert meeting.record_attendance([factories.an_entry(seat, "x")], version=1, by=None) == 0
    assert meeting.attendance_version == 1
    assert TrailEntry.objects.filter(verb="attendance.record").count() == 1


def test_a_mark_can_be_changed_and_taken_away(seat, meeting):
    meeting.record_attendance([factories.an_entry(seat, "x", apologies=True)], version=0, by=None)
    meeting.record_attendance([factories.an_entry(seat, "y", people=2)], version=1, by=None)
    row = Attendance.objects.get()
    assert (row.mark, row.people, row.apologies) == ("y", 2, False)
    meeting.record_attendance([factories.an_entry(seat, "")], version=2, by=None)
    assert marks_of(meeting) == {}


def test_who_came_is_kept(seat, meeting):
    guest = PersonFactory()
    entry = factories.an_entry(seat, "y", came_as=CameAs.REPRESENTATIVE, person=guest)
    meeting.record_attendance([entry], version=0, by=None)
    row = Attendance.objects.get()
    assert (row.came_as, row.person) == ("representative", guest)


def test_a_stale_sheet_is_refused_and_overwrites_nothing(seat, meeting):
    manager = PersonFactory()
    with time_machine.travel("2016-04-19 14:05+01:00", tick=False):
        meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=manager)
        with pytest.raises(Stale, match="saved this attendance at 14:05 while you had it open"):
            meeting.record_attendance([factories.an_entry(seat, "x")], version=0, by=manager)
    assert marks_of(meeting) == {"Police": "y"}


def test_one_refused_entry_refuses_the_sheet(body, seat, meeting):
    empty = factories.a_seat(body, "Lay member", vacant=True)
    entries = [factories.an_entry(seat, "y"), factories.an_entry(empty, "y")]
    with pytest.raises(NotPossible, match="Lay member is vacant"):
        meeting.record_attendance(entries, version=0, by=None)
    assert marks_of(meeting) == {}
    assert meeting.attendance_version == 0


def test_a_seat_with_a_name_not_held_takes_marks(seat, meeting):
    assert seat.appointments.get().person is None
    assert meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=None) == 1


def test_a_seat_is_vacant_after_its_holder_left(body, seat):
    seat.appointments.get().end(on=date(2016, 5, 1), by=None)
    factories.a_sheet(body, date(2016, 5, 1), [(seat, "y")])
    with pytest.raises(NotPossible, match="vacant"):
        factories.a_sheet(body, date(2016, 5, 2), [(seat, "y")])


def test_a_representative_alone_does_not_fill_a_seat(body, meeting):
    seat = factories.a_seat(body, "Health", vacant=True)
    Appointment(seat=seat, person=PersonFactory(), kind="representative", starts_on=seat.starts_on).keep(by=None)
    with pytest.raises(NotPossible, match="vacant"):
        meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=None)


def test_a_seat_of_another_body_is_refused(body, meeting):
    other = factories.a_seat(BodyFactory(partnership=body.partnership, name="Health group"), "Nurse")
    with pytest.raises(NotPossible, match="does not have on the day"):
        meeting.record_attendance([factories.an_entry(other, "y")], version=0, by=None)


def test_a_seat_not_in_force_on_the_day_is_refused(body, meeting):
    later = factories.a_seat(body, "Faith groups", starts_on=date(2016, 4, 20))
    with pytest.raises(NotPossible, match="does not have on the day"):
        meeting.record_attendance([factories.an_entry(later, "y")], version=0, by=None)


def test_a_meeting_to_come_takes_no_attendance(body, seat):
    meeting = factories.a_meeting(body, date(2030, 1, 8))
    with time_machine.travel("2030-01-07 12:00", tick=False), pytest.raises(NotPossible, match="still to come"):
        meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=None)
    with time_machine.travel("2030-01-08 08:00", tick=False):
        meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=None)


@pytest.mark.parametrize(
    "mark, given, sentence",
    [
        ("y", {"people": 0}, "at least 1"),
        ("x", {"people": 1}, "only where the seat is marked present"),
        ("o", {"representative_name": "Kim Reed", "came_as": "representative"}, "only where the seat is marked"),
        ("y", {"apologies": True}, "Apologies belong only"),
        ("o", {"apologies": True}, "Apologies belong only"),
        ("y", {"representative_name": "Kim Reed"}, "only where a representative came"),
        ("z", {}, "not a valid choice"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(seat, meeting, mark, given, sentence):
    with pytest.raises(ValidationError, match=sentence):
        meeting.record_attendance([factories.an_entry(seat, mark, **given)], version=0, by=None)
    assert marks_of(meeting) == {}


@pytest.mark.parametrize(
    "given",
    [
        {"mark": "y", "people": 0},
        {"mark": "x", "people": 1},
        {"mark": "o", "people": 0, "apologies": True},
        {"mark": "y", "people": 1, "apologies": True},
        {"mark": "x", "people": 0, "came_as": "member"},
        {"mark": "y", "people": 1, "representative_name": "Kim Reed"},
        {"mark": "z", "people": 0},
    ],
)
def test_the_database_refuses_what_contradicts_itself(seat, meeting, given):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=meeting, seat=seat, **given)


def test_a_seat_has_one_mark_at_a_meeting(seat, meeting):
    Attendance.objects.create(meeting=meeting, seat=seat, mark="y", people=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=meeting, seat=seat, mark="x")


def test_a_full_sheet_takes_the_same_number_of_queries_as_a_short_one(body):
    seats = [factories.a_seat(body, f"Seat {number}") for number in range(36)]
    counts = []
    for day, count in ((DAY, 3), (date(2016, 7, 19), 36)):
        meeting = factories.a_meeting(body, day)
        entries = [factories.an_entry(seat, "y") for seat in seats[:count]]

        with CaptureQueriesContext(
            connection,
        ) as captured:
            meeting.record_attendance(entries, version=0, by=None)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Seeing


def test_meetings_are_seen_by_those_who_may_see_the_attendance_of_the_body(body, seat, meeting):
    factories.a_sheet(body, date(2016, 7, 19), [(seat, "y")])
    group = BodyFactory(partnership=body.partnership, name="Schools group", kind=BodyKind.SUBGROUP)
    factories.a_meeting(group, DAY)
    today = date(2026, 11, 21)

    def seen(person):
        scope = Scope.of(person, today=today)
        return Meeting.objects.visible_to(scope).count(), Attendance.objects.visible_to(scope).count()

    assert seen(seated(body, SeatRole.CORE)) == (2, 1)
    assert seen(seated(group, SeatRole.CHAIR)) == (1, 0)
    assert seen(seated(body, SeatRole.CHAIR)) == (3, 1)
    assert seen(seated(body, SeatRole.CO_OPTED)) == (0, 0)
    assert seen(factories.a_business_manager(body.partnership)) == (3, 1)
    assert seen(PersonFactory()) == (0, 0)
    operator = Scope.operator(today=today)
    assert Meeting.objects.visible_to(operator).count() == 3
    assert Attendance.objects.visible_to(operator).count() == 1
