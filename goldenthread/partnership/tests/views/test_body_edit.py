"""Changing a body."""

from goldenthread.partnership.tests.factories import AreaFactory, BodyFactory


def test_a_manager_changes_it(mere, get, post):
    assert "Mere subgroup" in get(mere.manager, "body_edit", mere.subgroup.pk).content.decode()
    given = {"name": "Renamed group", "kind": "subgroup", "partnership": mere.partnership.pk}
    assert post(mere.manager, "body_edit", mere.subgroup.pk, **given).status_code == 302
    mere.subgroup.refresh_from_db()
    assert mere.subgroup.name == "Renamed group"
    assert not mere.subgroup.reports_to.exists()


def test_areas_that_the_person_does_not_keep_stay_as_they_are(mere, post):
    far = AreaFactory()
    body = BodyFactory(partnership=None, areas=[mere.area, far])
    given = {"name": body.name, "kind": body.kind, "areas": [mere.area.pk, far.pk]}
    assert post(mere.manager, "body_edit", body.pk, **given).status_code == 302
    assert set(body.areas.all()) == {mere.area, far}


def test_a_wrong_address_is_refused(mere, post):
    given = {"name": "Mere subgroup", "kind": "subgroup", "terms_of_reference": "not an address"}
    assert post(mere.manager, "body_edit", mere.subgroup.pk, **given).status_code == 200


def test_a_member_may_not(mere, get):
    assert get(mere.member, "body_edit", mere.subgroup.pk).status_code == 403


def test_it_does_not_exist_elsewhere(mere, get):
    assert get(mere.manager, "body_edit", mere.dale_board.pk).status_code == 404
