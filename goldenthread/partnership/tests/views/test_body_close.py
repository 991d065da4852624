"""Closing a body."""

from goldenthread.partnership.tests.factories import SeatFactory, days


def test_it_asks_first_and_says_how_many_end(mere, get):
    response = get(mere.manager, "body_close", mere.subgroup.pk)
    assert "1 seat and 1 appointment" in response.content.decode()
    mere.subgroup.refresh_from_db()
    assert mere.subgroup.ends_on is None


def test_it_ends_the_body_with_its_seats_and_appointments(mere, post):
    assert post(mere.manager, "body_close", mere.subgroup.pk, on=days(0)).status_code == 302
    for row in (mere.subgroup, mere.seat, mere.appointment):
        row.refresh_from_db()
        assert row.ends_on == days(0)


def test_what_is_refused_is_said_in_the_form(mere, post):
    SeatFactory(body=mere.subgroup, starts_on=days(9))
    page = post(mere.manager, "body_close", mere.subgroup.pk, on=days(0)).content.decode()
    assert "has a seat that starts after that day" in page
    assert "Last day must include a day and a month and a year" not in page


def test_a_day_is_needed(mere, post):
    assert "Enter last day." in post(mere.manager, "body_close", mere.subgroup.pk).content.decode()


def test_a_member_may_not(mere, get, post):
    assert get(mere.member, "body_close", mere.subgroup.pk).status_code == 403
    assert post(mere.member, "body_close", mere.subgroup.pk, on=days(0)).status_code == 403


def test_it_does_not_exist_elsewhere(mere, post):
    assert post(mere.manager, "body_close", mere.dale_board.pk, on=days(0)).status_code == 404
