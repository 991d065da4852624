"""The forward plan on screen and as a file."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.governance.models import AgendaItem, ForwardItem, StandingItem
from goldenthread.governance.tests import factories

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=5)


@pytest.fixture
def meeting(mere):
    return factories.a_meeting(mere.board, TODAY + timedelta(days=7))


@pytest.fixture
def item(mere):
    return ForwardItem(body=mere.board, title="Yearly report", due_on=DUE).keep(by=mere.manager)


def test_an_item_is_added_changed_put_on_the_agenda_and_removed(mere, meeting, get, post):
    assert "Nothing is due to this meeting." in get(mere.manager, "forward_plan", mere.board.pk).content.decode()
    typed = {"title": "Yearly report", "due_on": DUE, "purpose": "decide", "presenter": "Sam Hill"}
    answer = post(mere.manager, "forward_item_add", mere.board.pk, **typed)
    item = ForwardItem.objects.get()
    assert answer.url == f"/bodies/{mere.board.pk}/forward-plan/"
    text = get(mere.manager, "forward_plan", mere.board.pk).content.decode()
    assert "Put on the agenda" in text
    assert "OFFICIAL-SENSITIVE" in text
    post(mere.manager, "forward_item_edit", item.pk, **{**typed, "title": "Yearly report 2026"})
    post(mere.manager, "forward_item_take", item.pk)
    taken = meeting.items.get()
    assert (taken.title, taken.purpose, taken.presenter) == ("Yearly report 2026", "decide", "Sam Hill")
    assert post(mere.manager, "forward_item_take", item.pk).status_code == 409
    assert "Put on the agenda" not in get(mere.manager, "forward_plan", mere.board.pk).content.decode()
    assert "Take this item out of the plan?" in get(mere.manager, "forward_item_remove", item.pk).content.decode()
    post(mere.manager, "forward_item_remove", item.pk)
    assert not ForwardItem.objects.exists()
    assert meeting.items.exists()


def test_without_a_meeting_it_says_so(mere, item, get, post):
    text = get(mere.manager, "forward_plan", mere.board.pk).content.decode()
    assert "No meeting planned yet" in text
    assert "Put on the agenda" not in text
    assert post(mere.manager, "forward_item_take", item.pk).status_code == 409


def test_nothing_planned_at_all(mere, get):
    text = get(mere.member, "forward_plan", mere.board.pk).content.decode()
    assert "Nothing is planned for the next twelve months." in text
    assert "Add an item" not in text


def test_an_agenda_item_comes_back_and_stays_as_restricted_as_it_was(mere, meeting, get, post):
    asked = AgendaItem(meeting=meeting, title="Practice review", restricted=True).add(by=mere.manager)
    form = get(mere.manager, "forward_item_ask", asked.pk).context["form"]
    assert (form["title"].value(), form["restricted"].value()) == ("Practice review", True)
    later = TODAY + timedelta(days=90)
    post(
        mere.manager,
        "forward_item_ask",
        asked.pk,
        title="Practice review",
        due_on=later,
        purpose="note",
        restricted="on",
    )
    item = ForwardItem.objects.get()
    assert (item.asked_in, item.restricted, item.due_on) == (asked, True, later)


def test_what_is_restricted_is_on_no_page_and_in_no_file_of_others(mere, meeting, item, get):
    for title, due_on in (("Planted words", DUE), ("Planted later", TODAY + timedelta(days=500))):
        ForwardItem(body=mere.board, title=title, due_on=due_on, restricted=True).keep(by=mere.manager)
    StandingItem(body=mere.board, title="Planted standing", restricted=True).keep(by=None)
    text = get(mere.member, "forward_plan", mere.board.pk).content.decode()
    assert "Yearly report" in text
    assert "Planted" not in text
    assert "estricted" not in text
    assert "Later" not in text
    assert get(mere.chair, "forward_plan", mere.board.pk).content.decode().count("Planted words") >= 1


def test_the_plan_as_a_file(mere, meeting, item, get):
    ForwardItem(body=mere.board, title="=1+1", due_on=TODAY + timedelta(days=500)).keep(by=mere.manager)
    lines = get(mere.chair, "forward_plan_export", mere.board.pk, "csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Meeting,What comes,Why,Purpose,Presenter,Due on,Overdue,Restricted"
    assert lines[1] == f"{meeting.held_on},Yearly report,Agreed,For discussion,,{DUE},no,no"
    assert lines[2].startswith("Later than twelve months,'=1+1,Agreed")
    answer = get(mere.chair, "forward_plan_export", mere.board.pk, "json")
    assert len(json.loads(answer.content)["rows"]) == 2
    assert "OFFICIAL-SENSITIVE" in answer["Content-Disposition"]
    assert get(mere.chair, "forward_plan_export", mere.board.pk, "doc").status_code == 404


def test_who_may(mere, meeting, item, get, post):
    asked = AgendaItem(meeting=meeting, title="Welcome").add(by=mere.manager)
    assert get(mere.stranger, "forward_plan", mere.board.pk).status_code == 404
    assert get(mere.guest, "forward_plan", mere.board.pk).status_code == 403
    assert get(mere.member, "forward_plan_export", mere.board.pk, "csv").status_code == 403
    for name in ("forward_item_edit", "forward_item_remove", "forward_item_take"):
        assert post(mere.chair, name, item.pk).status_code == 403
    assert get(mere.chair, "forward_item_ask", asked.pk).status_code == 403
    assert get(mere.chair, "forward_item_add", mere.board.pk).status_code == 403
