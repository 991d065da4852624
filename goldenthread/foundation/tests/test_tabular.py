"""Tables: what is written is read back the same, and what cannot be read is said."""

import io
import json
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from goldenthread.foundation import tabular
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.tabular import NotReadable, Source, Unreadable

TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=40
) | st.sampled_from(["=1+1", "'=x", "''+x", "-5", "+44 20", "@a", "007", "1;2", 'a "quoted" one', "a,b", "x\ny", "'"])
ABOUT = {"Protective marking": "OFFICIAL"}


def written(form: str, rows: list[dict], headings: tuple[str, ...] = ("name", "note")) -> bytes:
    to = io.BytesIO()
    assert tabular.write(form, headings, rows, to, title="Things", about=ABOUT) == len(rows)
    return to.getvalue()


def rows_of(content: bytes) -> list[tuple[int, dict]]:
    return list(tabular.read(Source.held("file", content)).rows())


def refused(content: bytes) -> NotReadable:
    with pytest.raises(NotReadable) as caught:
        rows_of(content)
    return caught.value


def workbook(*rows: list, name: str = "Sheet") -> Workbook:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(deadline=None)
@given(rows=st.lists(st.fixed_dictionaries({"name": TEXTS.filter(tabular.tidy), "note": TEXTS}), max_size=5))
def test_what_is_written_is_read_back(form, rows):
    read = rows_of(written(form, rows)) if rows else []
    assert [cells for _, cells in read] == [{name: tabular.tidy(text) for name, text in row.items()} for row in rows]
    assert [number for number, _ in read] == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_days_numbers_and_yes_are_read_back_as_text(form):
    content = written(form, [{"name": date(2016, 4, 19), "note": 12}, {"name": True, "note": None}])
    assert [cells for _, cells in rows_of(content)] == [
        {"name": "2016-04-19", "note": "12"},
        {"name": "yes", "note": ""},
    ]


def test_json_holds_the_rows_and_what_they_are():
    found = json.loads(written("json", [{"name": date(2016, 4, 19), "note": 12}]))
    assert found == {"about": ABOUT, "rows": [{"name": "2016-04-19", "note": 12}]}


def test_a_csv_opens_in_excel_and_starts_no_formula():
    content = written("csv", [{"name": "=HYPERLINK(1)", "note": "-5"}])
    assert content.startswith(b"\xef\xbb\xbfname,note\r\n'=HYPERLINK(1),-5\r\n")


def test_an_xlsx_has_bold_frozen_headings_and_its_marking():
    book = load_workbook(io.BytesIO(written("xlsx", [{"name": "=1+1", "note": "x"}])))
    sheet, about = book.worksheets
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].data_type) == ("A2", True, "s")
    assert (about.title, about["A1"].value, about["B1"].value) == ("About", "Protective marking", "OFFICIAL")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name\nÉlan".encode(), "UTF-8"),
        ("name\nÉlan".encode("utf-8-sig"), "UTF-8 with BOM"),
        ("name\nÉlan".encode("cp1252"), "Windows-1252"),
        ("name\nÉlan".encode("utf-16"), "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_said(content, encoding):
    table = tabular.read(Source.held("file", content))
    assert table.encoding == encoding
    assert list(table.rows()) == [(2, {"name": "Élan"})]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    content = f'"a, b{separator}c"{separator}name\n1{separator}2\n'.encode()
    assert list(rows_of(content)[0][1].values()) == ["1", "2"]


def test_rows_are_counted_as_a_spreadsheet_counts():
    content = b'\nName,NOTE \n"one\nline",x\n\n,\ntwo,y\n'
    assert rows_of(content) == [(3, {"name": "one\nline", "note": "x"}), (6, {"name": "two", "note": "y"})]


def test_a_short_row_is_filled_and_a_cell_beyond_the_headings_is_a_fault():
    read = rows_of(b"name,note\nshort\nlong,x,y\n")
    assert read[0] == (2, {"name": "short", "note": ""})
    assert read[1][1]["column C"] == Unreadable("y", "a heading above the cell, or nothing")


def test_a_control_character_is_a_fault():
    assert rows_of(b"name\nbell\x07\n")[0][1]["name"] == Unreadable("bell\ufffd", "text without control characters")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not empty"),
        (b"\n\n", "not empty"),
        (b"%PDF-1.7\x00\x01", "a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel kind"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"name\n\x81\x8d\xff", "a spreadsheet"),
        (b'name\n"open', "quotation marks in pairs"),
        (b"name,note,Name\n", "each heading only once"),
        (",".join(f"c{n}" for n in range(501)).encode(), "at most 500 columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, expected):
    assert expected in refused(content).expected


def test_a_doubled_heading_is_named_with_its_row():
    fault = refused(b"\nname,note,Name\n")
    assert (fault.row, fault.column, fault.value) == (2, "name", "Name")


def test_a_zip_that_is_no_workbook_is_refused():
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as package:
        package.writestr("word/document.xml", "x")
    assert refused(to.getvalue()).expected == "a spreadsheet: CSV or XLSX"


def test_a_workbook_that_grows_beyond_measure_is_refused():
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "x")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (11 * 1024**2))
    assert "beyond measure" in refused(to.getvalue()).expected


def test_the_first_sheet_with_rows_is_read_and_named():
    book = workbook(name="Empty")
    book.create_sheet("Agencies").append(["name"])
    book["Agencies"].append(["x"])
    table = tabular.read(Source.held("file", saved(book)))
    assert (table.encoding, list(table.rows())) == ("XLSX, sheet Agencies", [(2, {"name": "x"})])


def test_cells_of_excel_become_text():
    book = workbook(["day", "number", "half", "yes"], [date(2016, 4, 19), 4, 0.1, True])
    assert rows_of(saved(book)) == [(2, {"day": "2016-04-19", "number": "4", "half": "0.1", "yes": "yes"})]


def test_a_time_of_day_an_error_and_a_formula_without_result_are_faults():
    moment = datetime(2016, 4, 19, 10, 30)  # noqa: DTZ001 (cells have no time zone)
    book = workbook(["a", "b", "c"], [moment, "#N/A", "=1+1"])
    book.active["B2"].data_type = "e"
    assert rows_of(saved(book))[0][1] == {
        "a": Unreadable("2016-04-19 10:30:00", "a date without a time of day"),
        "b": Unreadable("#N/A", "a value, not an error of the spreadsheet"),
        "c": Unreadable("=1+1", "a value; the formula has no result kept in the file"),
    }


def test_merged_cells_are_refused_with_their_place():
    book = workbook(["a", "b"], ["x", ""])
    book.active.merge_cells("A2:B2")
    fault = refused(saved(book))
    assert (fault.row, fault.value, fault.expected) == (2, "A2:B2", "cells that are not merged")


def test_a_workbook_that_breaks_off_is_refused():
    whole = io.BytesIO(saved(workbook(["a"], *[[number] for number in range(2000)])))
    broken = io.BytesIO()
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(broken, "w") as other:
        for name in package.namelist():
            content = package.read(name)
            other.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert "damaged" in refused(broken.getvalue()).expected


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut():
    with pytest.raises(Refusal, match="Choose CSV"):
        written("xlsx", [{"name": "x" * 32_768, "note": ""}])
    assert rows_of(written("csv", [{"name": "x" * 32_768, "note": ""}]))[0][1]["name"] == "x" * 32_768
