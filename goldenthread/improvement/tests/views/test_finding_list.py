"""The list of findings."""

import pytest


def numbers(response):
    return {row.pk for row in response.context["page"]}


def test_everyone_sees_those_of_the_evidence_they_see(get, mere):
    assert numbers(get(mere.lay, "finding_list")) == {mere.done.pk, mere.open.pk}
    assert numbers(get(mere.member, "finding_list")) == {mere.done.pk, mere.open.pk, mere.of_report.pk}
    assert numbers(get(mere.neighbour, "finding_list")) == {mere.their_finding.pk}
    assert get(mere.guest, "finding_list").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"answered": "action"}, {"done"}),
        ({"answered": "nothing"}, {"open", "of_report"}),
        ({"answered": "reason"}, set()),
        ({"theme": "welfare checks"}, {"done"}),
        ({"text": "records"}, {"open"}),
        ({"year": "2021"}, {"of_report"}),
        ({"year": "none"}, set()),
        ({"kind": "recommendation"}, set()),
    ],
)
def test_it_is_narrowed(get, mere, query, found):
    assert numbers(get(mere.manager, "finding_list", **query)) == {getattr(mere, name).pk for name in found}


def test_what_follows_is_said(get, mere):
    page = get(mere.lay, "finding_list").content.decode()
    assert "1 action" in page
    assert "Nothing yet" in page
