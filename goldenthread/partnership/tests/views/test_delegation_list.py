"""Who may act for me, and for whom I may act."""

from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import delegate_of


def test_it_lists_both(mere, get):
    given, held = delegate_of(mere.member), delegate_of(mere.chair, delegate=mere.member)
    response = get(mere.member, "delegation_list")
    assert list(response.context["given"]) == [given]
    assert list(response.context["held"]) == [held]


def test_it_lists_nothing_of_others(mere, get):
    delegate_of(mere.chair)
    assert not get(mere.member, "delegation_list").context["given"]


def test_it_is_closed_while_acting_for_somebody(mere):
    delegation = delegate_of(mere.member, delegate=mere.stranger)
    client = browser(mere.stranger)
    client.post(f"/delegates/{delegation.pk}/act/")
    response = client.get("/delegates/")
    assert response.status_code == 409
    assert "This page is closed while you act for Mabel Reed." in response.content.decode()
