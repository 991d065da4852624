"""A person's private calendar, read by a calendar program that never signs in."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import AgendaItem, CalendarFeed, ItemReader, Meeting
from goldenthread.governance.tests import factories
from goldenthread.governance.views import calendar as views
from goldenthread.partnership.models import Person
from goldenthread.partnership.tests.factories import PersonFactory, days


def read(key: str):
    return Client().get(reverse("calendar_feed", args=[key]))


def days_in(key: str) -> list:
    answer = read(key)
    assert answer.status_code == 200
    return [event.start for event in Calendar.from_ical(answer.content).events]


@pytest.fixture
def board(db):
    """A board with a meeting far back, one lately, one soon and one too far ahead."""
    board = factories.a_board(name="Mere Board")
    for day in (-91, -90, 30, 366, 367):
        factories.a_meeting(board, days(day))
    factories.a_meeting(factories.a_board(name="Dale Board"), days(30))
    return board


@pytest.fixture
def member(board) -> Person:
    person = PersonFactory(name="Mabel Reed")
    factories.a_seat(board, "Member", person=person)
    return person


def test_the_meetings_of_the_seats_held_today(board, member):
    assert days_in(CalendarFeed.make(by=member)) == [days(-90), days(30), days(366)]


def test_a_cancelled_meeting_stays_and_says_so(board, member):
    Meeting.objects.filter(body=board, held_on=days(30)).update(
        cancelled_at=timezone.now(), cancelled_by=member, calendar_sequence=1
    )
    events = Calendar.from_ical(read(CalendarFeed.make(by=member)).content).events
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert events[1]["SEQUENCE"] == 1


def test_a_meeting_without_a_day_is_left_out(board, member):
    Meeting.objects.filter(body=board, held_on=days(30)).update(date_precision=Meeting.Precision.MONTH)
    assert days(30) not in days_in(CalendarFeed.make(by=member))


def test_a_joint_meeting_is_in_the_calendars_of_both(board, member):
    dale = Meeting.objects.get(body__name="Dale Board")
    dale.joint_with.add(board)
    assert days_in(CalendarFeed.make(by=member)).count(days(30)) == 2


def test_access_follows_the_seats_at_every_reading(board, member):
    key = CalendarFeed.make(by=member)
    assert len(days_in(key)) == 3
    member.appointments.get().end(on=days(-1), by=None)
    assert days_in(key) == []


def test_a_guest_sees_the_meeting_of_their_item_and_no_title_that_is_not_for_them(board):
    guest = PersonFactory(name="Guy Orton")
    meeting = Meeting.objects.get(body=board, held_on=days(30))
    item = AgendaItem(meeting=meeting, title="A case", restricted=True, published_at=timezone.now()).keep(by=None)
    ItemReader(item=item, person=guest).keep(by=None)
    answer = read(CalendarFeed.make(by=guest)).content.decode().replace("\r\n ", "")
    assert "There is an item you are invited for." in answer
    assert "A case" not in answer
    assert answer.count("BEGIN:VEVENT") == 1


def test_nothing_of_an_agenda_is_in_a_members_calendar(board, member):
    meeting = Meeting.objects.get(body=board, held_on=days(30))
    AgendaItem(meeting=meeting, title="Data on neglect", published_at=timezone.now()).keep(by=None)
    meeting.title = "Extraordinary title"
    meeting.save()
    answer = read(CalendarFeed.make(by=member)).content.decode().replace("\r\n ", "")
    assert "Data on neglect" not in answer
    assert "Extraordinary title" not in answer


def test_wrong_closed_and_barred_look_the_same(member):
    key = CalendarFeed.make(by=member)
    wrong = read("x" * len(key))
    assert wrong.status_code == 404
    member.stop_signing_in(by=None)
    barred = read(key)
    member.let_sign_in(by=None)
    assert read(key).status_code == 200
    CalendarFeed.objects.get().revoke(by=member)
    closed = read(key)
    assert barred.status_code == closed.status_code == 404
    assert wrong.content == barred.content == closed.content


def test_a_new_address_closes_the_one_before(member):
    before, after = CalendarFeed.make(by=member), CalendarFeed.make(by=member)
    assert (read(before).status_code, read(after).status_code) == (404, 200)
    assert CalendarFeed.objects.open().count() == 1


def test_the_answer_is_kept_nowhere(member):
    answer = read(CalendarFeed.make(by=member))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["X-Protective-Marking"] == "OFFICIAL-SENSITIVE"
    assert answer.cookies == {}
    assert "Set-Cookie" not in answer.headers


def test_the_key_is_in_no_table_no_trail_and_no_log(member, caplog):
    caplog.set_level(logging.DEBUG)
    key = CalendarFeed.make(by=member)
    read(key)
    read(key[:-1])
    feed = CalendarFeed.objects.get()
    assert key not in str(vars(feed))
    assert len(feed.digest) == 64
    for entry in TrailEntry.objects.all():
        assert key[:-1] not in str(vars(entry))
    assert caplog.records
    for record in caplog.records:
        if record.name.startswith("goldenthread"):
            assert key[:-1] not in str(vars(record))


def test_the_trail_has_one_reading_a_day_and_the_page_the_last(member):
    key = CalendarFeed.make(by=member)
    for _ in range(3):
        read(key)
    entry = TrailEntry.objects.get(verb="calendar_feed.read")
    assert entry.actor == member
    assert (timezone.now() - CalendarFeed.objects.get().read_at).total_seconds() < 60


def test_many_wrong_addresses_are_answered_no_more_and_a_right_one_is(member, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "WRONG_KEYS", "3/15m/ip")
    answers = [read("wrong").status_code for _ in range(5)]
    assert answers == [404, 404, 404, 429, 429]
    assert read(CalendarFeed.make(by=member)).status_code == 200
