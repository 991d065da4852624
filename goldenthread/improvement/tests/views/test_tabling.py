"""Pages to table something, to take it back, and the list of a body."""

import csv
import io
import json

import pytest

from goldenthread.improvement.models import ActionUpdate, Tabling
from goldenthread.partnership.tests.factories import days


@pytest.fixture
def update(mere):
    return ActionUpdate(action=mere.action, text="Half of it is done.").say(by=mere.manager)


@pytest.mark.parametrize(
    ("page", "row", "back"),
    [
        ("evidence_table", "record", "/evidence/{}/"),
        ("finding_table", "open", "/findings/{}/"),
        ("action_table", "action", "/actions/{}/"),
    ],
)
def test_a_thing_is_tabled_from_its_own_page(mere, get, post, page, row, back):
    thing = getattr(mere, row)
    where = back.format(thing.pk)
    assert f'href="{where}table/"' in get(mere.chair, "home").client.get(where).content.decode()
    assert get(mere.chair, page, thing.pk).status_code == 200
    answer = post(mere.chair, page, thing.pk, body=mere.board.pk)
    assert answer.url == where
    tabling = Tabling.objects.get()
    assert (tabling.body, tabling.tabled_by) == (mere.board, mere.chair)
    text = get(mere.chair, "home").client.get(where).content.decode()
    assert "Not yet" in text
    assert f"/tabled/{tabling.pk}/take-back/" in text


def test_an_update_is_tabled_from_the_timeline_of_its_action(mere, update, get, post):
    assert f"/actions/updates/{update.pk}/table/" in get(mere.lay, "action_page", mere.action.pk).content.decode()
    answer = post(mere.lay, "update_table", update.pk, body=mere.board.pk)
    assert answer.url == f"/actions/{mere.action.pk}/"
    assert Tabling.objects.get().update == update
    assert "Update of an action" in get(mere.lay, "action_page", mere.action.pk).content.decode()


def test_only_bodies_one_may_table_for_are_offered(mere, get):
    names = {
        str(row) for row in get(mere.member, "evidence_table", mere.record.pk).context["form"]["body"].field.queryset
    }
    assert names == {"Mere subgroup"}
    names = {
        str(row) for row in get(mere.chair, "evidence_table", mere.record.pk).context["form"]["body"].field.queryset
    }
    assert names == {"Mere board", "Mere subgroup", "Mere team"}


def test_the_form_asks_for_a_neutral_title_where_one_is_needed(mere, post):
    answer = post(mere.chair, "evidence_table", mere.report.pk, body=mere.board.pk)
    assert "Give it a neutral title" in answer.content.decode()
    post(mere.chair, "evidence_table", mere.report.pk, body=mere.board.pk, title="Some numbers")
    assert Tabling.objects.get().title == "Some numbers"
    answer = post(mere.chair, "evidence_table", mere.report.pk, body=mere.board.pk, title="Some numbers")
    assert "tabled for that body already" in answer.content.decode()


def test_who_may_table(mere, get):
    assert get(mere.guest, "evidence_table", mere.record.pk).status_code == 403
    assert get(mere.governance, "evidence_table", mere.record.pk).status_code == 403
    assert get(mere.neighbour, "evidence_table", mere.record.pk).status_code == 404
    assert get(mere.lay, "evidence_table", mere.report.pk).status_code == 404
    assert get(mere.neighbour, "finding_table", mere.open.pk).status_code == 404
    assert get(mere.neighbour, "action_table", mere.action.pk).status_code == 404


def test_it_is_taken_back_by_who_tabled_it_or_plans_the_meetings(mere, get, post):
    row = Tabling(body=mere.board, evidence=mere.record).table(by=mere.lay)
    assert get(mere.member, "tabling_take_back", row.pk).status_code == 404
    assert get(mere.chair, "tabling_take_back", row.pk).status_code == 403
    assert "Take this back?" in get(mere.lay, "tabling_take_back", row.pk).content.decode()
    assert post(mere.lay, "tabling_take_back", row.pk).url == f"/bodies/{mere.board.pk}/tabled/"
    assert not Tabling.objects.exists()
    row = Tabling(body=mere.board, evidence=mere.record).table(by=mere.lay)
    assert post(mere.manager, "tabling_take_back", row.pk).status_code == 302
    assert not Tabling.objects.exists()


def test_what_was_discussed_says_so_and_is_not_taken_back(mere, get, post):
    row = Tabling(body=mere.board, evidence=mere.record).table(by=mere.lay)
    row.discuss(on=days(-3), by=mere.manager)
    text = get(mere.lay, "evidence_page", mere.record.pk).content.decode()
    assert "✓ Discussed" in text
    assert "take-back" not in text
    assert post(mere.lay, "tabling_take_back", row.pk).status_code == 409


def test_the_list_of_a_body_names_each_as_its_reader_may(mere, get):
    Tabling(body=mere.subgroup, evidence=mere.theirs, title="From elsewhere").table(by=mere.manager)
    Tabling(body=mere.subgroup, evidence=mere.record).table(by=mere.manager)
    text = get(mere.runner, "tabled_list", mere.subgroup.pk).content.decode()
    assert "From elsewhere" in text
    assert "Child D" not in text
    assert f'href="/evidence/{mere.record.pk}/"' in text
    Tabling(body=mere.board, evidence=mere.report, title="Some numbers").table(by=mere.manager)
    assert "On an agenda: Some numbers" in get(mere.manager, "tabled_list", mere.board.pk).content.decode()
    assert "From elsewhere" not in get(mere.member, "tabled_list", mere.subgroup.pk).content.decode()
    assert "Nothing is tabled that you may see." in get(mere.lay, "tabled_list", mere.board.pk).content.decode()
    assert get(mere.lay, "tabled_list", mere.subgroup.pk).status_code == 403
    assert get(mere.neighbour, "tabled_list", mere.board.pk).status_code == 404


def test_the_list_as_a_file(mere, get):
    Tabling(body=mere.subgroup, evidence=mere.theirs, title="=From elsewhere").table(by=mere.manager)
    content = get(mere.runner, "tabled_export", mere.subgroup.pk, "csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["What"], row["Sort"], row["Discussed on"]) == ("'=From elsewhere", "Evidence", "")
    answer = get(mere.runner, "tabled_export", mere.subgroup.pk, "json")
    assert "OFFICIAL-SENSITIVE" in answer["Content-Disposition"]
    assert len(json.loads(answer.content)["rows"]) == 1
    assert get(mere.runner, "tabled_export", mere.subgroup.pk, "doc").status_code == 404
    assert get(mere.member, "tabled_export", mere.subgroup.pk, "csv").status_code == 403
    assert get(mere.runner, "tabled_export", mere.board.pk, "csv").status_code == 403
