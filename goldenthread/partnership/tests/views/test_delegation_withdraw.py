"""Ending a delegation."""

import pytest

from goldenthread.partnership.tests.factories import delegate_of


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_the_member_or_the_delegate_ends_it(mere, get, post, who):
    delegation = delegate_of(mere.member, delegate=mere.stranger)
    person = getattr(mere, who)
    assert get(person, "delegation_withdraw", delegation.pk).status_code == 200
    assert post(person, "delegation_withdraw", delegation.pk).status_code == 302
    delegation.refresh_from_db()
    assert delegation.withdrawn_by == person


def test_it_is_ended_once(mere, post):
    delegation = delegate_of(mere.member)
    post(mere.member, "delegation_withdraw", delegation.pk)
    assert post(mere.member, "delegation_withdraw", delegation.pk).status_code == 409


def test_it_does_not_exist_for_others(mere, post):
    delegation = delegate_of(mere.member)
    assert post(mere.manager, "delegation_withdraw", delegation.pk).status_code == 404
