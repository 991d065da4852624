"""The risk register."""

from goldenthread.improvement.models import Risk
from goldenthread.improvement.tests.evidence import RiskFactory
from goldenthread.partnership.tests.factories import days


def titles(response):
    return [risk.title for risk in response.context["page"]]


def test_what_matters_most_comes_first(get, mere):
    RiskFactory(holding_body=mere.board, title="No money", rating="high")
    RiskFactory(holding_body=mere.board, title="No room", rating="low")
    assert titles(get(mere.lay, "risk_list")) == ["No money", "No data from health", "No room"]
    assert titles(get(mere.lay, "risk_list", rating="low")) == ["No room"]
    assert titles(get(mere.neighbour, "risk_list")) == []
    assert get(mere.guest, "risk_list").status_code == 403


def test_one_without_controls_and_one_overdue_are_said(get, mere):
    Risk.objects.filter(pk=mere.risk.pk).update(review_on=days(-1))
    page = get(mere.lay, "risk_list").content.decode()
    assert "None" in page
    assert "Overdue" in page


def test_closed_ones_are_shown_when_asked_for(get, mere):
    mere.risk.close(on=days(0), reason="It came to nothing.", by=None)
    assert titles(get(mere.lay, "risk_list")) == []
    assert titles(get(mere.lay, "risk_list", closed="on")) == ["No data from health"]
