"""Importing attendance: all or nothing, each fault once, and the same again changes nothing."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.foundation import imports, tabular
from goldenthread.foundation.imports import OptionRefused
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Seat
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import BodyFactory, PersonFactory, seated

pytestmark = pytest.mark.django_db
COLUMNS = ["role_order", "role", "date", "mark", "people_count", "mark_as_printed"]
DAYS = ["2016-04-19", "2016-07-19"]


@pytest.fixture
def board():
    body = factories.a_board()
    for title in ("Chair", "Police Borough Command", "Head Teachers"):
        factories.a_seat(body, title)
    return body


def scope_of(person=None):
    today = timezone.localdate()
    return Scope.of(person, today=today) if person else Scope.operator(today=today)


def kind(body="Mere Board", person=None, **options):
    return imports.find("attendance")(scope=scope_of(person), options={"body": body, **options})


def file_of(rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([COLUMNS, *rows])
    return tabular.Source.held("attendance.csv", text.getvalue().encode())


def load(rows, *, dry_run=False, **given):
    return imports.load(kind(**given), file_of(rows), dry_run=dry_run)


def good_rows():
    return [
        [1, "Chair", DAYS[0], "y", 1, "y"],
        [1, "Chair", DAYS[1], "y", 2, "y(2)"],
        [2, "Police Borough Command", DAYS[0], "x", 0, "x"],
        [2, "Police Borough Command", DAYS[1], "y", "", "y"],
        [3, "Head Teachers", DAYS[0], "x", "", "x"],
        [3, "Head Teachers", DAYS[1], "o", "", ""],
    ]


def held():
    rows = Attendance.objects.order_by("seat__position", "meeting__held_on")
    return [(row.mark, row.people) for row in rows]


def counts():
    return Meeting.objects.count(), Attendance.objects.count(), Seat.objects.count(), TrailEntry.objects.count()


def test_a_good_file_makes_its_meetings_and_marks(board):
    result = load(good_rows())
    assert (result.refused, result.new, result.read) == ([], 6, 6)
    assert held() == [("y", 1), ("y", 2), ("x", 0), ("y", 1), ("x", 0), ("o", 0)]
    assert [meeting.held_on.isoformat() for meeting in Meeting.objects.order_by("held_on")] == DAYS
    assert set(Attendance.objects.values_list("came_as", "person")) == {("", None)}


def test_the_same_file_again_changes_nothing(board):
    load(good_rows())
    before = counts()
    again = load(good_rows())
    assert (again.unchanged, again.loaded, again.refused) == (6, 0, [])
    assert counts() == before


def test_a_dry_run_changes_nothing_and_counts_the_same(board):
    before = counts()
    result = load(good_rows(), dry_run=True)
    assert (result.new, counts()) == (6, before)


@pytest.mark.parametrize("dry_run", [True, False])
def test_four_faults_are_reported_as_exactly_four_and_nothing_changes(board, dry_run):
    rows = good_rows()
    rows[0][3] = "z"
    rows.append(list(rows[2]))
    rows[4][2] = "2017-02-30"
    rows.append([4, "Coastguard", DAYS[0], "y", 1, "y"])
    before = counts()
    result = load(rows, dry_run=dry_run)
    faults = [(fault.row, fault.column, fault.value) for fault in result.refused]
    assert sorted(faults) == [
        (2, "mark", "z"),
        (6, "date", "2017-02-30"),
        (8, "role", "Police Borough Command"),
        (9, "role", "Coastguard"),
    ]
    assert all(fault.expected for fault in result.refused)
    assert counts() == before


def test_a_title_is_known_in_other_capitals_and_spaces(board):
    result = load([[2, "  POLICE  Borough command ", DAYS[0], "Y", 1, "y"]])
    assert (result.refused, result.new) == ([], 1)


def test_the_same_seat_written_in_two_ways_is_the_same_row(board):
    result = load([[1, "Chair", DAYS[0], "y", 1, ""], [1, "CHAIR", DAYS[0], "y", 1, ""]])
    assert [(fault.row, fault.column) for fault in result.refused] == [(3, "role")]


@pytest.mark.parametrize("mark, people, expected", [("y", 0, "1 or more"), ("x", 1, "0 for"), ("o", 2, "0 for")])
def test_a_count_that_does_not_fit_the_mark_is_a_fault(board, mark, people, expected):
    (fault,) = load([[1, "Chair", DAYS[0], mark, people, ""]]).refused
    assert (fault.column, fault.value) == ("people_count", str(people))
    assert expected in fault.expected


def test_a_bad_count_beside_a_bad_mark_is_one_fault(board):
    (fault,) = load([[1, "Chair", DAYS[0], "?", "many", ""]]).refused
    assert fault.column == "mark"


def test_what_is_printed_is_not_held_against_the_mark(board):
    assert load([[1, "Chair", DAYS[0], "x", 0, "y"]]).ok


def test_only_the_three_columns_that_matter_are_needed(board):
    source = tabular.Source.held("a.csv", b"role,date,mark\r\nChair,19/04/2016,y\r\n")
    assert imports.load(kind(), source).new == 1
    source = tabular.Source.held("a.csv", b"role,mark\r\nChair,y\r\n")
    assert [fault.column for fault in imports.load(kind(), source).refused] == ["date"]


def test_a_vacant_seat_takes_no_row(board):
    factories.a_seat(board, "Lay member", vacant=True)
    (fault,) = load([[4, "Lay member", DAYS[0], "x", 0, "x"]]).refused
    assert fault.column == "role"
    assert "vacant on 19 April 2016" in fault.expected


def test_a_seat_of_another_time_is_unknown(board):
    factories.a_seat(board, "Faith groups", starts_on=date(2018, 1, 1))
    (fault,) = load([[4, "Faith groups", DAYS[0], "y", 1, "y"]]).refused
    assert (fault.column, fault.value) == ("role", "Faith groups")


def test_the_seat_in_force_on_the_day_is_meant_where_two_had_the_title(board):
    early = factories.a_seat(board, "Probation", ends_on=date(2016, 5, 31))
    late = factories.a_seat(board, "Probation", starts_on=date(2016, 6, 1))
    assert load([[4, "Probation", day, "y", 1, "y"] for day in DAYS]).ok
    assert [row.seat for row in Attendance.objects.order_by("meeting__held_on")] == [early, late]


@pytest.mark.parametrize("day", ["2016-03-31", "2190-01-01"])
def test_a_day_without_the_body_or_to_come_is_a_fault_of_the_date(board, day):
    assert [fault.column for fault in load([[1, "Chair", day, "y", 1, "y"]]).refused] == ["date"]


def test_another_year_with_the_same_columns_loads(board):
    load(good_rows())
    rows = [[*row[:2], row[2].replace("2016", "2018"), *row[3:]] for row in good_rows()]
    assert load(rows).new == 6
    assert Meeting.objects.count() == 4


def test_a_correction_changes_what_differs_and_says_what(board):
    load(good_rows())
    rows = good_rows()
    rows[2][3:5] = ["y", 2]
    result = load(rows)
    assert (result.changed, result.unchanged) == (1, 5)
    (outcome,) = [outcome for _, outcome in result.preview]
    assert [(change.column, change.before, change.after) for change in outcome.changes] == [
        ("mark", "x", "y"),
        ("people_count", "0", "2"),
    ]


def test_what_a_file_does_not_carry_is_kept(board):
    load(good_rows())
    meeting = Meeting.objects.get(held_on=DAYS[0])
    seat = Seat.objects.get(title="Chair")
    guest = PersonFactory()
    entry = factories.an_entry(seat, "y", came_as="representative", person=guest)
    meeting.record_attendance([entry], version=meeting.attendance_version, by=None)
    rows = good_rows()
    rows[0][4] = 3
    assert load(rows).changed == 1
    row = Attendance.objects.get(meeting=meeting, seat=seat)
    assert (row.people, row.came_as, row.person) == (3, "representative", guest)


def test_what_is_exported_is_unchanged_when_imported(board):
    load(good_rows())
    out = io.BytesIO()
    tabular.write("csv", COLUMNS, kind().rows(), out, title="Attendance", about={})
    lines = out.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert lines[2] == "1,Chair,2016-07-19,y,2,y(2)"
    result = imports.load(kind(), tabular.Source.held("again.csv", out.getvalue()))
    assert (result.unchanged, result.loaded, result.refused) == (6, 0, [])


def test_the_body_must_be_named_and_known(board):
    for options, sentence in (({}, "Say which body"), ({"body": "Meer Board"}, "no body called Meer Board")):
        with pytest.raises(OptionRefused, match=sentence):
            imports.load(imports.find("attendance")(scope=scope_of(), options=options), file_of(good_rows()))
    BodyFactory(name="Mere Board")
    with pytest.raises(OptionRefused, match="Several bodies"):
        load(good_rows())
    assert load(good_rows(), partnership=board.partnership.name).ok


def test_who_may_import_and_export(board):
    manager = factories.a_business_manager(board.partnership)
    assert load(good_rows(), person=manager).ok
    assert Meeting.objects.first().attendance_recorded_by == manager
    assert len(list(kind(person=manager).rows())) == 6
    with pytest.raises(PermissionDenied):
        load(good_rows(), person=seated(board, SeatRole.CHAIR))
    with pytest.raises(PermissionDenied):
        list(kind(person=seated(board, SeatRole.CORE)).rows())
    with pytest.raises(OptionRefused):
        load(good_rows(), person=seated(factories.a_board(name="Dale Board")))


def test_a_long_file_takes_queries_by_meeting_not_by_row(board):
    for n in range(30):
        factories.a_seat(board, f"Seat {n}")
    taken = []
    for day, count in (("2016-04-19", 3), ("2016-07-19", 30)):
        rows = [[n, f"Seat {n}", day, "y", 1, "y"] for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert load(rows).new == count
        taken.append(len(captured))
    assert taken[0] == taken[1]
