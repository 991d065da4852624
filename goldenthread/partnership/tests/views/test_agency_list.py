"""The list of agencies."""

import pytest

from goldenthread.partnership.tests.factories import AgencyFactory, days


def names(response):
    return [agency.name for agency in response.context["page"]]


@pytest.mark.parametrize(
    "asked, found",
    [
        ({}, ["Mere Police", "Mere School"]),
        ({"text": "school"}, ["Mere School"]),
        ({"text": "MP"}, ["Mere Police"]),
        ({"sector": "police"}, ["Mere Police"]),
        ({"on": days(-10).isoformat()}, ["Mere Clinic", "Mere Police", "Mere School"]),
        ({"sector": "no such sector"}, ["Mere Police", "Mere School"]),
    ],
)
def test_it_is_narrowed(mere, get, asked, found):
    AgencyFactory(name="Mere Police", abbreviation="MP", sector="police", areas=[mere.area])
    AgencyFactory(name="Mere Clinic", areas=[mere.area], ends_on=days(-1))
    AgencyFactory(name="Elsewhere")
    assert names(get(mere.member, "agency_list", **asked)) == found


def test_it_is_narrowed_to_an_area(mere, get):
    AgencyFactory(name="The nation", is_national=True)
    assert names(get(mere.member, "agency_list", area=mere.area.pk)) == ["Mere School"]


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "agency_list").status_code == 403
