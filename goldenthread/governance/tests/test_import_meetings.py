"""Importing meetings and their items: the published file, round trips, faults, and who may."""

import csv
import io
from datetime import date, time
from pathlib import Path

import pytest
from django.utils import timezone

from goldenthread.foundation import imports
from goldenthread.governance.imports import meeting_cells as cells
from goldenthread.governance.models import AgendaItem, Meeting
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.importing import counts, exported, faults, load

pytestmark = pytest.mark.django_db
COLUMNS = [column.name for column in imports.find("meetings").columns]
FACTS = Path(__file__).parents[3] / "demo" / "facts" / "meetings.csv"


def file_of(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({"body": "Mere Board", "kind": "board meeting", **row} for row in rows)
    return text.getvalue()


def item(number, title="An item", **given):
    return {"date": "2017-05-09", "kind": "agenda item", "item_number": number, "title": title, **given}


@pytest.fixture
def board():
    return factories.a_board(reference="B1", other_names=["Mere and Dale"])


def test_the_columns_are_those_of_the_published_file():
    assert FACTS.read_text(encoding="utf-8").splitlines()[0].split(",") == COLUMNS


def test_a_meeting_with_its_items(board):
    result = load(
        "meetings",
        file_of(
            {
                "meeting_id": "M1",
                "date": "2017-05-09",
                "title": "Joint meeting, 4.00pm to 5.15pm",
                "mode": "virtual, live streamed",
            },
            item(1, "Welcome", meeting_id="M2"),
            item(2, "Yearly report", meeting_id="M3", page_from=37, page_to=116, note="part B"),
        ),
    )
    assert (counts(result), faults(result)) == ({"new": 3}, [])
    meeting = Meeting.objects.get(reference="M1")
    assert (meeting.title, meeting.starts_at, meeting.ends_at, meeting.how, meeting.place, meeting.informal) == (
        "Joint meeting",
        time(16, 0),
        time(17, 15),
        "virtual",
        "live streamed",
        False,
    )
    report = meeting.items.get(reference="M3")
    assert (report.position, report.first_page, report.last_page, report.note, report.purpose) == (
        2,
        37,
        116,
        "part B",
        "",
    )
    assert report.published_at is not None


def test_items_of_a_meeting_to_come_are_not_published(board):
    load("meetings", file_of({"date": "2190-05-09"}, {**item(1), "date": "2190-05-09"}))
    assert AgendaItem.objects.get().published_at is None


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("Joint meeting, 4.00pm, informal, no decisions", ("Joint meeting", True, time(16), None)),
        ("informal, no decisions", ("", True, None, None)),
        ("9.30am", ("", False, time(9, 30), None)),
        ("12.05pm to 1.00pm, informal, no decisions", ("", True, time(12, 5), time(13))),
        ("Quarterly LSCB meeting", ("Quarterly LSCB meeting", False, None, None)),
        (
            "Joint meeting (minutes agreed on 25 March 2021)",
            ("Joint meeting (minutes agreed on 25 March 2021)", False, None, None),
        ),
    ],
)
def test_what_stands_in_a_title(board, typed, given):
    load("meetings", file_of({"date": "2017-05-09", "title": typed}))
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.informal, meeting.starts_at, meeting.ends_at) == given
    assert cells.meeting_row(meeting, {})["title"] == typed


@pytest.mark.parametrize(
    ("typed", "how", "place"),
    [
        ("in person", "in person", ""),
        ("planned", "", ""),
        ("virtual, planned", "virtual", ""),
        ("hybrid, Town Hall, room 3", "hybrid", "Town Hall, room 3"),
        ("Town Hall", "", "Town Hall"),
        ("", "", ""),
    ],
)
def test_how_and_where(board, typed, how, place):
    load("meetings", file_of({"date": "2017-05-09", "mode": typed}))
    meeting = Meeting.objects.get()
    assert (meeting.how, meeting.place) == (how, place)


@pytest.mark.parametrize(
    ("day", "precision", "held_on", "kept", "written"),
    [
        ("2017-05-09", "", date(2017, 5, 9), "day", "2017-05-09"),
        ("9 May 2017", "day", date(2017, 5, 9), "day", "2017-05-09"),
        ("2017-05", "month", date(2017, 5, 1), "month", "2017-05"),
        ("2017-05", "", date(2017, 5, 1), "month", "2017-05"),
        ("2017-08", "quarter", date(2017, 7, 1), "quarter", "2017-07"),
        ("2017-01", "year", date(2017, 1, 1), "year", "2017"),
        ("2017", "", date(2017, 1, 1), "year", "2017"),
    ],
)
def test_how_exactly_a_date_is_known(board, day, precision, held_on, kept, written):
    load("meetings", file_of({"date": day, "date_precision": precision}))
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.date_precision) == (held_on, kept)
    assert str(cells.said_of(meeting)["date"]) == written


def test_joint_meetings_by_semicolon_or_and(board):
    other = factories.a_board(name="Adults and Health", reference="B2")
    load(
        "meetings",
        file_of(
            {"date": "2017-05-09", "body": "Mere Board and Adults and Health"},
            {"date": "2017-06-09", "body": "B1; Adults and Health", "kind": "joint meeting"},
            {"date": "2017-07-09", "body": "Mere and Dale"},
        ),
    )
    rows = Meeting.objects.order_by("held_on")
    assert [(meeting.body, list(meeting.joint_with.all()), meeting.kind) for meeting in rows] == [
        (board, [other], "ordinary"),
        (board, [other], "joint"),
        (board, [], "ordinary"),
    ]


def test_what_is_no_meeting_is_left_out_with_its_reason(board):
    rows = [{"date": "2017-05-09", "kind": kind, "body": "Nobody knows"} for kind in cells.NOT_MEETINGS]
    result = load("meetings", file_of(*rows))
    assert counts(result) == {"skipped": len(cells.NOT_MEETINGS)}
    assert "A conference is no meeting of a body: people book a place on it, no seat is expected." in [
        reason for _, reason in result.skipped
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"date": "2017-05-09", "kind": "picnic"}, "kind"),
        ({"date": "soon"}, "date"),
        ({"date": "2017-05", "date_precision": "day"}, "date"),
        ({"date": "2017-05-09", "date_precision": "week"}, "date_precision"),
        ({"date": "2017-05-09", "body": "No such body"}, "body"),
        ({"date": "2010-05-09"}, "date"),  # the board did not exist
        ({"date": "2017-05-09", "page_from": "3"}, "page_from"),
        ({"date": "2017-05-09", "mode": "virtual, cancelled"}, "mode"),
        (item(1), "date"),  # there is no meeting
        ({**item(1), "title": ""}, "title"),
        (item("first"), "item_number"),
    ],
)
def test_a_fault_names_its_column_and_nothing_is_loaded(board, row, column):
    result = load("meetings", file_of({"date": "2016-05-09"}, row))
    assert column in [fault[1] for fault in faults(result)]
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("pages", [("5", ""), ("", "5"), ("6", "5")])
def test_pages_come_in_pairs_and_in_order(board, pages):
    rows = {"date": "2017-05-09"}, item(1, page_from=pages[0], page_to=pages[1])
    assert not load("meetings", file_of(*rows)).ok


def test_the_same_twice_is_refused(board):
    assert not load("meetings", file_of({"date": "2017-05-09"}, {"date": "2017-05-09"})).ok
    assert not load("meetings", file_of({"date": "2017-05-09"}, item(1), item(1, "Another"))).ok
    rows = {"date": "2017-05-09", "meeting_id": "M1"}, {"date": "2017-05-10", "meeting_id": "M1"}
    assert not load("meetings", file_of(*rows)).ok


def test_a_meeting_that_is_there_takes_its_reference_and_name(board):
    meeting = factories.a_meeting(board, date(2017, 5, 9))
    result = load("meetings", file_of({"date": "2017-05-09", "meeting_id": "M1", "title": "Quarterly"}))
    assert counts(result) == {"changed": 1}
    meeting.refresh_from_db()
    assert (meeting.reference, meeting.title) == ("M1", "Quarterly")


def test_what_is_exported_comes_back_unchanged(board):
    other = factories.a_board(name="Adults and Health")
    day = date(2017, 5, 9)
    Meeting(body=board, held_on=day, title="Away day, 2.00pm", starts_at=time(13), ends_at=time(15, 30)).keep(
        by=None, joint_with=[other]
    )
    Meeting(body=board, held_on=date(2018, 2, 1), date_precision="month", informal=True).keep(by=None)
    Meeting(body=board, held_on=date(2018, 2, 1), date_precision="month", title="Another").keep(by=None)
    factories.a_meeting(other, date(2018, 2, 6), kind="extraordinary", how="hybrid", place="Hall, cancelled")
    load("meetings", file_of(item(1, page_from=1, page_to=4), item(2, "Second", meeting_id="M9")))
    before = list(Meeting.objects.order_by("pk").values()), list(AgendaItem.objects.order_by("pk").values())
    for form in ("csv", "xlsx"):
        result = load("meetings", exported("meetings", form))
        assert result.refused == []
        assert counts(result) == {"unchanged": 6}
    assert (list(Meeting.objects.order_by("pk").values()), list(AgendaItem.objects.order_by("pk").values())) == before


def test_a_cancelled_meeting_comes_back_unchanged(board):
    from goldenthread.partnership.tests.factories import PersonFactory

    meeting = factories.a_meeting(board, date(2190, 5, 9), how="virtual")
    meeting.cancel(because="Snow", by=PersonFactory())
    factories.a_meeting(board, date(2190, 5, 9))
    assert counts(load("meetings", exported("meetings"))) == {"unchanged": 2}
    assert "virtual, cancelled" in exported("meetings").decode()


def test_restricted_items_are_never_exported(board):
    manager = factories.a_business_manager(board.partnership)
    meeting = factories.a_meeting(board, date(2017, 5, 9))
    AgendaItem(meeting=meeting, title="A named child", restricted=True, published_at=timezone.now()).add(by=None)
    AgendaItem(meeting=meeting, title="Housing", published_at=timezone.now()).add(by=None)
    for by in (None, manager):
        text = exported("meetings", by=by).decode()
        assert "Housing" in text
        assert "A named child" not in text


def test_only_those_who_plan_its_meetings_may_import_or_export(board):
    manager = factories.a_business_manager(board.partnership)
    far = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    row = {"date": "2017-05-09"}
    assert load("meetings", file_of(row), by=manager).ok
    assert [fault[1] for fault in faults(load("meetings", file_of({**row, "date": "2017-06-09"}), by=far))] == ["body"]
    assert "2017-05-09" in exported("meetings", by=manager).decode()
    assert "2017-05-09" not in exported("meetings", by=far).decode()


def test_a_published_title_is_not_changed_by_a_file(board):
    load("meetings", file_of({"date": "2017-05-09"}, item(1, meeting_id="M1")))
    result = load("meetings", file_of({"date": "2017-05-09"}, item(1, "Another", meeting_id="M1")))
    assert [fault[1] for fault in faults(result)] == ["title"]


def test_school_terms_come_back_unchanged():
    from goldenthread.partnership.models import Area

    Area.objects.create(code="WCC", name="Westminster")
    rows = (
        "area,name,starts_on,ends_on\n"
        "WCC,Autumn 2026,2026-09-02,2026-12-18\n"
        "Westminster,Spring 2027,2027-01-04,2027-03-25\n"
    )
    assert counts(load("school_terms", rows)) == {"new": 2}
    assert counts(load("school_terms", exported("school_terms"))) == {"unchanged": 2}
    assert counts(load("school_terms", rows.replace("12-18", "12-17"))) == {"changed": 1, "unchanged": 1}
    assert not load("school_terms", rows.replace("2026-12-18", "2027-02-01")).ok
    assert not load("school_terms", rows.replace("WCC", "XXX")).ok
