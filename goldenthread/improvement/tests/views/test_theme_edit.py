"""Changing a theme."""


def test_everything_that_bears_it_bears_the_new_word(get, post, mere):
    assert get(mere.manager, "theme_edit", mere.theme.pk).status_code == 200
    post(mere.manager, "theme_edit", mere.theme.pk, name="Urgent checks")
    mere.theme.refresh_from_db()
    assert (mere.theme.name, mere.theme.in_use) == ("Urgent checks", False)
    assert "Urgent checks" in get(mere.lay, "finding_page", mere.done.pk).content.decode()


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "theme_edit", mere.theme.pk).status_code == 404
    assert get(mere.runner, "theme_edit", mere.theme.pk).status_code == 403
