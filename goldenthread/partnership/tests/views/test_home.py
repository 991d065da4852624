"""The first page."""

from goldenthread.partnership.tests.factories import SeatFactory, delegate_of


def test_it_shows_my_seats_and_partnerships(mere, get):
    page = get(mere.member, "home").content.decode()
    assert "Mere LSCP" in page
    assert "Head teacher" in page
    assert "Dale" not in page
    assert "To look at today" not in page


def test_a_manager_sees_what_needs_looking_at(mere, get):
    SeatFactory(body=mere.subgroup, title="Nobody here")
    response = get(mere.manager, "home")
    assert [seat.title for seat in response.context["to_look_at"].vacancies] == ["Nobody here"]
    assert len(response.context["to_look_at"].gaps_today) == 3
    assert "To look at today" in response.content.decode()


def test_a_person_without_a_seat_is_told_so_kindly(mere, get):
    page = get(mere.stranger, "home").content.decode()
    assert "You have no seat today." in page


def test_a_delegate_is_offered_to_act(mere, get):
    delegation = delegate_of(mere.member, delegate=mere.stranger)
    assert f"Act for {delegation.member}" in get(mere.stranger, "home").content.decode()


def test_a_visitor_is_led_to_the_sign_in_page(mere, client):
    assert client.get("/").status_code == 302
