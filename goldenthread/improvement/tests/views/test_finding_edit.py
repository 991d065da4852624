"""Changing a finding."""


def test_it_is_changed(post, mere):
    given = {"kind": "learning", "number": 2, "text": "Records were not read.", "themes": [mere.theme.pk]}
    response = post(mere.manager, "finding_edit", mere.open.pk, **given)
    assert response.url == f"/findings/{mere.open.pk}/"
    mere.open.refresh_from_db()
    assert (mere.open.kind, mere.open.text, list(mere.open.themes.all())) == (
        "learning",
        "Records were not read.",
        [mere.theme],
    )


def test_a_theme_that_is_no_longer_offered_stays_on_it(post, mere):
    mere.theme.in_use = False
    mere.theme.keep(by=None)
    given = {"kind": "finding", "number": 1, "text": "Newer words.", "themes": [mere.theme.pk]}
    post(mere.manager, "finding_edit", mere.done.pk, **given)
    assert list(mere.done.themes.all()) == [mere.theme]


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "finding_edit", mere.open.pk).status_code == 404
    assert get(mere.member, "finding_edit", mere.open.pk).status_code == 403
    assert get(mere.runner, "finding_edit", mere.of_report.pk).status_code == 200
