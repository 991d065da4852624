"""The trail, for those who may read it."""

import pytest

from goldenthread.foundation import trail
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.tests.factories import days, delegate_of, seated


def verbs(response):
    return [entry.verb for entry in response.context["entries"]]


def about(response):
    return {(entry.object_type, entry.object_id) for entry in response.context["entries"]}


def test_it_shows_what_was_done_to_rows_in_scope_and_nothing_else(mere, get):
    found = about(get(mere.scrutineer, "trail_list", verb="body"))
    assert found == {("partnership.body", str(body.pk)) for body in (mere.board, mere.subgroup, mere.team)}


def test_it_shows_sign_ins_of_visible_people_alone(mere, get):
    trail.record("sign_in.succeeded", by=mere.member)
    trail.record("sign_in.succeeded", by=mere.neighbour)
    entries = get(mere.scrutineer, "trail_list", verb="sign_in").context["entries"]
    assert [entry.actor for entry in entries] == [mere.member]


def test_an_ordinary_seat_elsewhere_opens_no_trail_there(mere, get):
    seated(mere.dale_board, person=mere.scrutineer)
    assert ("partnership.body", str(mere.dale_board.pk)) not in about(get(mere.scrutineer, "trail_list", verb="body"))


def test_a_delegate_is_shown_with_the_member(mere, get):
    delegation = delegate_of(mere.member, delegate=mere.chair)
    mere.chair.acting_for = delegation.member
    trail.record("body.read", mere.board, by=mere.chair)
    assert "Cora Ashby for Mabel Reed" in get(mere.scrutineer, "trail_list").content.decode()


def test_it_is_narrowed(mere, get):
    mere.subgroup.close(on=days(0), by=mere.manager)

    def ask(**query):
        return verbs(get(mere.scrutineer, "trail_list", **query))

    assert ask(person=mere.manager.pk) == ["body.close", "seat.close", "appointment.end"]
    assert set(ask(about="partnership.seat")) == {"seat.close", "seat.add"}
    assert ask(first=days(1).isoformat()) == []
    assert ask(last=days(-1).isoformat()) == []
    assert "body.close" in ask(first=days(0).isoformat(), last=days(0).isoformat())


def test_it_is_read_in_pages_without_counting(mere, get, django_assert_num_queries):
    for _ in range(60):
        trail.record("body.read", mere.board, by=mere.manager)
    first = get(mere.scrutineer, "trail_list", verb="body.read")
    assert len(verbs(first)) == 50
    second = get(mere.scrutineer, "trail_list", verb="body.read", below=first.context["older_below"])
    assert len(verbs(second)) == 10
    assert second.context["older_below"] is None


@pytest.mark.parametrize("below", ["", "x", "-1", "99999999999999999999999"])
def test_a_wrong_place_is_left_out(mere, get, below):
    assert get(mere.scrutineer, "trail_list", below=below).status_code == 200


@pytest.mark.parametrize("who", ["manager", "member", "stranger"])
def test_others_may_not(mere, get, who):
    assert get(getattr(mere, who), "trail_list").status_code == 403
    assert TrailEntry.objects.exists()
