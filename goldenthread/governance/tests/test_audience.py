"""Who is told of a meeting."""

from django.utils import timezone

from goldenthread.governance import notices
from goldenthread.governance.models import Apology, ItemReader
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.inviting import an_item, missing, names
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import AppointmentFactory, PersonFactory, SeatFactory, days


def test_members_and_virtual_members_are_told(telling):
    assert names(telling.meeting) == ["Cora Ashby", "Petra Holm", "Fay Lark"]
    invitees = notices.audience(telling.meeting)[0]
    assert [invitee.optional for invitee in invitees] == [False, False, True]


def test_seats_are_those_of_the_day_of_the_meeting(telling):
    left, came = PersonFactory(name="Left Before"), PersonFactory(name="Comes Then")
    factories.a_seat(telling.board, "Leaves", person=left, ends_on=days(29))
    factories.a_seat(telling.board, "Comes", person=came, starts_on=days(30))
    assert "Comes Then" in names(telling.meeting)
    assert "Left Before" not in names(telling.meeting)


def test_those_of_a_body_that_meets_with_it_are_told_once(telling):
    dale = factories.a_board(name="Dale Board")
    factories.a_seat(dale, "Chair", role=SeatRole.CHAIR, person=telling.people["chair"])
    factories.a_seat(dale, "Member", person=PersonFactory(name="Nell Dale"))
    telling.meeting.joint_with.add(dale)
    assert names(telling.meeting) == ["Cora Ashby", "Petra Holm", "Fay Lark", "Nell Dale"]


def test_co_opted_people_are_told_where_an_item_names_them(telling):
    guest = PersonFactory(name="Guy Orton")
    seat = factories.a_seat(telling.board, "Adviser on housing", role=SeatRole.CO_OPTED, person=guest)
    assert "Guy Orton" not in names(telling.meeting)
    ItemReader(item=an_item(telling.meeting), seat=seat).keep(by=None)
    assert "Guy Orton" in names(telling.meeting)


def test_a_person_named_for_an_item_is_a_guest_unless_they_are_a_member(telling):
    item = an_item(telling.meeting)
    for person in (PersonFactory(name="Guy Orton"), telling.people["police"]):
        ItemReader(item=item, person=person).keep(by=None)
    guests = {invitee.person.name: invitee.is_guest for invitee in notices.audience(telling.meeting)[0]}
    assert guests == {"Cora Ashby": False, "Petra Holm": False, "Fay Lark": False, "Guy Orton": True}


def test_a_representative_is_told_where_an_apology_says_so(telling):
    stand_in = PersonFactory(name="Ray Stand")
    AppointmentFactory(
        seat=telling.seats["police"], person=stand_in, kind="representative", starts_on=factories.STARTED
    )
    assert "Ray Stand" not in names(telling.meeting)
    an_apology(telling, "police", representative=stand_in)
    an_apology(telling, "chair", representative_name="Kim Reed")
    assert "Ray Stand" in names(telling.meeting)
    assert missing(telling.meeting) == {"Kim Reed": notices.audience(telling.meeting)[1][0].why}
    assert missing(telling.meeting)["Kim Reed"] == "No e-mail address"


def an_apology(telling, seat: str, **given) -> Apology:
    return Apology.objects.create(
        meeting=telling.meeting,
        seat=telling.seats[seat],
        given_at=timezone.now(),
        given_by=telling.people[seat],
        **given,
    )


def test_nobody_is_left_out_silently(telling):
    factories.a_seat(telling.board, "Old table")
    factories.a_seat(telling.board, "Lay member", vacant=True)
    factories.a_seat(telling.board, "Schools", person=PersonFactory(name="No Address", email=None))
    stopped = PersonFactory(name="Stopped Person")
    factories.a_seat(telling.board, "Housing", person=stopped)
    stopped.stop_signing_in(by=None)
    assert missing(telling.meeting) == {
        "Name not held": "Name not held",
        "No Address": "No e-mail address",
        "Stopped Person": "Stopped from signing in",
    }
    assert names(telling.meeting) == ["Cora Ashby", "Petra Holm", "Fay Lark"]


def test_a_seat_of_another_body_named_for_an_item_brings_its_holder(telling):
    elsewhere = SeatFactory(body=factories.a_board(name="Dale Board"))
    AppointmentFactory(seat=elsewhere, person=PersonFactory(name="Dale Holder"))
    ItemReader(item=an_item(telling.meeting), seat=elsewhere).keep(by=None)
    assert "Dale Holder" in names(telling.meeting)
