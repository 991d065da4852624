"""Pages of quarterly themes and the updates that answer them."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.governance.models import Meeting, QuarterlyTheme, SubgroupUpdate, UpdateDraft
from goldenthread.governance.rules.quarters import next_quarter, quarter_of
from goldenthread.governance.tests.quarters import a_draft, quarter  # noqa: F401
from goldenthread.partnership.tests.factories import BodyFactory, days

SAID = {"work_done": "We met.", "voice_of_the_child": "They said it.", "theme_response": "We looked."}


def test_a_theme_is_set_changed_and_removed(quarter, get, post):  # noqa: F811
    first = next_quarter(quarter_of(days(0)))
    page = get(quarter.planner, "quarterly_theme_add", quarter.planning.pk)
    assert page.context["form"]["quarter"].value() == quarter_of(days(0)).isoformat()
    typed = {"quarter": first.isoformat(), "title": "Online harm", "question": "What do you see?"}
    answer = post(quarter.planner, "quarterly_theme_add", quarter.planning.pk, **typed)
    theme = QuarterlyTheme.objects.get(title="Online harm")
    assert answer.url == f"/quarterly-themes/{theme.pk}/"
    assert theme.quarter == first
    post(quarter.planner, "quarterly_theme_edit", theme.pk, **{**typed, "title": "Harm online"})
    theme.refresh_from_db()
    assert theme.title == "Harm online"
    assert "Remove this theme?" in get(quarter.planner, "quarterly_theme_remove", theme.pk).content.decode()
    post(quarter.planner, "quarterly_theme_remove", theme.pk)
    assert list(QuarterlyTheme.objects.all()) == [quarter.theme]
    again = post(quarter.planner, "quarterly_theme_add", quarter.planning.pk, **{**typed, "quarter": "2026-02-30"})
    assert again.status_code == 200


def test_a_draft_is_saved_and_the_update_submitted(quarter, get, post):  # noqa: F811
    where = (quarter.theme.pk, quarter.subgroup.pk)
    assert "Save the draft" in get(quarter.runner, "update_write", *where).content.decode()
    answer = post(quarter.runner, "update_write", *where, work_done="We met.", save="save")
    assert answer.url == f"/quarterly-themes/{where[0]}/groups/{where[1]}/"
    assert UpdateDraft.objects.get().work_done == "We met."
    assert get(quarter.runner, "update_write", *where).context["form"]["work_done"].value() == "We met."
    answer = post(quarter.runner, "update_write", *where, **SAID, submit="submit")
    assert answer.url == f"/quarterly-themes/{where[0]}/"
    update = SubgroupUpdate.objects.get()
    assert (update.theme_response, update.submitted_by) == ("We looked.", quarter.runner)
    assert get(quarter.runner, "update_write", *where).url == f"/evidence/{update.pk}/"
    text = get(quarter.lay, "evidence_page", update.pk).content.decode()
    assert "They said it." in text
    assert "Neglect" in text


def test_without_the_voice_of_the_child_the_form_says_why(quarter, get, post):  # noqa: F811
    where = (quarter.theme.pk, quarter.subgroup.pk)
    answer = post(
        quarter.runner, "update_write", *where, work_done="We met.", theme_response="We looked.", submit="submit"
    )
    text = answer.content.decode()
    assert "An update without the voice of the child is not submitted." in text
    assert "We looked." in text
    assert not SubgroupUpdate.objects.exists()


def test_the_page_of_the_quarter_gathers_the_updates(quarter, get):  # noqa: F811
    a_draft(quarter.theme, quarter.subgroup, new_concerns="Fewer places.").submit(by=quarter.runner)
    a_draft(quarter.theme, quarter.local).keep(by=quarter.manager)
    text = get(quarter.lay, "quarter_updates", quarter.theme.pk).content.decode()
    assert "1 of 2 submitted." in text
    assert "Children asked for one worker." in text
    assert "Fewer places." in text
    assert "○ Awaiting" in text
    assert "A draft is saved." not in text
    assert "A draft is saved." in get(quarter.manager, "quarter_updates", quarter.theme.pk).content.decode()


def test_the_updates_as_a_file(quarter, get):  # noqa: F811
    a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    content = get(quarter.chair, "quarter_updates_export", quarter.theme.pk, "csv").content.decode("utf-8-sig")
    local, subgroup = csv.DictReader(io.StringIO(content))
    assert (local["Group"], local["State"], local["Voice of the child"]) == ("Mere local group", "Awaiting", "")
    assert (subgroup["State"], subgroup["Voice of the child"]) == ("Submitted", "Children asked for one worker.")
    answer = get(quarter.chair, "quarter_updates_export", quarter.theme.pk, "json")
    assert len(json.loads(answer.content)["rows"]) == 2
    assert get(quarter.chair, "quarter_updates_export", quarter.theme.pk, "xlsx").status_code == 200
    assert get(quarter.chair, "quarter_updates_export", quarter.theme.pk, "doc").status_code == 404
    assert get(quarter.lay, "quarter_updates_export", quarter.theme.pk, "csv").status_code == 403


def test_a_body_lists_what_it_sets_and_what_it_answers(quarter, get):  # noqa: F811
    text = get(quarter.runner, "quarterly_theme_list", quarter.subgroup.pk).content.decode()
    assert "Write the update" in text
    assert "This body has set no theme." in text
    assert "Write the update" not in get(quarter.member, "quarterly_theme_list", quarter.subgroup.pk).content.decode()
    text = get(quarter.planner, "quarterly_theme_list", quarter.planning.pk).content.decode()
    assert "Set a theme" in text
    assert "No theme was set for this body to answer." in text
    update = a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    text = get(quarter.member, "quarterly_theme_list", quarter.subgroup.pk).content.decode()
    assert f'href="/evidence/{update.pk}/"' in text
    assert "quarterly-themes" in get(quarter.runner, "body_page", quarter.subgroup.pk).content.decode()


def test_the_agenda_of_the_board_gathers_them(quarter, get):  # noqa: F811
    a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    meeting = Meeting(body=quarter.board, held_on=days(3)).keep(by=None)
    text = get(quarter.manager, "agenda_page", meeting.pk).content.decode()
    assert f'href="/quarterly-themes/{quarter.theme.pk}/"' in text
    assert "1 of 2 submitted" in text
    assert "Update of Mere subgroup" in text


def test_who_may(quarter, get, post):  # noqa: F811
    theme, group = quarter.theme.pk, quarter.subgroup.pk
    assert get(quarter.neighbour, "quarter_updates", theme).status_code == 404
    assert get(quarter.guest, "quarter_updates", theme).status_code == 403
    assert get(quarter.member, "update_write", theme, group).status_code == 403
    assert get(quarter.planner, "update_write", theme, group).status_code == 403
    assert get(quarter.neighbour, "update_write", theme, quarter.dale.pk).status_code == 404
    assert get(quarter.manager, "update_write", theme, quarter.board.pk).status_code == 404
    assert get(quarter.runner, "quarterly_theme_edit", theme).status_code == 403
    assert post(quarter.runner, "quarterly_theme_remove", theme).status_code == 403
    assert get(quarter.runner, "quarterly_theme_add", quarter.planning.pk).status_code == 403
    assert get(quarter.member, "quarterly_theme_add", group).status_code == 403
    assert get(quarter.lay, "quarterly_theme_list", group).status_code == 403


@pytest.mark.parametrize("page", ["quarter_updates", "quarterly_theme_list"])
def test_the_number_of_queries_stays(quarter, get, page):  # noqa: F811
    row = quarter.theme.pk if page == "quarter_updates" else quarter.subgroup.pk
    first = quarter.theme.quarter

    def more():
        nonlocal first
        for _ in range(2):
            first = next_quarter(first)
            theme = QuarterlyTheme(body=quarter.planning, quarter=first, title="T", question="Q").keep(by=None)
            a_draft(theme, quarter.subgroup).submit(by=quarter.manager)
            group = BodyFactory(partnership=quarter.partnership)
            a_draft(quarter.theme, group).submit(by=quarter.manager)

    def count():
        get(quarter.manager, page, row)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert get(quarter.manager, page, row).status_code == 200
        return len(asked)

    more()
    before = count()
    more()
    assert count() == before


def test_two_people_writing_one_draft_do_not_overwrite_each_other(quarter, get, post):  # noqa: F811
    where = (quarter.theme.pk, quarter.subgroup.pk)
    opened = get(quarter.runner, "update_write", *where).context["form"]["seen"].value()
    post(quarter.manager, "update_write", *where, work_done="Theirs.", seen=opened, save="save")
    answer = post(quarter.runner, "update_write", *where, work_done="Mine.", seen=opened, save="save")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Somebody else saved another draft" in text
    assert "Theirs." in text
    assert "Mine." in text
    assert UpdateDraft.objects.get().work_done == "Theirs."
    refused = post(quarter.runner, "update_write", *where, **SAID, seen=opened, submit="submit")
    assert refused.status_code == 409
    again = answer.context["form"]["seen"].value()
    assert post(quarter.runner, "update_write", *where, work_done="Mine.", seen=again, save="save").status_code == 302
    assert UpdateDraft.objects.get().work_done == "Mine."
