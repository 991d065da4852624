"""My actions, and a group's actions gone through at its meeting."""

import pytest

from goldenthread.improvement.models import ActionUpdate
from goldenthread.improvement.tests.plan.factories import an_action, close, part_of, say
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


def listed(page):
    return [action.reference for action, _ in page.context["actions"]]


def test_what_is_late_stands_first_and_what_is_done_is_gone(mere, action, get):
    say(action)
    late = an_action(mere.partnership, lead_agency=mere.police, due_on=days(-1))
    done = an_action(mere.partnership, lead_agency=mere.police)
    close(done)
    an_action(mere.partnership, lead_agency=mere.health)
    page = get(mere.officer, "my_actions")
    assert listed(page) == [late.reference, "M1"]
    assert [check.action for check in page.context["checks"]] == [done]
    assert page.context["parts"] == []


def test_parts_awaited_from_me(mere, action, get):
    page = get(mere.nurse, "my_actions")
    assert [part.contributor for part in page.context["parts"]] == ["Mere Health"]
    assert listed(page) == ["M1"]
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    assert get(mere.nurse, "my_actions").context["parts"] == []


def test_of_a_group_by_its_chair(mere, action, get):
    led = an_action(mere.partnership, lead_body=mere.subgroup)
    assert listed(get(mere.group_chair, "my_actions")) == [led.reference]
    assert "No open action asks anything of you." in get(mere.scrutineer, "my_actions").content.decode()
    assert get(mere.guest, "my_actions").status_code == 403


def test_an_agency_of_another_partnership_asks_nothing(mere, get):
    far = an_action(mere.dale, lead_agency=mere.police)
    assert far.reference not in listed(get(mere.officer, "my_actions"))


def test_going_through_the_actions_of_a_group(mere, action, get, post):
    second = an_action(mere.partnership, lead_body=mere.subgroup, text="Second")
    an_action(mere.partnership, text="Of nobody here")
    page = get(mere.group_chair, "action_bulk_update", mere.subgroup.pk)
    assert [row.reference for row, _, _ in page.context["lines"]] == ["M1", second.reference]
    answer = post(
        mere.group_chair,
        "action_bulk_update",
        mere.subgroup.pk,
        **{f"action-{action.pk}-text": "Two panels met", f"action-{second.pk}-text": "  "},
    )
    assert answer.status_code == 302
    update = ActionUpdate.objects.get()
    assert (update.action, update.author, update.said_on) == (action, mere.group_chair, days(0))
    post(mere.group_chair, "action_bulk_update", mere.subgroup.pk)
    assert ActionUpdate.objects.count() == 1


def test_who_goes_through_them(mere, action, get):
    assert get(mere.manager, "action_bulk_update", mere.subgroup.pk).status_code == 200
    assert get(mere.officer, "action_bulk_update", mere.subgroup.pk).status_code == 403
    assert get(mere.group_chair, "action_bulk_update", mere.board.pk).status_code == 403
    assert get(mere.dale_manager, "action_bulk_update", mere.subgroup.pk).status_code == 404
    assert "no open actions" in get(mere.manager, "action_bulk_update", mere.board.pk).content.decode()


def test_the_body_shows_how_its_actions_stand(mere, action, get):
    text = get(mere.group_chair, "body_page", mere.subgroup.pk).content.decode()
    assert "Go through its actions at a meeting" in text
    assert f"group={mere.subgroup.pk}" in text
    assert "Go through its actions" not in get(mere.officer, "body_page", mere.subgroup.pk).content.decode()
    assert "This body follows no actions." in get(mere.officer, "body_page", mere.board.pk).content.decode()
    assert "This body follows" not in get(mere.guest, "body_page", mere.board.pk).content.decode()


def test_the_first_page_shows_how_my_actions_stand(mere, action, get):
    text = get(mere.officer, "home").content.decode()
    assert "Your actions" in text
    assert "See your actions" in text
    assert "Stale" in text
    assert "See your actions" not in get(mere.scrutineer, "home").content.decode()
    assert "See your actions" not in get(mere.guest, "home").content.decode()
