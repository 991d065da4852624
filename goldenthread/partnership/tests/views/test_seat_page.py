"""The page of one seat."""

from goldenthread.partnership.tests.factories import AppointmentFactory, PersonFactory, days


def test_it_shows_the_history_newest_first(mere, get):
    mere.appointment.end(on=days(-50), by=None)
    later = AppointmentFactory(seat=mere.seat, person=PersonFactory(name="Olga Firth"), starts_on=days(-49))
    response = get(mere.member, "seat_page", mere.seat.pk)
    assert response.status_code == 403  # the member's seat is no longer theirs
    response = get(mere.chair, "seat_page", mere.seat.pk)
    assert list(response.context["appointments"]) == [later, mere.appointment]
    assert "Appoint somebody" not in response.content.decode()


def test_a_manager_is_offered_its_verbs(mere, get):
    page = get(mere.manager, "seat_page", mere.seat.pk).content.decode()
    for words in ("Appoint somebody", "Change this seat", "End this seat"):
        assert words in page


def test_it_does_not_exist_for_a_neighbour(mere, get):
    assert get(mere.neighbour, "seat_page", mere.seat.pk).status_code == 404


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "seat_page", mere.seat.pk).status_code == 403
