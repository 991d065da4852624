"""The list of partnerships."""

from goldenthread.partnership.tests.factories import PartnershipFactory


def test_it_lists_the_partnerships_in_scope(mere, get):
    response = get(mere.member, "partnership_list")
    assert list(response.context["partnerships"]) == [mere.partnership]


def test_it_lists_what_came_before(mere, get):
    earlier = PartnershipFactory(name="Mere LSCB")
    mere.partnership.predecessor = earlier
    mere.partnership.keep(by=None)
    assert earlier in get(mere.member, "partnership_list").context["partnerships"]


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "partnership_list").status_code == 403
