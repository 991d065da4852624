"""The matrix as a file."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from goldenthread.foundation.models import TrailEntry

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


def test_csv(mere, get):
    answer = get(mere.manager, "attendance_export", mere.board.pk, "csv", **YEAR)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Role,Agency,2016-04-19,2016-07-19,2016-10-19,2017-01-19,Expected,Present,Percent")
    assert lines[2] == "Borough command,Mere Police,y,y,x,x,4,2,50.0,2"
    assert lines[-1] == "Seats present,,3,2,2,2,12,9,75.0,"
    assert (
        'filename="OFFICIAL-SENSITIVE attendance mere-board 2016-04-01 to 2017-03-31.csv"'
        in answer["Content-Disposition"]
    )
    assert TrailEntry.objects.get(verb="attendance.read").ids == {"form": "csv"}


def test_json_and_xlsx_say_the_same(mere, get):
    rows = json.loads(get(mere.manager, "attendance_export", mere.board.pk, "json", **YEAR).content)
    assert rows["about"]["Marking"] == "OFFICIAL-SENSITIVE"
    assert rows["rows"][1]["Present"] == 2
    book = load_workbook(BytesIO(get(mere.manager, "attendance_export", mere.board.pk, "xlsx", **YEAR).content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]][:4] == ["Borough command", "Mere Police", "y", "y"]


@pytest.mark.parametrize("form, given, status", [("doc", YEAR, 404), ("csv", {"from": "x"}, 400)])
def test_what_cannot_be_given(mere, get, form, given, status):
    assert get(mere.manager, "attendance_export", mere.board.pk, form, **given).status_code == status


def test_who_may(mere, get):
    assert get(mere.chair, "attendance_export", mere.board.pk, "csv").status_code == 200
    assert get(mere.member, "attendance_export", mere.board.pk, "csv").status_code == 403
