"""Adding a body."""

from goldenthread.partnership.models import Body
from goldenthread.partnership.tests.factories import AreaFactory, days


def test_a_manager_adds_one(mere, get, post):
    assert get(mere.manager, "body_add").status_code == 200
    response = post(
        mere.manager,
        "body_add",
        name="Neglect group",
        kind="subgroup",
        partnership=mere.partnership.pk,
        starts_on=days(0),
        reports_to=[mere.board.pk],
        other_names="Neglect\r\n\r\nThe neglect group",
    )
    body = Body.objects.get(name="Neglect group")
    assert response.url == f"/bodies/{body.pk}/"
    assert body.other_names == ["Neglect", "The neglect group"]
    assert list(body.reports_to.all()) == [mere.board]


def test_a_name_is_needed_and_used_once(mere, post):
    assert "Enter name." in post(mere.manager, "body_add", kind="subgroup").content.decode()
    given = {"name": "Mere board", "kind": "board", "partnership": mere.partnership.pk}
    page = post(mere.manager, "body_add", **given).content.decode()
    assert "This partnership already has a body of this name." in page


def test_a_body_that_others_run_needs_an_area(mere, post):
    given = {"name": "MARAC", "kind": "panel", "run_by": "Mere Police"}
    assert "Choose at least one area" in post(mere.manager, "body_add", **given).content.decode()
    assert post(mere.manager, "body_add", **given, areas=[mere.area.pk]).status_code == 302


def test_it_cannot_be_put_where_one_does_not_keep_the_register(mere, post):
    given = {"name": "Spy", "kind": "panel"}
    assert post(mere.manager, "body_add", **given, partnership=mere.dale.pk).status_code == 200
    assert post(mere.manager, "body_add", **given, areas=[AreaFactory().pk]).status_code == 200
    assert not Body.objects.filter(name="Spy").exists()


def test_a_member_may_not(mere, get, post):
    assert get(mere.member, "body_add").status_code == 403
    assert post(mere.chair, "body_add", name="X", kind="panel").status_code == 403
