"""Changing a partnership."""

from django.forms import model_to_dict

from goldenthread.partnership.tests.factories import PartnershipFactory, days

NEVER = {"other_names": "", "ends_on-day": ""}


def typed(mere, **changes):
    kept = {
        "name": mere.partnership.name,
        "full_name": mere.partnership.full_name,
        "kind": mere.partnership.kind,
        "areas": [mere.area.pk],
        "colour": "#12403c",
        "starts_on": mere.partnership.starts_on,
    }
    return {**kept, **changes}


def test_a_manager_changes_it(mere, get, post):
    assert get(mere.manager, "partnership_edit", mere.partnership.pk).status_code == 200
    response = post(mere.manager, "partnership_edit", mere.partnership.pk, **typed(mere, review_on=days(90)))
    assert response.status_code == 302
    mere.partnership.refresh_from_db()
    assert mere.partnership.review_on == days(90)


def test_a_wrong_colour_is_refused_with_a_sentence(mere, post):
    response = post(mere.manager, "partnership_edit", mere.partnership.pk, **typed(mere, colour="red"))
    assert "Enter a colour such as #12403c." in response.content.decode()


def test_a_circle_is_refused(mere, post):
    later = PartnershipFactory(predecessor=mere.partnership)
    mere.partnership.predecessor = later
    before = model_to_dict(mere.partnership, ["name"])
    data = typed(mere, predecessor=mere.partnership.pk)
    response = post(mere.manager, "partnership_edit", mere.partnership.pk, **data)
    assert response.status_code == 200
    assert model_to_dict(mere.partnership, ["name"]) == before


def test_a_member_may_not(mere, get, post):
    assert get(mere.member, "partnership_edit", mere.partnership.pk).status_code == 403
    assert post(mere.chair, "partnership_edit", mere.partnership.pk, **typed(mere)).status_code == 403


def test_another_partnership_does_not_exist(mere, get):
    assert get(mere.manager, "partnership_edit", mere.dale.pk).status_code == 404
