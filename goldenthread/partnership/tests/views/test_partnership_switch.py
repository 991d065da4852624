"""Choosing whose name and colours my pages wear."""

import pytest

from goldenthread.partnership.models import Person
from goldenthread.partnership.tests.factories import seated


def test_it_is_remembered_and_leads_back(mere, post):
    seated(mere.dale_board, person=mere.member)
    response = post(mere.member, "partnership_switch", partnership=mere.dale.pk, next="/bodies/")
    assert response.url == "/bodies/"
    assert Person.objects.get(pk=mere.member.pk).current_partnership == mere.dale


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "", "javascript:alert(1)"])
def test_it_leads_nowhere_else(mere, post, back):
    assert post(mere.member, "partnership_switch", partnership=mere.partnership.pk, next=back).url == "/"


@pytest.mark.parametrize("chosen", ["", "none", "999999"])
def test_a_partnership_without_a_seat_is_not_found(mere, post, chosen):
    assert post(mere.member, "partnership_switch", partnership=chosen).status_code == 404
    assert post(mere.member, "partnership_switch", partnership=mere.dale.pk).status_code == 404


def test_it_is_asked_by_post(mere, get):
    assert get(mere.member, "partnership_switch").status_code == 405
