"""Merging a theme into another."""

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.models import Theme
from goldenthread.improvement.tests.evidence import ThemeFactory


def test_what_bears_it_bears_the_other_and_it_goes(get, post, mere):
    into = ThemeFactory(partnership=mere.earlier, name="Checks")
    assert get(mere.manager, "theme_merge", mere.theme.pk).status_code == 200
    assert post(mere.manager, "theme_merge", mere.theme.pk, into=into.pk).url == "/themes/"
    assert list(mere.done.themes.all()) == list(mere.record.themes.all()) == [into]
    assert not Theme.objects.filter(pk=mere.theme.pk).exists()
    verbs = set(TrailEntry.objects.values_list("verb", flat=True))
    assert {"theme.merge", "finding.retheme", "evidence.retheme"} <= verbs


def test_a_theme_that_is_on_both_stands_once(post, mere):
    into = ThemeFactory(partnership=mere.partnership, name="Checks")
    mere.done.themes.add(into)
    post(mere.manager, "theme_merge", mere.theme.pk, into=into.pk)
    assert list(mere.done.themes.all()) == [into]


def test_itself_and_a_neighbours_are_not_offered(post, mere):
    for other in (mere.theme, mere.their_theme):
        assert "into" in post(mere.manager, "theme_merge", mere.theme.pk, into=other.pk).context["form"].errors


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "theme_merge", mere.theme.pk).status_code == 404
    assert get(mere.runner, "theme_merge", mere.theme.pk).status_code == 403
