"""Adding a seat to a body."""

from goldenthread.partnership.models.seat import SEAT_OVERLAPS
from goldenthread.partnership.tests.factories import days

GIVEN = {"title": "Nurse", "role": "core", "position": 2}


def test_a_manager_adds_one(mere, get, post):
    assert get(mere.manager, "seat_add", mere.subgroup.pk).status_code == 200
    response = post(mere.manager, "seat_add", mere.subgroup.pk, **GIVEN, agency=mere.agency.pk, starts_on=days(0))
    assert response.status_code == 302
    assert mere.subgroup.seats.get(title="Nurse").agency == mere.agency


def test_an_overlap_is_refused_with_the_sentence_of_the_model(mere, post):
    response = post(mere.manager, "seat_add", mere.subgroup.pk, **{**GIVEN, "title": "Head teacher"})
    assert SEAT_OVERLAPS in response.content.decode()
    assert mere.subgroup.seats.count() == 1


def test_a_date_that_is_none_is_refused(mere, post):
    typed = {"starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2026"}
    assert (
        "31 February 2026 is not a date."
        in post(mere.manager, "seat_add", mere.subgroup.pk, **GIVEN, **typed).content.decode()
    )


def test_a_member_may_not(mere, get, post):
    assert get(mere.member, "seat_add", mere.subgroup.pk).status_code == 403
    assert post(mere.member, "seat_add", mere.subgroup.pk, **GIVEN).status_code == 403


def test_it_does_not_exist_elsewhere(mere, post):
    assert post(mere.manager, "seat_add", mere.dale_board.pk, **GIVEN).status_code == 404
