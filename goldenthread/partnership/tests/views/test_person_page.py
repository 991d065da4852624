"""The page of one person."""

from goldenthread.partnership.models import Person
from goldenthread.partnership.tests.factories import seated


def test_it_shows_seats_now_and_earlier(mere, get):
    response = get(mere.chair, "person_page", mere.member.pk)
    assert list(response.context["now"]) == [mere.appointment]
    assert "Mere School" in response.content.decode()
    assert "Invite" not in response.content.decode()


def test_it_shows_no_seat_out_of_scope(mere, get):
    seated(mere.dale_board, person=mere.member)
    assert "Dale" not in get(mere.chair, "person_page", mere.member.pk).content.decode()


def test_an_address_is_shown_to_those_who_may_see_it(mere, get):
    assert mere.member.email in get(mere.chair, "person_page", mere.member.pk).content.decode()
    assert mere.member.email not in get(mere.scrutineer, "person_page", mere.member.pk).content.decode()


def test_a_manager_sees_whether_they_can_sign_in(mere, get):
    def page():
        return get(mere.manager, "person_page", mere.member.pk).content.decode()

    assert "Not invited" in page()
    mere.member.invite(by=None)
    assert "Invite again" in page()
    mere.member.open_invitation().accept(password="three mild otters")
    assert "has accepted an invitation" in page()
    assert "Stop signing in" in page()
    Person.objects.get(pk=mere.member.pk).stop_signing_in(by=None)
    assert "Let sign in again" in page()


def test_it_does_not_exist_for_a_neighbour(mere, get):
    assert get(mere.neighbour, "person_page", mere.member.pk).status_code == 404


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "person_page", mere.member.pk).status_code == 403
