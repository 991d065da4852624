"""Appointing somebody to a seat."""

from goldenthread.partnership.models.seat import APPOINTMENT_OVERLAPS
from goldenthread.partnership.tests.factories import SeatFactory, days


def test_a_manager_appoints_somebody(mere, get, post):
    seat = SeatFactory(body=mere.subgroup)
    assert "Mabel Reed (Mere School)" in get(mere.manager, "appointment_add", seat.pk).content.decode()
    given = {"person": mere.member.pk, "kind": "holder", "starts_on": days(0)}
    assert post(mere.manager, "appointment_add", seat.pk, **given).status_code == 302
    assert seat.appointments.get().person == mere.member


def test_a_seat_may_be_filled_without_a_name(mere, post):
    seat = SeatFactory(body=mere.subgroup)
    assert post(mere.manager, "appointment_add", seat.pk, kind="holder").status_code == 302
    assert seat.appointments.get().person is None


def test_a_representative_with_delegated_authority(mere, post):
    given = {"person": mere.chair.pk, "kind": "representative", "delegated_authority": "on", "starts_on": days(0)}
    assert post(mere.manager, "appointment_add", mere.seat.pk, **given).status_code == 302
    assert mere.seat.appointments.get(person=mere.chair).delegated_authority


def test_an_overlap_is_refused_with_the_sentence_of_the_model(mere, post):
    given = {"person": mere.chair.pk, "kind": "holder", "starts_on": days(0)}
    page = post(mere.manager, "appointment_add", mere.seat.pk, **given).content.decode()
    assert APPOINTMENT_OVERLAPS in page


def test_somebody_out_of_scope_cannot_be_chosen(mere, post):
    seat = SeatFactory(body=mere.subgroup)
    given = {"person": mere.neighbour.pk, "kind": "holder"}
    assert post(mere.manager, "appointment_add", seat.pk, **given).status_code == 200
    assert not seat.appointments.exists()


def test_a_member_may_not(mere, get):
    assert get(mere.member, "appointment_add", mere.seat.pk).status_code == 403
