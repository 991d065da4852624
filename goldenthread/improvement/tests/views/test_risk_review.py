"""Looking at a risk again, and closing it."""

from goldenthread.improvement.models import Risk
from goldenthread.partnership.tests.factories import days


def test_a_review_says_how_much_it_matters_and_when_next(get, post, mere):
    assert get(mere.runner, "risk_review", mere.risk.pk).status_code == 200
    post(mere.runner, "risk_review", mere.risk.pk, rating="high", review_on=days(90))
    risk = Risk.objects.get(pk=mere.risk.pk)
    assert (risk.rating, risk.review_on) == ("high", days(90))


def test_the_next_review_is_to_come(post, mere):
    page = post(mere.runner, "risk_review", mere.risk.pk, rating="high", review_on=days(0))
    assert "The next review must be after today." in page.content.decode()


def test_it_is_closed_with_a_reason_and_not_looked_at_again(get, post, mere):
    assert get(mere.runner, "risk_close", mere.risk.pk).status_code == 200
    assert post(mere.runner, "risk_close", mere.risk.pk, on=days(0), reason="").status_code == 200
    post(mere.runner, "risk_close", mere.risk.pk, on=days(0), reason="Health sends data again.")
    risk = Risk.objects.get(pk=mere.risk.pk)
    assert (risk.closed_on, risk.closed_reason) == (days(0), "Health sends data again.")
    page = post(mere.runner, "risk_review", mere.risk.pk, rating="low", review_on=days(90))
    assert "This risk is closed." in page.content.decode()


def test_who_may_not(get, mere):
    for page in ("risk_review", "risk_close"):
        assert get(mere.neighbour, page, mere.risk.pk).status_code == 404
        assert get(mere.member, page, mere.risk.pk).status_code == 403
        assert get(mere.manager, page, mere.record.pk).status_code == 404
