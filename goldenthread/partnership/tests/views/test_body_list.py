"""The list of bodies."""

import pytest

from goldenthread.partnership.tests.factories import BodyFactory, days


def names(response):
    return [body.name for body in response.context["page"]]


def test_it_lists_the_bodies_in_scope(mere, get):
    assert names(get(mere.member, "body_list")) == ["Mere board", "Mere subgroup", "Mere team"]


@pytest.mark.parametrize(
    "asked, found",
    [
        ({"text": "SUB"}, ["Mere subgroup"]),
        ({"kind": "board"}, ["Mere board"]),
        ({"on": days(-300).isoformat(), "text": "ended"}, ["Ended group"]),
        ({"text": "nothing of the kind"}, []),
    ],
)
def test_it_is_narrowed(mere, get, asked, found):
    BodyFactory(name="Ended group", partnership=mere.partnership, ends_on=days(-1))
    assert names(get(mere.member, "body_list", **asked)) == found


def test_it_is_narrowed_to_a_partnership(mere, get):
    BodyFactory(name="Run by others", partnership=None, areas=[mere.area])
    assert "Run by others" in names(get(mere.member, "body_list"))
    assert "Run by others" not in names(get(mere.member, "body_list", partnership=mere.partnership.pk))


def test_another_partnership_cannot_be_asked_for(mere, get):
    assert "Dale board" not in names(get(mere.member, "body_list", partnership=mere.dale.pk))


def test_it_has_pages(mere, get):
    for _ in range(60):
        BodyFactory(partnership=mere.partnership)
    assert len(names(get(mere.member, "body_list", page=2))) == 13


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "body_list").status_code == 403
