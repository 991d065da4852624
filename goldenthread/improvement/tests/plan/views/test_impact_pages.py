"""How do we know it made a difference?"""

import pytest

from goldenthread.improvement.models import ImpactCheck
from goldenthread.improvement.tests.plan.factories import close, part_of
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(mere, action):
    part_of(action, mere.health).attest("Done", by=mere.nurse, on=days(-50))
    close(action, on=days(-40))
    return ImpactCheck.objects.get()


def test_what_is_awaited_and_what_was_seen(mere, check, get, post):
    text = get(mere.chair, "impact_list").content.decode()
    assert "The same audit in a year" in text
    assert "Awaited" in text
    ImpactCheck.objects.update(due_on=days(-1))
    page = get(mere.officer, "impact_list")
    assert page.context["counts"]["overdue"] == 1
    assert "the impact check of M1" in page.content.decode()
    post(
        mere.officer,
        "impact_record",
        check.pk,
        difference="yes",
        seen="Nine files in ten",
        on=days(0),
        again="3",
    )
    check.refresh_from_db()
    assert (check.difference, check.recorded_by) == ("yes", mere.officer)
    assert ImpactCheck.objects.awaited().count() == 1
    assert list(get(mere.chair, "impact_list", checked="seen").context["page"]) == [check]
    assert "Nine files in ten" in get(mere.chair, "impact_list").content.decode()


def test_a_plain_judgement_needs_its_author(mere, check, get, post):
    check.action.measure_kind = "judgement"
    check.action.keep(by=None)
    given = {"difference": "no", "seen": "Nothing changed", "on": days(0), "again": ""}
    refused = post(mere.officer, "impact_record", check.pk, **given)
    assert "A plain judgement has an author." in refused.content.decode()
    post(mere.officer, "impact_record", check.pk, **given, author="Chair of the panel")
    assert ImpactCheck.objects.get().author == "Chair of the panel"


def test_nothing_to_check_yet(mere, action, get):
    assert "nothing to check yet" in get(mere.chair, "impact_list").content.decode()


def test_who_may(mere, check, get):
    assert get(mere.guest, "impact_list").status_code == 403
    assert get(mere.chair, "impact_record", check.pk).status_code == 403
    assert get(mere.scrutineer, "impact_record", check.pk).status_code == 403
    assert get(mere.dale_manager, "impact_record", check.pk).status_code == 404
    assert get(mere.nurse, "impact_record", check.pk).status_code == 200
