"""The register in numbers and names."""

import pytest

from goldenthread.foundation import figures
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import AppointmentFactory, BodyFactory, SeatFactory, days

OPERATOR = Scope.operator(today=days(0))


def test_the_register_of_a_partnership_on_a_day(mere):
    SeatFactory(body=mere.subgroup, ends_on=days(10))
    BodyFactory(partnership=mere.partnership, ends_on=days(-1))
    found = figures.find("partnership.register")(OPERATOR, partnership="Mere LSCP", on=days(0))
    assert figures.as_json(found) == {
        "partnership": "Mere LSCP",
        "on": days(0).isoformat(),
        "bodies": 3,
        "seats": 5,
        "vacant_seats": 1,
        "seats_ending_soon": 1,
        "appointments_ending_soon": 0,
        "safeguarding_partner_gaps": 3,
    }


def test_a_partnership_out_of_scope_is_not_there(mere):
    scope = Scope.of(mere.member, today=days(0))
    with pytest.raises(NotPossible, match="There is no partnership called Dale LSCP"):
        figures.find("partnership.register")(scope, partnership="Dale LSCP", on=days(0))


def test_the_members_of_a_body_on_a_day(mere):
    AppointmentFactory(seat=mere.seat, kind=Appointment.Kind.REPRESENTATIVE, starts_on=days(0))
    AppointmentFactory(seat=SeatFactory(body=mere.subgroup, title="Nurse", position=9), person=None)
    head, nurse = figures.find("partnership.members")(OPERATOR, body="Mere subgroup", on=days(0)).members
    assert (head.title, head.agency, head.holder.name, len(head.representatives)) == (
        "Head teacher",
        "Mere School",
        "Mabel Reed",
        1,
    )
    assert (nurse.holder.name, nurse.holder.person_id, nurse.representatives) == ("Name not held", None, ())


def test_a_vacant_seat_has_no_holder(mere):
    mere.appointment.end(on=days(-1), by=None)
    (head,) = figures.find("partnership.members")(OPERATOR, body="Mere subgroup", on=days(0)).members
    assert head.holder is None


def test_a_name_that_two_bodies_have_is_refused(mere):
    BodyFactory(name="Mere board", partnership=mere.dale)
    with pytest.raises(NotPossible, match="More than one body is called Mere board"):
        figures.find("partnership.members")(OPERATOR, body="Mere board", on=days(0))
    with pytest.raises(NotPossible, match="There is no body called Nothing"):
        figures.find("partnership.members")(OPERATOR, body="Nothing", on=days(0))
