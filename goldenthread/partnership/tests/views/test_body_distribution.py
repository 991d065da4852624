"""The e-mail addresses of a body."""

from goldenthread.partnership.models import Appointment
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import AppointmentFactory, PersonFactory, SeatFactory, days, seated


def test_it_holds_members_virtual_members_and_representatives_once(mere, get):
    virtual = seated(mere.subgroup, SeatRole.VIRTUAL)
    stands_in = AppointmentFactory(seat=mere.seat, kind=Appointment.Kind.REPRESENTATIVE, starts_on=days(0)).person
    seated(mere.subgroup, person=virtual)
    seated(mere.subgroup, ends_on=days(-1))
    response = get(mere.manager, "body_distribution", mere.subgroup.pk)
    emails = response.context["addresses"].emails
    assert sorted(emails) == sorted([mere.member.email, virtual.email, stands_in.email])
    assert "; ".join(emails) in response.content.decode()


def test_it_says_who_has_no_address_and_which_seats_nobody_named_holds(mere, get):
    silent = seated(mere.subgroup, person=PersonFactory(email=None, name="Silas Wood"))
    AppointmentFactory(seat=SeatFactory(body=mere.subgroup, title="Nurse"), person=None)
    SeatFactory(body=mere.subgroup, title="Doctor")
    addresses = get(mere.manager, "body_distribution", mere.subgroup.pk).context["addresses"]
    assert addresses.without == (silent,)
    assert {seat.title for seat in addresses.not_named} == {"Nurse", "Doctor"}


def test_the_chair_of_a_group_sees_that_group_alone(mere, get):
    chair = seated(mere.subgroup, SeatRole.CHAIR)
    assert get(chair, "body_distribution", mere.subgroup.pk).status_code == 200
    assert get(chair, "body_distribution", mere.board.pk).status_code == 403


def test_a_member_may_not(mere, get):
    assert get(mere.member, "body_distribution", mere.subgroup.pk).status_code == 403


def test_it_does_not_exist_elsewhere(mere, get):
    assert get(mere.manager, "body_distribution", mere.dale_board.pk).status_code == 404
