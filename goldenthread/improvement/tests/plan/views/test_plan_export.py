"""The plan to print and to work on."""

import csv
import io
import json
from zipfile import ZipFile

import pikepdf
import pytest
from openpyxl import load_workbook

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.tests.plan.factories import an_action, say
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(mere, action):
    say(action, "Two panels met")
    return [action, an_action(mere.partnership, due_on=days(-2), text="Train everybody")]


def test_pdf_lies_across_and_is_tagged(mere, plan, get):
    answer = get(mere.officer, "plan_export", "pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="OFFICIAL plan mere-lscp {days(0)}.pdf"' in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        box = document.pages[0].mediabox
        assert box[2] > box[3]
        assert document.Root.MarkInfo.Marked
        assert str(document.docinfo["/Title"]).startswith("Plan of Mere LSCP, as at")
    assert TrailEntry.objects.filter(verb="plan.export", ids={"form": "pdf"}).exists()


def test_word_lies_across_and_has_the_whole_plan(mere, plan, get):
    answer = get(mere.officer, "plan_export", "docx")
    with ZipFile(io.BytesIO(answer.content)) as file:
        text = file.read("word/document.xml").decode()
        footer = file.read("word/footer1.xml").decode()
    for words in ("1. Voice of the child", "1a Children are heard", "Train everybody", "Two panels met", "Overdue"):
        assert words in text
    assert 'w:orient="landscape"' in text
    assert "w:tblHeader" in text
    assert "OFFICIAL" in footer


def test_excel_csv_and_json_have_a_row_for_each_action(mere, plan, get):
    book = load_workbook(io.BytesIO(get(mere.officer, "plan_export", "xlsx").content))
    rows = list(book.worksheets[0].values)
    assert rows[0][:4] == ("Reference", "Priority", "Outcome", "Action")
    assert [row[0] for row in rows[1:]] == ["M1", "A1"]
    text = get(mere.officer, "plan_export", "csv").content.decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text)))
    assert (first["Lead"], first["Contributors"], first["Awaited from"]) == (
        "Mere Police",
        "Mere Health",
        "Mere Health",
    )
    assert "OFFICIAL" in json.dumps(json.loads(get(mere.officer, "plan_export", "json").content))


def test_what_narrows_the_page_narrows_the_file(mere, plan, get):
    text = get(mere.officer, "plan_export", "csv", status="overdue").content.decode("utf-8-sig")
    assert [row["Reference"] for row in csv.DictReader(io.StringIO(text))] == ["A1"]
    with ZipFile(io.BytesIO(get(mere.officer, "plan_export", "docx", agency=mere.health.pk).content)) as file:
        text = file.read("word/document.xml").decode()
    assert "Agency: Mere Health" in text
    assert "Train everybody" not in text


def test_who_may_and_what_there_is(mere, plan, get):
    assert get(mere.guest, "plan_export", "pdf").status_code == 403
    assert get(mere.officer, "plan_export", "odt").status_code == 404
    assert get(mere.neighbour, "plan_export", "csv", partnership=mere.partnership.pk).status_code == 404
