"""The page of one body."""

from goldenthread.partnership.models import Appointment
from goldenthread.partnership.tests.factories import AppointmentFactory, BodyFactory, PersonFactory, SeatFactory, days


def test_it_shows_members_with_their_representatives(mere, get):
    AppointmentFactory(
        seat=mere.seat,
        person=PersonFactory(name="Rosa Field"),
        kind=Appointment.Kind.REPRESENTATIVE,
        starts_on=days(0),
        delegated_authority=True,
    )
    AppointmentFactory(seat=SeatFactory(body=mere.subgroup, title="Nurse"), person=None)
    SeatFactory(body=mere.subgroup, title="Doctor")
    page = get(mere.member, "body_page", mere.subgroup.pk).content.decode()
    for words in ("Mabel Reed", "Rosa Field", "may decide", "Name not held", "Vacant", "Mere board", "Mere School"):
        assert words in page
    assert "Add a seat" not in page
    assert "E-mail addresses" not in page


def test_it_shows_the_members_of_another_day(mere, get):
    members = get(mere.member, "body_page", mere.subgroup.pk, on=days(-101).isoformat()).context["members"]
    assert members == ()


def test_one_that_has_ended_is_shown_as_on_its_last_day(mere, get):
    mere.subgroup.close(on=days(-1), by=None)
    response = get(mere.chair, "body_page", mere.subgroup.pk)
    assert [member.title for member in response.context["members"]] == ["Head teacher"]
    assert "This body ended on" in response.content.decode()


def test_it_shows_what_came_before_and_after(mere, get):
    BodyFactory(name="Later group", partnership=mere.partnership, predecessor=mere.subgroup)
    assert "Later group" in get(mere.member, "body_page", mere.subgroup.pk).content.decode()


def test_it_shows_nothing_out_of_scope(mere, get):
    mere.subgroup.reports_to.add(mere.dale_board)
    assert "Dale board" not in get(mere.member, "body_page", mere.subgroup.pk).content.decode()


def test_a_manager_is_offered_its_verbs(mere, get):
    page = get(mere.manager, "body_page", mere.subgroup.pk).content.decode()
    for words in ("Add a seat", "Change this body", "Close this body", "E-mail addresses"):
        assert words in page


def test_it_does_not_exist_for_a_neighbour(mere, get):
    assert get(mere.neighbour, "body_page", mere.subgroup.pk).status_code == 404


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "body_page", mere.subgroup.pk).status_code == 403
