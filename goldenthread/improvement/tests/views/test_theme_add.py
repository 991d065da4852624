"""Adding a theme."""

from goldenthread.improvement.models import Theme


def test_it_is_added_to_the_own_vocabulary(get, post, mere):
    assert get(mere.manager, "theme_add").status_code == 200
    post(mere.manager, "theme_add", name="  Think   family ", meaning="Adults and children", in_use="on")
    theme = Theme.objects.get(name="Think family")
    assert (theme.partnership, theme.meaning, theme.in_use) == (mere.partnership, "Adults and children", True)


def test_a_name_stands_once_whatever_its_capitals(post, mere):
    page = post(mere.manager, "theme_add", name="welfare CHECKS", in_use="on")
    assert "already has a theme of this name" in page.content.decode()


def test_a_semicolon_is_refused(post, mere):
    assert "Leave out the semicolon" in post(mere.manager, "theme_add", name="a;b").content.decode()


def test_who_may_not(get, mere):
    assert get(mere.runner, "theme_add").status_code == 403
    assert get(mere.chair, "theme_add").status_code == 403
