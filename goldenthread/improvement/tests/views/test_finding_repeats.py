"""Recording that a finding was identified before."""

import pytest

from goldenthread.improvement.tests.evidence import FindingFactory, HistoricalRecordFactory
from goldenthread.partnership.tests.factories import days


@pytest.fixture
def later(mere):
    record = HistoricalRecordFactory(partnership=mere.partnership, title="Child N", dated_on=days(-30))
    return FindingFactory(evidence=record, themes=[mere.theme], text="Checks again.")


def test_those_that_share_a_theme_are_offered_first(get, post, mere, later):
    offered = get(mere.manager, "finding_repeats", later.pk).context["form"].fields["chosen"].queryset
    assert list(offered) == [mere.done]
    assert post(mere.manager, "finding_repeats", later.pk, chosen=mere.done.pk).url == f"/findings/{later.pk}/"
    assert list(later.repeats.all()) == [mere.done]


def test_words_find_others(get, mere, later):
    page = get(mere.manager, "finding_repeats", later.pk, words="nobody records")
    assert list(page.context["form"].fields["chosen"].queryset) == [mere.open]


def test_a_later_finding_is_not_offered_as_an_earlier_one(get, mere, later):
    page = get(mere.manager, "finding_repeats", mere.done.pk, words="checks")
    assert "No earlier finding fits" in page.content.decode()


def test_it_is_taken_back(get, post, mere, later):
    later.repeat(mere.done, by=None)
    assert get(mere.manager, "finding_repeat_remove", later.pk, mere.done.pk).status_code == 405
    assert post(mere.member, "finding_repeat_remove", later.pk, mere.done.pk).status_code == 403
    assert post(mere.neighbour, "finding_repeat_remove", later.pk, mere.done.pk).status_code == 404
    assert post(mere.manager, "finding_repeat_remove", later.pk, mere.done.pk).status_code == 302
    assert not later.repeats.exists()


def test_who_may_not(get, mere, later):
    assert get(mere.neighbour, "finding_repeats", later.pk).status_code == 404
    assert get(mere.member, "finding_repeats", later.pk).status_code == 403
