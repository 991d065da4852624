"""Adding a finding."""

from goldenthread.improvement.models import Finding


def test_the_next_number_is_offered_and_the_finding_added(get, post, mere):
    assert get(mere.manager, "finding_add", mere.record.pk).context["form"].initial["number"] == 3
    given = {"kind": "recommendation", "number": 3, "text": "Agree who asks.", "themes": [mere.theme.pk]}
    response = post(mere.manager, "finding_add", mere.record.pk, **given)
    finding = Finding.objects.get(text="Agree who asks.")
    assert response.url == f"/findings/{finding.pk}/"
    assert list(finding.themes.all()) == [mere.theme]


def test_a_number_stands_once_for_a_kind(post, mere):
    given = {"kind": "finding", "number": 1, "text": "Again."}
    page = post(mere.manager, "finding_add", mere.record.pk, **given)
    assert "already has one of this kind and number" in page.content.decode()


def test_a_theme_of_another_vocabulary_is_not_offered(post, mere):
    given = {"kind": "finding", "number": 5, "text": "With a theme.", "themes": [mere.their_theme.pk]}
    page = post(mere.manager, "finding_add", mere.record.pk, **given)
    assert "themes" in page.context["form"].errors


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "finding_add", mere.record.pk).status_code == 404
    assert get(mere.member, "finding_add", mere.record.pk).status_code == 403
    assert get(mere.runner, "finding_add", mere.report.pk).status_code == 200
