"""Ending an appointment."""

from goldenthread.partnership.tests.factories import days, seated


def test_a_manager_ends_it(mere, get, post):
    assert "Mabel Reed" in get(mere.manager, "appointment_end", mere.appointment.pk).content.decode()
    assert post(mere.manager, "appointment_end", mere.appointment.pk, on=days(0)).status_code == 302
    mere.appointment.refresh_from_db()
    assert mere.appointment.ends_on == days(0)


def test_a_day_before_it_began_is_refused(mere, post):
    page = post(mere.manager, "appointment_end", mere.appointment.pk, on=days(-200)).content.decode()
    assert "The last day must be the same as or after the start date." in page


def test_a_member_may_not(mere, post):
    assert post(mere.member, "appointment_end", mere.appointment.pk, on=days(0)).status_code == 403


def test_my_own_appointment_elsewhere_is_not_mine_to_end(mere, post):
    seated(mere.dale_board, person=mere.manager)
    elsewhere = mere.manager.appointments.get(seat__body=mere.dale_board)
    assert post(mere.manager, "appointment_end", elsewhere.pk, on=days(0)).status_code == 403


def test_it_does_not_exist_elsewhere(mere, post):
    theirs = mere.neighbour.appointments.get()
    assert post(mere.manager, "appointment_end", theirs.pk, on=days(0)).status_code == 404
