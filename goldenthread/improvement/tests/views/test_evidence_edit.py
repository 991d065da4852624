"""Changing evidence."""

from goldenthread.improvement.models import Evidence
from goldenthread.partnership.tests.factories import days


def given(row):
    return {
        "title": "A newer title",
        "date_precision": "year",
        "dated_on": days(-400),
        "published_by": row.published_by,
        "cadence": "quarterly",
        "circulation": "body",
        "holding_body": row.holding_body_id,
    }


def test_it_is_changed(post, mere):
    response = post(mere.runner, "evidence_edit", mere.report.pk, **given(mere.report))
    assert response.url == f"/evidence/{mere.report.pk}/"
    row = Evidence.objects.get(pk=mere.report.pk).as_kind()
    assert (row.title, row.cadence, row.when) == ("A newer title", "quarterly", str(days(-400).year))


def test_the_form_says_what_there_is(get, mere):
    assert 'value="A report"' in get(mere.manager, "evidence_edit", mere.report.pk).content.decode()


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "evidence_edit", mere.report.pk).status_code == 404
    assert get(mere.member, "evidence_edit", mere.report.pk).status_code == 403
    assert get(mere.runner, "evidence_edit", mere.record.pk).status_code == 403
