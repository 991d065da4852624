"""Ending a seat."""

from goldenthread.partnership.tests.factories import days


def test_it_asks_first(mere, get):
    assert "1 appointment." in get(mere.manager, "seat_close", mere.seat.pk).content.decode()


def test_it_ends_the_seat_and_its_appointments(mere, post):
    assert post(mere.manager, "seat_close", mere.seat.pk, on=days(0)).status_code == 302
    mere.appointment.refresh_from_db()
    assert mere.appointment.ends_on == days(0)


def test_a_day_before_it_began_is_refused(mere, post):
    response = post(mere.manager, "seat_close", mere.seat.pk, on=days(-200))
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    mere.seat.refresh_from_db()
    assert mere.seat.ends_on is None


def test_a_member_may_not(mere, post):
    assert post(mere.member, "seat_close", mere.seat.pk, on=days(0)).status_code == 403
