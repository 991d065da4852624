"""The section of a body's page."""

from goldenthread.improvement.models import Risk
from goldenthread.partnership.tests.factories import days


def test_members_see_what_their_body_holds(get, mere):
    Risk.objects.filter(pk=mere.risk.pk).update(review_on=days(-1))
    page = get(mere.member, "body_page", mere.subgroup.pk).content.decode()
    for words in ("Evidence and risks", "A report", "OFFICIAL-SENSITIVE", "No data from health", "Overdue"):
        assert words in page


def test_others_see_what_they_may_read(get, mere):
    page = get(mere.lay, "body_page", mere.subgroup.pk).content.decode()
    assert "A report" not in page
    assert "This body holds no evidence." in page
    assert "Evidence and risks" not in get(mere.guest, "body_page", mere.subgroup.pk).content.decode()
