"""The files of people, seats and appointments."""

from datetime import date

from goldenthread.partnership.models import Appointment, Person, Seat
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.importing import counts, faults, load

SEATS = "body,title,role,agency,area,valid_from,valid_to\n"
APPOINTMENTS = "body,seat,person,kind,valid_from,valid_to\n"


def test_seats_are_listed_as_in_the_file(mere):
    file = SEATS + "Mere board,Police,core,,,2020-01-01,\nMere board,Health,core,Mere School,,2020-01-01,2020-12-31\n"
    assert counts(load("seats", file)) == {"new": 2}
    police, health = (Seat.objects.get(title=title) for title in ("Police", "Health"))
    assert (police.position, health.position) == (1, 2)
    assert (health.agency, health.ends_on) == (mere.agency, date(2020, 12, 31))
    assert counts(load("seats", file)) == {"unchanged": 2}


def test_a_seat_is_known_by_its_title_and_dates(mere):
    load("seats", SEATS + "Mere board,Police,core,,,2020-01-01,2020-12-31\n")
    again = SEATS + "Mere board,police,advisory,,,2020-01-01,2020-06-30\nMere board,Police,core,,,2021-01-01,\n"
    assert counts(load("seats", again)) == {"new": 1, "changed": 1}
    assert Seat.objects.filter(title__iexact="police").count() == 2


def test_faults_of_seats(mere):
    file = SEATS + (
        "Mere board,Police,boss,,,2020-01-01,\n"
        "Nowhere,Police,core,,,,\n"
        "Mere board,Health,core,Nobody,ZZ,2020-02-30,\n"
        ",Health,core,,,,\n"
        "Mere subgroup,Head teacher,core,,,2000-01-01,2000-12-31\n"
        "Mere subgroup,Head teacher,core,,,2000-06-01,2001-12-31\n"
    )
    assert faults(load("seats", file)) == [
        (2, "role", "boss"),
        (3, "body", "Nowhere"),
        (4, "valid_from", "2020-02-30"),
        (4, "agency", "Nobody"),
        (4, "area", "ZZ"),
        (5, "body", ""),
        (7, "title", "Head teacher"),
    ]


def test_people_come_without_a_way_in(mere):
    file = "name,email,agency,job_title\nAda Fen,ADA@example.org,Mere School,Head\nNo Address,,,\n"
    assert counts(load("people", file)) == {"new": 2}
    ada = Person.objects.get(email="ada@example.org")
    assert (ada.agency, ada.has_usable_password()) == (mere.agency, False)
    assert counts(load("people", file)) == {"unchanged": 2}
    assert counts(load("people", "name,email\nAda Fen,\nAda Moor,ada@example.org\n")) == {"new": 1, "changed": 1}
    assert faults(load("people", "name,email\nBo,not an address\nCy,c@example.org\nCy,C@example.org\n")) == [
        (2, "email", "not an address"),
        (4, "email", "C@example.org"),
    ]


def test_an_address_is_changed_only_by_who_keeps_all_seats(mere):
    mabel = mere.member
    file = f"name,email,agency\n{mabel.name},new@example.org,Mere School\n"
    mabel.email = None
    mabel.keep(by=None)
    assert counts(load("people", file, by=mere.manager)) == {"changed": 1}
    Appointment(seat=Seat(body=mere.dale_board, role=SeatRole.CORE, title="Guest").keep(by=None), person=mabel).keep(
        by=None
    )
    mabel.refresh_from_db()
    mabel.email = None
    mabel.keep(by=None)
    assert faults(load("people", file, by=mere.manager)) == [(2, "email", "new@example.org")]


def test_appointments_take_the_dates_of_the_seat(mere):
    load("seats", SEATS + "Mere board,Police,core,,,2020-01-01,2020-12-31\n")
    file = APPOINTMENTS + "Mere board,Police,,,,\n"
    assert counts(load("appointments", file)) == {"new": 1}
    held = Appointment.objects.get(seat__title="Police")
    assert (held.person, held.starts_on, held.ends_on) == (None, date(2020, 1, 1), date(2020, 12, 31))
    assert counts(load("appointments", file)) == {"unchanged": 1}


def test_faults_of_appointments(mere):
    load("seats", SEATS + "Mere board,Police,core,,,2020-01-01,2020-12-31\n")
    file = APPOINTMENTS + (
        "Mere board,Police,Nobody,,,\n"
        "Mere board,Health,,,,\n"
        "Mere board,Police,,representative,,\n"
        "Mere board,Police,,boss,,\n"
        "Mere board,Police,Mabel Reed,,2019-01-01,2020-06-30\n"
        "Mere board,Police,Mabel Reed,,2020-01-01,2020-06-30\n"
        "Mere board,Police,Bryony Marsh,,2020-06-30,2020-12-31\n"
    )
    assert faults(load("appointments", file)) == [
        (2, "person", "Nobody"),
        (3, "seat", "Health"),
        (4, "", ""),
        (5, "kind", "boss"),
        (6, "valid_from", "2019-01-01"),
        (8, "valid_from", "2020-06-30"),
    ]
