"""Recording what an agency took over from."""

from datetime import date

from goldenthread.partnership.tests.factories import AgencyFactory


def test_a_manager_records_it(mere, get, post):
    earlier = AgencyFactory(areas=[mere.area])
    assert earlier.name in get(mere.manager, "agency_succeed", mere.agency.pk).content.decode()
    given = {"predecessors": [earlier.pk], "on": date(2022, 7, 1)}
    assert post(mere.manager, "agency_succeed", mere.agency.pk, **given).status_code == 302
    assert mere.agency.successions_in.get().happened_on == date(2022, 7, 1)


def test_a_date_and_an_agency_are_needed(mere, post):
    page = post(mere.manager, "agency_succeed", mere.agency.pk).content.decode()
    assert "Choose it took over from." in page
    assert "Enter date." in page


def test_an_agency_out_of_scope_cannot_be_chosen(mere, post):
    given = {"predecessors": [AgencyFactory().pk], "on": date(2022, 7, 1)}
    assert post(mere.manager, "agency_succeed", mere.agency.pk, **given).status_code == 200


def test_a_member_may_not(mere, get):
    assert get(mere.member, "agency_succeed", mere.agency.pk).status_code == 403
