"""Pages of worries: what practitioners said, and what came of each."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.governance.models import Worry
from goldenthread.governance.tests.test_worries import WORRY, a_worry, local  # noqa: F401


def test_a_worry_is_recorded_changed_taken_up_and_answered(local, get, post):  # noqa: F811
    group, board = local["group"].pk, local["board"].pk
    assert "No worry is recorded yet." in get(local["runner"], "worry_list", group).content.decode()
    page = get(local["runner"], "worry_add", group)
    assert page.context["form"]["meeting"].value() == local["meeting"].pk
    typed = {"meeting": local["meeting"].pk, "text": WORRY, "nameless": "on"}
    assert post(local["runner"], "worry_add", group, **typed).url == f"/bodies/{group}/worries/"
    worry = Worry.objects.get()
    post(local["runner"], "worry_edit", worry.pk, **{**typed, "text": "They wait."})
    worry.refresh_from_db()
    assert worry.text == "They wait."
    assert "No worry has been taken up to this body." in get(local["lay"], "worry_list", board).content.decode()
    post(local["runner"], "worry_escalate", worry.pk, to=board)
    text = get(local["lay"], "worry_list", board).content.decode()
    assert "They wait." in text
    assert "Mere local group" in text
    assert "1 waits for an answer." in text
    answer = post(local["clerk"], "worry_answer", worry.pk, answer="Two more start in May.", nameless="on")
    assert answer.url == f"/bodies/{board}/worries/"
    text = get(local["member"], "worry_list", group).content.decode()
    assert "Two more start in May." in text
    assert "✓ Answered" in text


def test_whoever_records_one_says_that_nobody_is_named(local, post):  # noqa: F811
    typed = {"meeting": local["meeting"].pk, "text": WORRY}
    answer = post(local["runner"], "worry_add", local["group"].pk, **typed)
    assert "Tick the box" in answer.content.decode()
    typed |= {"text": "Mabel Reedmace is off sick.", "nameless": "on"}
    answer = post(local["runner"], "worry_add", local["group"].pk, **typed)
    assert "Take the name out." in answer.content.decode()
    assert not Worry.objects.exists()


def test_a_worry_entered_by_mistake_is_removed(local, get, post):  # noqa: F811
    worry = a_worry(local)
    assert "Remove this worry?" in get(local["runner"], "worry_remove", worry.pk).content.decode()
    assert post(local["runner"], "worry_remove", worry.pk).status_code == 302
    assert not Worry.objects.exists()


def test_the_worries_as_a_file(local, get):  # noqa: F811
    a_worry(local).escalate(to=local["board"], by=local["runner"])
    content = get(local["runner"], "worry_export", local["group"].pk, "csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["Worry"], row["Taken up to"], row["What came of it"]) == (WORRY, "Mere board", "")
    assert get(local["runner"], "worry_export", local["group"].pk, "doc").status_code == 404
    assert get(local["member"], "worry_export", local["group"].pk, "csv").status_code == 403


def test_who_may(local, get, post):  # noqa: F811
    worry, group, board = a_worry(local), local["group"].pk, local["board"].pk
    assert get(local["lay"], "worry_list", group).status_code == 403
    assert get(local["neighbour"], "worry_list", group).status_code == 404
    assert get(local["member"], "worry_add", group).status_code == 403
    assert get(local["clerk"], "worry_add", board).status_code == 404
    for page in ("worry_edit", "worry_remove", "worry_escalate", "worry_answer"):
        assert get(local["member"], page, worry.pk).status_code == 403
        assert get(local["clerk"], page, worry.pk).status_code == 404
    worry.escalate(to=local["board"], by=local["runner"])
    assert get(local["runner"], "worry_answer", worry.pk).status_code == 403
    assert get(local["clerk"], "worry_answer", worry.pk).status_code == 200
    assert get(local["clerk"], "worry_escalate", worry.pk).status_code == 403


def test_the_pages_of_the_group_and_the_board_lead_here(local, get):  # noqa: F811
    for person, body in (("member", "group"), ("lay", "board")):
        page = get(local[person], "body_page", local[body].pk).content.decode()
        assert f"/bodies/{local[body].pk}/worries/" in page


@pytest.mark.parametrize("body", ["group", "board"])
def test_the_number_of_queries_stays(local, get, body):  # noqa: F811
    def count():
        get(local["runner" if body == "group" else "clerk"], "worry_list", local[body].pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = get(local["runner" if body == "group" else "clerk"], "worry_list", local[body].pk)
            assert page.status_code == 200
        return len(asked)

    def more():
        for _ in range(3):
            a_worry(local)
            a_worry(local).escalate(to=local["board"], by=local["runner"])

    more()
    before = count()
    more()
    assert count() == before
