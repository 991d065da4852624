"""Adding an agency."""

from goldenthread.partnership.models import Agency

GIVEN = {"name": "Mere Clinic", "sector": "health provider", "membership": "core"}


def test_a_manager_adds_one(mere, get, post):
    assert get(mere.manager, "agency_add").status_code == 200
    assert post(mere.manager, "agency_add", **GIVEN, areas=[mere.area.pk]).status_code == 302
    assert list(Agency.objects.get(name="Mere Clinic").areas.all()) == [mere.area]


def test_an_area_is_needed_unless_it_is_national(mere, post):
    assert "Choose at least one area" in post(mere.manager, "agency_add", **GIVEN).content.decode()
    assert post(mere.manager, "agency_add", **GIVEN, is_national="on").status_code == 302


def test_a_reference_is_used_once(mere, post):
    mere.agency.reference = "AG01"
    mere.agency.keep(by=None)
    response = post(mere.manager, "agency_add", **GIVEN, areas=[mere.area.pk], reference="AG01")
    assert "Another agency has this reference." in response.content.decode()


def test_a_member_may_not(mere, get, post):
    assert get(mere.member, "agency_add").status_code == 403
    assert post(mere.member, "agency_add", **GIVEN).status_code == 403
