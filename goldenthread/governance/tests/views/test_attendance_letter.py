"""The drafted letter, on the page and as PDF."""

from datetime import date

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.tests.factories import PersonFactory

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


def letter(mere, get, **given):
    page = get(mere.chair, "attendance_letter", mere.board.pk, mere.seats["police"].pk, **YEAR, **given)
    return page.context["letter"]


def test_the_letter_names_the_meetings_missed_and_nothing_it_does_not_know(mere, get):
    found = letter(mere, get)
    assert found.to == ["Borough command", "Mere Police"]
    assert found.text.startswith("OFFICIAL-SENSITIVE")
    assert "Dear Borough command" in found.text
    assert "expected the seat of Borough command at 4 meetings" in found.text
    assert "came to 2 meetings (50.0%)" in found.text
    assert "Nobody came on 19 October 2016 and 19 January 2017." in found.text
    assert "next meeting is" not in found.text
    assert found.signed == ["Cora Ashby", "Chair of the board", "Mere Board"]


def test_it_names_apologies_and_the_next_meetings(mere, get):
    meeting = mere.meetings[2]
    entry = factories.an_entry(mere.seats["police"], "x", apologies=True)
    meeting.record_attendance([entry], version=meeting.attendance_version, by=None)
    for day in (date(2190, 1, 5), date(2190, 4, 5)):
        factories.a_meeting(mere.board, day)
    text = letter(mere, get).text
    assert "19 October 2016 (apologies were given) and 19 January 2017" in text
    assert "The next meetings are on 5 January 2190 and 5 April 2190." in text


def test_it_is_addressed_to_whoever_holds_the_seat_today(mere, get):
    seat = mere.seats["police"]
    seat.appointments.get().end(on=date(2020, 1, 1), by=None)
    Appointment(seat=seat, person=PersonFactory(name="Ola Finch"), starts_on=date(2020, 1, 2)).keep(by=None)
    assert letter(mere, get).greeting == "Ola Finch"


def test_the_page_shows_the_text_to_copy_and_leaves_a_trail(mere, get):
    page = get(mere.chair, "attendance_letter", mere.board.pk, mere.seats["police"].pk, **YEAR)
    assert "Nobody came on 19 October 2016" in page.content.decode()
    assert "OFFICIAL-SENSITIVE" in page.content.decode()
    assert TrailEntry.objects.get(verb="attendance.read").ids == {"seat": mere.seats["police"].pk}


def test_a_seat_that_is_not_on_the_list_has_no_letter(mere, get):
    for name in ("attendance_letter", "attendance_letter_pdf"):
        assert get(mere.chair, name, mere.board.pk, mere.seats["school"].pk, **YEAR).status_code == 404
        assert get(mere.chair, name, mere.board.pk, 0, **YEAR).status_code == 404
    assert get(mere.chair, "attendance_letter", mere.board.pk, mere.seats["police"].pk, below="x").status_code == 404


def test_who_may(mere, get):
    for name in ("attendance_letter", "attendance_letter_pdf"):
        assert get(mere.member, name, mere.board.pk, mere.seats["police"].pk).status_code == 403
