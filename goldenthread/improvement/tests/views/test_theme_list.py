"""The vocabulary of themes."""

from goldenthread.improvement.tests.evidence import ThemeFactory


def names(response):
    return [theme.name for theme in response.context["page"]]


def test_everyone_sees_their_vocabulary_and_that_of_the_partnership_before(get, mere):
    ThemeFactory(partnership=mere.earlier, name="Neglect")
    assert names(get(mere.lay, "theme_list")) == ["Neglect", "Welfare checks"]
    assert names(get(mere.neighbour, "theme_list")) == ["Theirs"]
    assert names(get(mere.lay, "theme_list", partnership=mere.earlier.pk)) == ["Neglect"]
    assert get(mere.guest, "theme_list").status_code == 403


def test_changing_is_offered_to_those_who_may(get, mere):
    assert f'href="/themes/{mere.theme.pk}/edit/"' in get(mere.manager, "theme_list").content.decode()
    assert "/edit/" not in get(mere.chair, "theme_list").content.decode()


def test_an_empty_vocabulary_says_where_themes_come_from(get, mere):
    mere.their_theme.delete()
    assert "Themes come with imported findings" in get(mere.neighbour, "theme_list").content.decode()
