"""Planning meetings: cancelling, joint meetings, invitations, series, school terms."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.figures import matrix
from goldenthread.governance.models import (
    AgendaItem,
    Attendance,
    ItemReader,
    Meeting,
    MeetingSeries,
    SchoolTerm,
    StandingItem,
)
from goldenthread.governance.rules import Cadence
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Area
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import PersonFactory

AHEAD = date(2190, 3, 9)


def scope_of(person):
    return Scope.of(person, today=timezone.localdate())


def test_a_cancelled_meeting_stays_listed_and_changes_no_more(mere):
    meeting = factories.a_meeting(mere.board, AHEAD)
    meeting.cancel(because="Too few can come. ", by=mere.manager)
    assert (meeting.is_cancelled, meeting.cancelled_because, meeting.calendar_sequence) == (
        True,
        "Too few can come.",
        1,
    )
    meeting.place = "Elsewhere"
    with pytest.raises(ValidationError, match="was cancelled"):
        meeting.keep(by=mere.manager)
    with pytest.raises(NotPossible, match="already been cancelled"):
        meeting.cancel(because="Again", by=mere.manager)
    with pytest.raises(ValidationError, match="was cancelled"):
        AgendaItem(meeting=meeting, title="Late").add(by=mere.manager)
    assert TrailEntry.objects.filter(verb="meeting.cancel").count() == 1
    factories.a_meeting(mere.board, AHEAD)  # another in its place, on the same day


def test_a_cancelled_meeting_takes_no_attendance_and_one_with_attendance_is_not_cancelled(mere):
    meeting = factories.a_meeting(mere.board, date(2019, 1, 8))
    meeting.cancel(because="Snow", by=mere.manager)
    with pytest.raises(NotPossible, match="was cancelled"):
        meeting.record_attendance([factories.an_entry(mere.seats["chair"], "y")], version=0, by=mere.manager)
    with pytest.raises(NotPossible, match="was held and cannot be cancelled"):
        mere.meetings[0].cancel(because="Mistake", by=mere.manager)
    assert meeting.held_on not in [
        each.date for each in matrix(mere.board, date(2018, 4, 1), date(2019, 3, 31)).meetings
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("held_on", date(2190, 3, 10)),
        ("starts_at", time(10, 0)),
        ("ends_at", time(23, 0)),
        ("place", "Town hall"),
        ("link", "https://meet.example/1"),
        ("title", "Development day"),
    ],
)
def test_what_an_invitation_says_counts_the_sequence_up(mere, field, value):
    meeting = factories.a_meeting(mere.board, AHEAD)
    assert meeting.calendar_sequence == 0
    setattr(meeting, field, value)
    meeting.keep(by=mere.manager)
    meeting.keep(by=mere.manager)
    meeting.refresh_from_db()
    assert meeting.calendar_sequence == 1


def test_what_an_invitation_does_not_say_leaves_the_sequence(mere):
    meeting = factories.a_meeting(mere.board, AHEAD)
    meeting.note, meeting.informal, meeting.how = "Bring a pen", True, "virtual"
    meeting.keep(by=mere.manager, joint_with=[factories.a_board(name="Other")])
    meeting.refresh_from_db()
    assert meeting.calendar_sequence == 0


@pytest.fixture
def joint(mere):
    """The board meeting jointly with another body of its partnership, in the past, with attendance of both."""
    other = factories.a_board(name="Adults board", partnership=mere.board.partnership)
    seat = factories.a_seat(other, "Adults chair", person=PersonFactory(name="Ada Long"))
    meeting = Meeting(body=mere.board, held_on=date(2017, 9, 12), kind="joint").keep(
        by=mere.manager, joint_with=[other]
    )
    return meeting, other, seat


def test_the_seats_of_both_bodies_are_expected_body_by_body(mere, joint):
    meeting, other, _ = joint
    bodies = [place.seat.body for place in meeting.roster()]
    assert bodies == [mere.board] * 5 + [other]
    assert meeting.roster()[-1].holder_name == "Ada Long"


def test_each_body_counts_its_own_seats_at_a_joint_meeting(mere, joint):
    meeting, other, seat = joint
    entries = [factories.an_entry(seat, "y"), factories.an_entry(mere.seats["chair"], "x")]
    meeting.record_attendance(entries, version=0, by=mere.manager)
    year = (date(2017, 4, 1), date(2018, 3, 31))
    ours, theirs = matrix(mere.board, *year), matrix(other, *year)
    assert [each.id for each in ours.meetings] == [each.id for each in theirs.meetings] == [meeting.pk]
    assert (ours.totals.present, ours.totals.expected) == (0, 1)
    assert (theirs.totals.present, theirs.totals.expected) == (1, 1)
    assert "Adults chair" not in [each.role for each in ours.seats]


def test_a_body_meets_once_a_day_jointly_or_not(mere, joint):
    meeting, other, _ = joint
    with pytest.raises(ValidationError, match="already takes part in a joint meeting"):
        factories.a_meeting(other, meeting.held_on)
    factories.a_meeting(other, date(2017, 9, 13))
    with pytest.raises(ValidationError, match="Adults board already has a meeting on that day"):
        Meeting(body=mere.board, held_on=date(2017, 9, 13)).keep(by=None, joint_with=[other])
    with pytest.raises(ValidationError, match="jointly with itself"):
        Meeting(body=mere.board, held_on=date(2017, 9, 14)).keep(by=None, joint_with=[mere.board])


def test_a_body_with_marks_stays_one_of_those_that_met(mere, joint):
    meeting, _, seat = joint
    meeting.record_attendance([factories.an_entry(seat, "y")], version=0, by=mere.manager)
    with pytest.raises(ValidationError, match="Attendance of Adults board is recorded"):
        meeting.keep(by=mere.manager, joint_with=[])
    assert meeting.joint_with.count() == 1


def test_members_of_the_other_body_see_a_joint_meeting_and_change_nothing(mere, joint):
    meeting, _, seat = joint
    member = scope_of(seat.appointments.get().person)
    assert meeting in Meeting.objects.visible_to(member)
    assert meeting.allows(Permission.SEE_ATTENDANCE, member)
    assert not meeting.allows(Permission.MANAGE_MEETINGS, member)
    assert not Meeting.objects.allowing(Permission.MANAGE_MEETINGS, member).exists()


def test_an_imprecise_date_is_the_first_day_of_what_it_can_mean(mere):
    quarter = Meeting(body=mere.board, held_on=date(2017, 8, 20), date_precision="quarter").keep(by=None)
    assert (quarter.held_on, quarter.when) == (date(2017, 7, 1), "July to September 2017")
    month = Meeting(body=mere.board, held_on=date(2017, 8, 20), date_precision="month").keep(by=None)
    assert (month.held_on, month.when) == (date(2017, 8, 1), "August 2017")
    year = Meeting(body=mere.board, held_on=date(2016, 1, 1), date_precision="year").keep(by=None)
    assert year.when == "2016"  # the body exists from April on, so in some of it
    with pytest.raises(NotPossible, match="Give its date first"):
        month.record_attendance([], version=0, by=None)
    with pytest.raises(ValidationError, match="does not exist then"):
        Meeting(body=mere.board, held_on=date(2016, 3, 1), date_precision="month").keep(by=None)


def test_my_meetings_are_those_of_my_bodies_and_of_items_that_name_me(mere):
    ahead = factories.a_meeting(mere.board, AHEAD)
    other = factories.a_meeting(factories.a_board(name="Elsewhere", partnership=mere.board.partnership), AHEAD)
    guest = PersonFactory()
    item = AgendaItem(meeting=other, title="Housing").add(by=None)
    ItemReader(item=item, person=guest).keep(by=None)

    def mine(person):
        seen = Meeting.objects.visible_to(scope_of(person)).mine(scope_of(person))
        return set(seen.filter(held_on=AHEAD))

    assert mine(mere.member) == {ahead}
    assert mine(guest) == {other}
    assert mine(mere.manager) == {ahead, other}
    assert mine(mere.stranger) == set()


def test_a_series_is_made_whole_with_the_standing_items_of_its_months(mere):
    StandingItem(body=mere.board, title="Always").keep(by=None)
    StandingItem(body=mere.board, title="In June", months=[6], restricted=True).keep(by=None)
    StandingItem(body=mere.board, title="Ended", ends_on=date(2190, 1, 1)).keep(by=None)
    series = MeetingSeries(
        body=mere.board, cadence=Cadence.QUARTERLY, starts_on=AHEAD, ends_on=AHEAD + timedelta(days=365)
    )
    made = series.plan([date(2190, 3, 9), date(2190, 6, 8)], by=mere.manager, starts_at=time(14, 0), place="Hall")
    assert [meeting.held_on for meeting in made] == [date(2190, 3, 9), date(2190, 6, 8)]
    assert {(meeting.series, meeting.starts_at, meeting.place) for meeting in made} == {(series, time(14, 0), "Hall")}
    assert list(made[0].items.values_list("title", "position")) == [("Always", 1)]
    assert list(made[1].items.values_list("title", "restricted")) == [("Always", False), ("In June", True)]
    assert all(item.published_at is None and item.standing for item in made[1].items.all())


def test_a_series_with_a_day_that_is_taken_makes_nothing(mere):
    factories.a_meeting(mere.board, date(2190, 6, 8))
    before = Meeting.objects.count(), MeetingSeries.objects.count(), TrailEntry.objects.count()
    series = MeetingSeries(body=mere.board, cadence=Cadence.WEEKS, weeks=13, starts_on=AHEAD, ends_on=AHEAD)
    with pytest.raises(ValidationError, match="8 June 2190: This body already has a meeting on that day"):
        series.plan([date(2190, 3, 9), date(2190, 6, 8)], by=mere.manager)
    assert (Meeting.objects.count(), MeetingSeries.objects.count(), TrailEntry.objects.count()) == before
    with pytest.raises(ValidationError, match="at least one"):
        MeetingSeries(body=mere.board, cadence=Cadence.MONTHLY, starts_on=AHEAD, ends_on=AHEAD).plan([], by=None)


def test_school_terms_of_one_area_do_not_overlap(mere):
    area = Area.objects.first() or Area.objects.create(code="AAA", name="Aa")
    SchoolTerm(area=area, name="Autumn", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)).keep(by=None)
    with pytest.raises(ValidationError, match="already has a school term"):
        SchoolTerm(area=area, name="Also", starts_on=date(2026, 12, 18), ends_on=date(2027, 3, 1)).keep(by=None)
    with pytest.raises(ValidationError, match="first and a last day"):
        SchoolTerm(area=area, name="Open", starts_on=date(2027, 1, 4)).keep(by=None)


def test_the_database_holds_that_a_cancelled_meeting_has_a_doer(mere):
    meeting = factories.a_meeting(mere.board, AHEAD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=timezone.now())


def test_a_meeting_with_an_agenda_is_cancelled_not_removed(mere):
    meeting = factories.a_meeting(mere.board, AHEAD)
    item = AgendaItem(meeting=meeting, title="One").add(by=None)
    with pytest.raises(NotPossible, match="Cancel it instead"):
        meeting.remove(by=mere.manager)
    item.remove(by=mere.manager)
    meeting.remove(by=mere.manager)
    assert not Meeting.objects.filter(held_on=AHEAD).exists()
    assert Attendance.objects.count() == 16
