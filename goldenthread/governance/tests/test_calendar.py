"""What calendars are told, read back by a calendar program's parser."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from goldenthread.governance import calendar
from goldenthread.governance.calendar import Occasion, Party

STAMP = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
SUMMER = Occasion(
    uid="meeting-7@example.org",
    summary="Mere board: ordinary meeting",
    day=date(2026, 7, 4),
    marking="OFFICIAL-SENSITIVE",
    page="https://gt.example.org/meetings/7/",
    starts_at=time(10),
    ends_at=time(12, 30),
    place="Town Hall, Room 2; first floor",
    link="https://meet.example.org/a?b=1&c=2",
    sequence=3,
)
OFFICE = Party("Mere board", "office@example.org")
MEMBER = Party("Cora Ashby", "cora@example.org")
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=100,
)


def invited(what: Occasion = SUMMER, *, revision: int = 3, attendee: Party = MEMBER) -> str:
    return calendar.request(what, organiser=OFFICE, attendee=attendee, revision=revision, stamp=STAMP)


def cancelled(what: Occasion = SUMMER, *, revision: int = 4) -> str:
    return calendar.cancellation(what, organiser=OFFICE, attendee=MEMBER, revision=revision, stamp=STAMP)


def only(text: str):
    (event,) = Calendar.from_ical(text).events
    return event


def test_an_invitation_reads_back_as_it_was_meant():
    text = invited()
    read = Calendar.from_ical(text)
    assert (read["METHOD"], read["VERSION"]) == ("REQUEST", "2.0")
    event = only(text)
    assert event["UID"] == "meeting-7@example.org"
    assert event["SEQUENCE"] == 3
    london = ZoneInfo("Europe/London")
    assert event.start == datetime(2026, 7, 4, 10, tzinfo=london)
    assert event.end.astimezone(UTC) == datetime(2026, 7, 4, 11, 30, tzinfo=UTC)
    assert event["SUMMARY"] == "Mere board: ordinary meeting"
    assert event["LOCATION"] == "Town Hall, Room 2; first floor"
    assert event["URL"] == "https://gt.example.org/meetings/7/"
    assert event["DESCRIPTION"].split("\n") == [
        "OFFICIAL-SENSITIVE",
        "Join online: https://meet.example.org/a?b=1&c=2",
        "The meeting in Goldenthread: https://gt.example.org/meetings/7/",
    ]
    assert event["X-PROTECTIVE-MARKING"] == "OFFICIAL-SENSITIVE"
    assert (event["CLASS"], event["STATUS"]) == ("PRIVATE", "CONFIRMED")
    assert event["ORGANIZER"].email == "office@example.org"
    assert event["ATTENDEE"].email == "cora@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Cora Ashby",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }


def test_the_lines_are_as_the_standard_wants_them():
    text = invited(replace(SUMMER, notes=("Ünïcode " * 40,)))
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    assert ("Ünïcode " * 40) in only(text)["DESCRIPTION"]


def test_an_update_and_a_cancellation_keep_the_identity_and_rise():
    first, update = only(invited(revision=3)), only(invited(replace(SUMMER, day=date(2026, 7, 11)), revision=4))
    gone = only(cancelled(replace(SUMMER, cancelled=True), revision=5))
    assert len({event["UID"] for event in (first, update, gone)}) == 1
    assert [event["SEQUENCE"] for event in (first, update, gone)] == [3, 4, 5]
    assert update.start.date() == date(2026, 7, 11)
    assert (gone["STATUS"], gone["SUMMARY"]) == ("CANCELLED", "Cancelled: Mere board: ordinary meeting")
    assert Calendar.from_ical(cancelled())["METHOD"] == "CANCEL"
    assert only(cancelled())["STATUS"] == "CANCELLED"


def test_a_meeting_without_a_time_takes_the_whole_day_and_nobodys_time():
    event = only(invited(replace(SUMMER, starts_at=None, ends_at=None)))
    assert (event.start, event.end) == (date(2026, 7, 4), date(2026, 7, 5))
    assert event["TRANSP"] == "TRANSPARENT"


def test_an_end_that_is_not_known_is_not_invented():
    event = only(invited(replace(SUMMER, ends_at=None)))
    assert "DTEND" not in event
    assert event["TRANSP"] == "OPAQUE"


def test_a_meeting_without_a_place_is_online_where_there_is_a_link():
    assert only(invited(replace(SUMMER, place="")))["LOCATION"] == "Online"
    assert "LOCATION" not in only(invited(replace(SUMMER, place="", link="")))


def test_a_virtual_member_is_optional():
    event = only(invited(attendee=replace(MEMBER, optional=True)))
    assert event["ATTENDEE"].params["ROLE"] == "OPT-PARTICIPANT"


def test_a_feed_holds_every_meeting_once_and_nobodys_name():
    others = [replace(SUMMER, uid=f"meeting-{n}@example.org", cancelled=n == 2) for n in range(1, 4)]
    text = calendar.feed(others, name="Goldenthread", stamp=STAMP)
    read = Calendar.from_ical(text)
    assert (read["METHOD"], read["X-WR-CALNAME"]) == ("PUBLISH", "Goldenthread")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in text
    assert [event["UID"] for event in read.events] == [each.uid for each in others]
    assert [event["STATUS"] for event in read.events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["SEQUENCE"] for event in read.events] == [3, 3, 3]
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_an_empty_feed_is_a_calendar_too():
    read = Calendar.from_ical(calendar.feed([], name="Goldenthread", stamp=STAMP))
    assert read.events == []


def test_a_file_of_one_meeting_invites_nobody():
    text = calendar.file(SUMMER, stamp=STAMP)
    assert Calendar.from_ical(text)["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in text


@pytest.mark.parametrize("year", [2024, 2026, 2031, 2039])
def test_the_zone_sent_along_is_that_of_london(year):
    """A calendar program without a table of zones of its own reckons with ours."""
    sent = Calendar.from_ical(invited()).timezones[0].to_tz()
    london = ZoneInfo("Europe/London")
    moment = datetime(year, 1, 1, 12, tzinfo=london)
    while moment.year == year:
        assert moment.replace(tzinfo=sent).utcoffset() == moment.utcoffset(), moment
        moment += timedelta(days=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # no test waits on the clock
@given(summary=TEXT, place=TEXT, note=TEXT, name=TEXT)
@example(summary="", place="", note="", name="\\")
def test_whatever_people_write_reads_back(summary, place, note, name):
    event = only(
        invited(replace(SUMMER, summary=summary, place=place, notes=(note,)), attendee=Party(name, "a@example.org"))
    )
    assert event["SUMMARY"] == summary
    assert event["LOCATION"] == (place or "Online")
    assert note in event["DESCRIPTION"]
    assert event["ATTENDEE"].email == "a@example.org"
    assert event["ATTENDEE"].params.get("CN", "") == " ".join(name.replace("\\", "/").split())


def test_a_name_cannot_write_lines_of_its_own():
    event = only(invited(attendee=Party("Eve\r\nATTENDEE:mailto:other@example.org", "eve@example.org")))
    assert event["ATTENDEE"].email == "eve@example.org"


@pytest.mark.parametrize(
    ("sequence", "held", "next_one"), [(0, None, 0), (5, None, 5), (1, 0, 1), (0, 0, 1), (2, 7, 8)]
)
def test_what_a_calendar_is_sent_always_rises(sequence, held, next_one):
    assert calendar.next_revision(sequence, held) == next_one


@given(st.integers(0, 50), st.integers(0, 50))
def test_no_message_has_the_number_of_the_one_before(sequence, held):
    assert calendar.next_revision(sequence, held) > held
    assert calendar.next_revision(sequence, held) >= sequence


def test_who_meets_is_said_and_what_about_is_not():
    assert calendar.summary(["Mere board", "Dale board"], "Joint") == "Mere board and Dale board: joint meeting"
