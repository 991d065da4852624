"""The page of one partnership."""

from goldenthread.partnership.models import Partnership
from goldenthread.partnership.tests.factories import AgencyFactory, BodyFactory, PartnershipFactory, days


def test_it_shows_bodies_partners_and_gaps(mere, get):
    AgencyFactory(name="Mere Police", areas=[mere.area], partner_kind="police")
    page = get(mere.member, "partnership_page", mere.partnership.pk).content.decode()
    assert "Mere subgroup" in page
    assert "Mere Police" in page
    assert "Days without a safeguarding partner" in page
    assert "Local authority" in page
    assert "Change this partnership" not in page


def test_it_shows_the_bodies_of_another_day(mere, get):
    ended = BodyFactory(name="Ended group", partnership=mere.partnership, ends_on=days(-10))
    bodies = get(mere.member, "partnership_page", mere.partnership.pk, on=days(-10).isoformat()).context["bodies"]
    assert ended in bodies
    assert ended not in get(mere.member, "partnership_page", mere.partnership.pk).context["bodies"]


def test_one_that_has_ended_is_shown_as_on_its_last_day(mere, get):
    earlier = PartnershipFactory(kind=Partnership.Kind.LSCB, ends_on=days(-401))
    board = BodyFactory(partnership=earlier, ends_on=days(-401))
    mere.partnership.predecessor = earlier
    mere.partnership.keep(by=None)
    response = get(mere.member, "partnership_page", earlier.pk)
    assert list(response.context["bodies"]) == [board]
    assert "has no safeguarding partners" in response.content.decode()


def test_a_day_that_is_none_is_said_and_today_is_shown(mere, get):
    response = get(mere.member, "partnership_page", mere.partnership.pk, on="2026-02-31")
    assert "is not a date" in response.content.decode()
    assert response.context["as_at"].day == days(0)


def test_it_does_not_exist_for_a_neighbour(mere, get):
    assert get(mere.neighbour, "partnership_page", mere.partnership.pk).status_code == 404


def test_a_manager_is_offered_to_change_it(mere, get):
    assert "Change this partnership" in get(mere.manager, "partnership_page", mere.partnership.pk).content.decode()
