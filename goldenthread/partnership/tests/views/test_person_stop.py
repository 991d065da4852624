"""Stopping a person signing in."""

from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import seated


def test_it_asks_first_and_then_ends_their_sessions(mere, get, post):
    theirs = browser(mere.member)
    assert "Stop Mabel Reed signing in?" in get(mere.manager, "person_stop", mere.member.pk).content.decode()
    assert theirs.get("/").status_code == 200
    assert post(mere.manager, "person_stop", mere.member.pk).status_code == 302
    assert theirs.get("/").status_code == 302


def test_nobody_stops_themselves(mere, post):
    assert post(mere.manager, "person_stop", mere.manager.pk).status_code == 409


def test_somebody_who_also_sits_elsewhere_is_not_stopped_here(mere, post):
    seated(mere.dale_board, person=mere.member)
    assert post(mere.manager, "person_stop", mere.member.pk).status_code == 403


def test_a_member_may_not(mere, post):
    assert post(mere.member, "person_stop", mere.chair.pk).status_code == 403


def test_they_do_not_exist_elsewhere(mere, post):
    assert post(mere.manager, "person_stop", mere.neighbour.pk).status_code == 404
