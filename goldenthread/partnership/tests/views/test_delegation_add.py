"""Letting somebody act for me."""

from goldenthread.partnership.models import Delegation
from goldenthread.partnership.tests.factories import days


def test_it_is_found_by_address_and_kept(mere, get, post):
    assert get(mere.member, "delegation_add").status_code == 200
    given = {"email": mere.chair.email.upper(), "starts_on": days(0), "ends_on": days(365)}
    assert post(mere.member, "delegation_add", **given).status_code == 302
    assert Delegation.objects.get().delegate == mere.chair


def test_what_is_refused_is_said(mere, post):
    def page(**given):
        return post(mere.member, "delegation_add", **given).content.decode()

    asked = {"email": mere.chair.email, "starts_on": days(0), "ends_on": days(30)}
    assert "Nobody in your partnerships has this e-mail address." in page(**{**asked, "email": mere.neighbour.email})
    assert "Choose somebody other than yourself." in page(**{**asked, "email": mere.member.email})
    assert "one year at most" in page(**{**asked, "ends_on": days(367)})
    assert "The last day must be today or later." in page(**{**asked, "starts_on": days(-9), "ends_on": days(-1)})
    assert "The end date must be the same as or after the start date." in page(**{**asked, "starts_on": days(31)})
    assert not Delegation.objects.exists()


def test_nobody_is_let_in_twice(mere, post):
    asked = {"email": mere.chair.email, "starts_on": days(0), "ends_on": days(30)}
    post(mere.member, "delegation_add", **asked)
    assert "This person is already your delegate." in post(mere.member, "delegation_add", **asked).content.decode()
