"""Quick entry: the whole sheet on one page."""

from datetime import date

import pytest

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Attendance
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.tests.factories import PersonFactory


@pytest.fixture
def meeting(mere):
    return factories.a_meeting(mere.board, date(2017, 4, 4))


def sheet(mere, marks, **details):
    """What a browser sends for marks by short names of seats."""
    sent = {f"mark_{mere.seats[name].pk}": mark for name, mark in marks.items()}
    return sent | {f"{key}_{mere.seats[name].pk}": value for key, (name, value) in details.items()}


def held(meeting):
    return {row.seat.title: row.mark for row in meeting.attendance.select_related("seat")}


def test_the_page_asks_a_mark_for_every_seat_and_none_for_a_vacant_one(mere, meeting, get):
    page = get(mere.manager, "attendance_record", meeting.pk)
    text = page.content.decode()
    rows = page.context["rows"]
    assert [(row.place.seat.title, bool(row.fields)) for row in rows] == [
        ("Chair of the board", True),
        ("Borough command", True),
        ("Head teachers", True),
        ("Faith groups", True),
        ("Lay member", False),
    ]
    assert "Vacant" in text
    assert "OFFICIAL-SENSITIVE" in text
    assert 'type="module" src="/static/governance/attendance' in text
    assert rows[3].fields["mark"].value() == "o"
    assert rows[0].fields["mark"].value() == ""
    assert TrailEntry.objects.filter(verb="attendance.read", object_id=str(meeting.pk)).count() == 1


def test_a_part_of_the_sheet_is_saved(mere, meeting, post):
    answer = post(
        mere.manager, "attendance_record", meeting.pk, version=0, **sheet(mere, {"chair": "y", "police": "x"})
    )
    assert answer.url == f"/meetings/{meeting.pk}/"
    assert held(meeting) == {"Chair of the board": "y", "Borough command": "x"}


def test_everyone_else_is_marked_present_and_the_virtual_not_expected(mere, meeting, post):
    post(mere.manager, "attendance_record", meeting.pk, version=0, rest_present="yes", **sheet(mere, {"police": "x"}))
    assert held(meeting) == {
        "Chair of the board": "y",
        "Borough command": "x",
        "Head teachers": "y",
        "Faith groups": "o",
    }


def test_who_came_is_saved(mere, meeting, post):
    guest = PersonFactory(name="Kim Reed")
    seat = mere.seats["police"]
    Appointment(seat=seat, person=guest, kind="representative", starts_on=seat.starts_on).keep(by=None)
    sent = sheet(
        mere,
        {"chair": "y", "police": "y", "school": "y", "faith": "x"},
        who=("chair", "member"),
        apologies=("faith", "on"),
    )
    sent |= {f"who_{seat.pk}": str(guest.pk), f"people_{seat.pk}": "2"}
    other = mere.seats["school"].pk
    sent |= {f"who_{other}": "other", f"name_{other}": "Sam Hill"}
    post(mere.manager, "attendance_record", meeting.pk, version=0, **sent)
    rows = {row.seat.title: row for row in Attendance.objects.filter(meeting=meeting).select_related("seat")}
    assert (rows["Chair of the board"].came_as, rows["Chair of the board"].person) == ("member", mere.chair)
    assert (rows["Borough command"].person, rows["Borough command"].people) == (guest, 2)
    assert (rows["Head teachers"].came_as, rows["Head teachers"].representative_name) == ("representative", "Sam Hill")
    assert rows["Faith groups"].apologies


def test_a_saved_sheet_is_shown_as_it_was_saved_and_saving_it_again_changes_nothing(mere, post, get):
    meeting = mere.meetings[0]
    entry = factories.an_entry(
        mere.seats["school"], "y", came_as="representative", representative_name="Sam Hill", people=3
    )
    meeting.record_attendance([entry], version=1, by=None)
    page = get(mere.manager, "attendance_record", meeting.pk)
    shown = {
        field.html_name: field.value()
        for row in page.context["rows"]
        for field in row.fields.values()
        if field.value() not in (None, False)
    }
    post(mere.manager, "attendance_record", meeting.pk, version=2, **shown)
    meeting.refresh_from_db()
    assert meeting.attendance_version == 2


def test_a_mark_is_taken_away_by_saying_so(mere, post):
    meeting = mere.meetings[0]
    post(mere.manager, "attendance_record", meeting.pk, version=1, **sheet(mere, {}, unmark=("police", "on")))
    assert "Borough command" not in held(meeting)
    assert len(held(meeting)) == 3


def test_a_changed_mark_lets_the_old_details_go(mere, post):
    meeting = mere.meetings[0]
    seat = mere.seats["school"]
    entry = factories.an_entry(seat, "y", came_as="representative", representative_name="Sam Hill", people=3)
    meeting.record_attendance([entry], version=1, by=None)
    sent = {f"mark_{seat.pk}": "x", f"who_{seat.pk}": "other", f"name_{seat.pk}": "Sam Hill", f"people_{seat.pk}": "3"}
    post(mere.manager, "attendance_record", meeting.pk, version=2, **sent)
    row = meeting.attendance.get(seat=seat)
    assert (row.mark, row.people, row.came_as, row.representative_name) == ("x", 0, "", "")


@pytest.mark.parametrize(
    "mark, key, value, sentence",
    [
        ("x", "people", "2", "Mark Borough command as present"),
        ("", "who", "member", "Mark Borough command as present"),
        ("y", "apologies", "on", "Mark Borough command as nobody came"),
        ("y", "name", "Sam Hill", "Choose another representative for Borough command"),
        ("y", "people", "0", "greater than or equal to 1"),
        ("q", "apologies", "", "not one of the available choices"),
    ],
)
def test_what_contradicts_the_mark_is_asked_again(mere, meeting, post, mark, key, value, sentence):
    sent = sheet(mere, {"police": mark, "chair": "y"}, **{key: ("police", value)})
    page = post(mere.manager, "attendance_record", meeting.pk, version=0, **sent)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert held(meeting) == {}


def test_a_stale_sheet_overwrites_nothing_and_shows_what_was_typed_beside_theirs(mere, meeting, post):
    entries = [factories.an_entry(mere.seats["police"], "y"), factories.an_entry(mere.seats["school"], "y", people=2)]
    meeting.record_attendance(entries, version=0, by=mere.chair)
    page = post(mere.manager, "attendance_record", meeting.pk, version=0, **sheet(mere, {"police": "x"}))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Somebody else saved this attendance at" in text
    assert held(meeting) == {"Borough command": "y", "Head teachers": "y"}
    assert page.context["differences"] == [("Borough command", "Present", "Nobody came")]
    shown = {row.place.seat.title: row.fields["mark"].value() for row in page.context["rows"] if row.fields}
    assert shown == {"Chair of the board": None, "Borough command": "x", "Head teachers": "y", "Faith groups": "o"}
    again = {
        field.html_name: field.value()
        for row in page.context["rows"]
        for field in row.fields.values()
        if field.value() not in (None, False)
    }
    post(mere.manager, "attendance_record", meeting.pk, version=page.context["form"]["version"].value(), **again)
    assert held(meeting) == {"Borough command": "x", "Head teachers": "y", "Faith groups": "o"}
    assert meeting.attendance.get(seat=mere.seats["school"]).people == 2


def test_a_seat_that_became_vacant_meanwhile_is_left_out(mere, meeting, post):
    mere.seats["police"].appointments.get().end(on=date(2017, 4, 3), by=None)
    post(mere.manager, "attendance_record", meeting.pk, version=0, **sheet(mere, {"police": "y", "chair": "y"}))
    assert held(meeting) == {"Chair of the board": "y"}


def test_a_meeting_to_come_takes_no_attendance(mere, get, post):
    meeting = factories.a_meeting(mere.board, date(2190, 1, 5))
    assert "still to come" in get(mere.manager, "attendance_record", meeting.pk).content.decode()
    post(mere.manager, "attendance_record", meeting.pk, version=0, **sheet(mere, {"chair": "y"}))
    assert held(meeting) == {}


def test_who_may(mere, meeting, get, post):
    for person, status in ((mere.member, 403), (mere.chair, 403), (mere.stranger, 403)):
        assert get(person, "attendance_record", meeting.pk).status_code == status
        assert post(person, "attendance_record", meeting.pk, version=0).status_code == status
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    assert get(other, "attendance_record", meeting.pk).status_code == 404
