"""Changing an agency."""

from goldenthread.partnership.tests.factories import AgencyFactory, days

GIVEN = {"name": "Mere Academy", "sector": "education", "membership": "core"}


def test_a_manager_changes_it(mere, get, post):
    assert "Mere School" in get(mere.manager, "agency_edit", mere.agency.pk).content.decode()
    assert post(mere.manager, "agency_edit", mere.agency.pk, **GIVEN, areas=[mere.area.pk]).status_code == 302
    mere.agency.refresh_from_db()
    assert mere.agency.name == "Mere Academy"


def test_dates_in_the_wrong_order_are_refused(mere, post):
    dates = {"starts_on": days(2), "ends_on": days(1)}
    page = post(mere.manager, "agency_edit", mere.agency.pk, **GIVEN, **dates, areas=[mere.area.pk]).content.decode()
    assert "The end date must be the same as or after the start date." in page


def test_a_member_may_not(mere, get):
    assert get(mere.member, "agency_edit", mere.agency.pk).status_code == 403


def test_it_does_not_exist_elsewhere(mere, get):
    assert get(mere.manager, "agency_edit", AgencyFactory().pk).status_code == 404
