"""Acting for somebody."""

import pytest

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import delegate_of


@pytest.fixture
def acting(mere):
    """The stranger's browser, acting for the member."""
    delegation = delegate_of(mere.member, delegate=mere.stranger)
    client = browser(mere.stranger)
    assert client.get("/bodies/").status_code == 403
    assert client.post(f"/delegates/{delegation.pk}/act/").status_code == 302
    return client


def test_a_delegate_has_the_seats_of_the_member_and_the_page_says_so(mere, acting):
    page = acting.get("/").content.decode()
    assert "You are acting for" in page
    assert "Head teacher" in page
    assert acting.get("/bodies/").status_code == 200


def test_the_trail_says_so(mere, acting):
    assert TrailEntry.objects.get(verb="delegation.begin").actor == mere.stranger
    acting.post("/partnerships/switch/", {"partnership": mere.partnership.pk})
    entry = TrailEntry.objects.get(verb="person.switch")
    assert (entry.actor, entry.acting_for) == (mere.stranger, mere.member)


def test_it_ends_when_the_member_withdraws_it(mere, acting):
    mere.member.delegations_given.get().withdraw(by=mere.member)
    assert acting.get("/bodies/").status_code == 403


def test_it_ends_when_the_member_is_stopped(mere, acting):
    mere.member.stop_signing_in(by=None)
    assert acting.get("/bodies/").status_code == 403


def test_nobody_acts_for_two(mere, acting):
    second = delegate_of(mere.chair, delegate=mere.stranger)
    assert acting.post(f"/delegates/{second.pk}/act/").status_code == 409


def test_the_member_does_not_act_for_themselves_and_others_find_nothing(mere, post):
    delegation = delegate_of(mere.member)
    assert post(mere.member, "acting_begin", delegation.pk).status_code == 404
    assert post(mere.manager, "acting_begin", delegation.pk).status_code == 404
