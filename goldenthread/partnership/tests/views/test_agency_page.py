"""The page of one agency."""

from datetime import date

from goldenthread.partnership.tests.factories import AgencyFactory, days


def test_it_shows_seats_people_and_what_came_before(mere, get):
    earlier = AgencyFactory(name="Mere Grammar School", areas=[mere.area], ends_on=date(2018, 8, 31))
    mere.agency.succeed([earlier], on=date(2018, 9, 1), by=None)
    page = get(mere.member, "agency_page", mere.agency.pk).content.decode()
    for words in ("Mere subgroup", "Head teacher", "Mabel Reed", "Mere Grammar School", "until 1 September 2018"):
        assert words in page
    assert "Change this agency" not in page


def test_its_seats_of_another_day(mere, get):
    assert not get(mere.member, "agency_page", mere.agency.pk, on=days(-101).isoformat()).context["seats"]


def test_a_manager_is_offered_its_verbs(mere, get):
    assert "Change this agency" in get(mere.manager, "agency_page", mere.agency.pk).content.decode()


def test_it_does_not_exist_for_a_neighbour(mere, get):
    assert get(mere.neighbour, "agency_page", mere.agency.pk).status_code == 404


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "agency_page", mere.agency.pk).status_code == 403
