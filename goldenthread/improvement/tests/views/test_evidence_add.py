"""Adding evidence."""

import pytest

from goldenthread.improvement.models import Evidence, Risk
from goldenthread.partnership.tests.factories import days

GIVEN = {
    "report": {"published_by": "The statisticians", "cadence": "yearly"},
    "inspection": {"inspectorate": "The inspectorate"},
    "law": {"sort": "guidance"},
    "record": {"register": "reviews", "what": "rapid review"},
}
COMMON = {"title": "Something new", "date_precision": "day", "circulation": "partnership", "dated_on": days(-5)}


@pytest.mark.parametrize("sort", GIVEN)
def test_each_kind_is_added(post, mere, sort):
    response = post(mere.manager, "evidence_add", sort, **COMMON, **GIVEN[sort])
    row = Evidence.objects.get(title="Something new")
    assert response.url == f"/evidence/{row.pk}/"
    assert (row.partnership, row.dated_on) == (mere.partnership, days(-5))
    assert row.as_kind()._meta.model_name == row.kind.rpartition(".")[2]


def test_a_risk_is_owned_by_a_body(post, mere):
    given = {"title": "No chair", "rating": "high", "review_on": days(9), "circulation": "body", "dated_on": days(0)}
    page = post(mere.manager, "evidence_add", "risk", **given)
    assert "Choose who owns it." in page.content.decode()
    post(mere.manager, "evidence_add", "risk", **given, holding_body=mere.board.pk)
    assert Risk.objects.get(title="No chair").holding_body == mere.board


def test_who_runs_a_group_adds_evidence_of_that_group_alone(post, mere):
    given = COMMON | GIVEN["report"]
    page = post(mere.runner, "evidence_add", "report", **given)
    assert page.status_code == 200
    assert "holding_body" in page.context["form"].errors
    page = post(mere.runner, "evidence_add", "report", **given, holding_body=mere.board.pk)
    assert "holding_body" in page.context["form"].errors
    post(mere.runner, "evidence_add", "report", **given, holding_body=mere.subgroup.pk)
    assert Evidence.objects.get(title="Something new").holding_body == mere.subgroup


def test_a_figure_has_a_value(post, mere):
    page = post(mere.manager, "evidence_add", "report", **COMMON, **GIVEN["report"], figure_name="Children on a plan")
    assert "Give the figure and its value, or neither." in page.content.decode()


@pytest.mark.parametrize("sort", [*GIVEN, "risk"])
def test_the_form_is_shown(get, mere, sort):
    assert get(mere.manager, "evidence_add", sort).status_code == 200


def test_who_may_not(get, mere):
    assert get(mere.manager, "evidence_add", "gossip").status_code == 404
    assert get(mere.member, "evidence_add", "report").status_code == 403
    assert get(mere.chair, "evidence_add", "report").status_code == 403
