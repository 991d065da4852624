"""Changing a seat."""

from goldenthread.partnership.tests.factories import days


def test_a_manager_changes_it(mere, get, post):
    assert "Head teacher" in get(mere.manager, "seat_edit", mere.seat.pk).content.decode()
    given = {"title": "Head teachers", "role": "core", "position": 3, "starts_on": days(-100)}
    assert post(mere.manager, "seat_edit", mere.seat.pk, **given).status_code == 302
    mere.seat.refresh_from_db()
    assert mere.seat.title == "Head teachers"


def test_a_last_day_while_somebody_is_appointed_is_refused(mere, post):
    given = {"title": "Head teacher", "role": "core", "position": 3, "ends_on": days(1)}
    page = post(mere.manager, "seat_edit", mere.seat.pk, **given).content.decode()
    assert "End the seat instead." in page


def test_a_member_may_not(mere, get):
    assert get(mere.member, "seat_edit", mere.seat.pk).status_code == 403


def test_it_does_not_exist_elsewhere(mere, get):
    theirs = mere.neighbour.appointments.get().seat
    assert get(mere.manager, "seat_edit", theirs.pk).status_code == 404
