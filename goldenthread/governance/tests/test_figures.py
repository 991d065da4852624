"""The figure of attendance: what it counts, for whom, and as JSON."""

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.foundation import imports
from goldenthread.foundation.figures import Rate, as_json, find
from goldenthread.foundation.imports import OptionRefused
from goldenthread.foundation.tabular import Source
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.figures import matrix
from goldenthread.governance.tests import factories
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import AgencyFactory, BodyFactory, seated

pytestmark = pytest.mark.django_db
FACTS = settings.ROOT / "demo" / "facts" / "attendance_2016_17.csv"
YEAR = {"from_": date(2016, 4, 1), "to": date(2017, 3, 31)}


@pytest.fixture
def operator():
    return Scope.operator(today=timezone.localdate())


@pytest.fixture
def board():
    body = factories.a_board(name="Mere Board")
    police = AgencyFactory(name="Mere Police")
    rows = {
        factories.a_seat(body, "Chair"): "yyyy",
        factories.a_seat(body, "Borough command", agency=police): "xyxx",
        factories.a_seat(body, "CAIT", agency=police): "yoxy",
        factories.a_seat(body, "Faith groups", role=SeatRole.VIRTUAL): "oooo",
        factories.a_seat(body, "Lay member", vacant=True): "....",
    }
    factories.a_year(body, rows)
    return body


def asked(scope, **given):
    return find("governance.attendance")(scope, **{"body": "Mere Board", **YEAR, **given})


def test_seats_meetings_agencies_and_totals(board, operator):
    figures = asked(operator)
    assert [(seat.role, seat.rate, seat.longest_run_of_absences) for seat in figures.seats] == [
        ("Chair", Rate(4, 4), 0),
        ("Borough command", Rate(1, 4), 2),
        ("CAIT", Rate(2, 3), 1),
        ("Faith groups", Rate(0, 0), 0),
        ("Lay member", Rate(0, 0), 0),
    ]
    assert [(each.date.isoformat(), each.expected, each.present, each.not_expected) for each in figures.meetings] == [
        ("2016-04-19", 3, 2, 1),
        ("2016-07-19", 2, 2, 2),
        ("2016-10-19", 3, 1, 1),
        ("2017-01-19", 3, 2, 1),
    ]
    assert [(each.agency, each.seats, each.rate) for each in figures.agencies] == [
        ("Mere Police", 2, Rate(3, 7)),
        (None, 3, Rate(4, 4)),
    ]
    assert (figures.totals.meetings, figures.totals.rate) == (4, Rate(7, 11))


def test_the_parts_add_up(board, operator):
    figures = asked(operator)
    for parts in (figures.meetings, figures.seats, figures.agencies):
        assert sum(part.expected for part in parts) == figures.totals.expected
        assert sum(part.present for part in parts) == figures.totals.present


def test_only_the_period_counts(board, operator):
    figures = asked(operator, from_=date(2016, 7, 19), to=date(2016, 10, 19))
    assert [each.date for each in figures.meetings] == [date(2016, 7, 19), date(2016, 10, 19)]
    assert figures.totals.expected == 5
    assert asked(operator, from_=date(2018, 1, 1), to=date(2018, 12, 31)).totals.rate == Rate(0, 0)


def test_the_json_has_the_agreed_keys(board, operator):
    told = as_json(asked(operator))
    assert set(told) == {"body", "from", "to", "meetings", "seats", "agencies", "totals"}
    assert told["meetings"][0] | {"date": "2016-04-19", "expected": 3, "present": 2} == told["meetings"][0]
    assert told["seats"][1]["marks"] == {
        "2016-04-19": "x",
        "2016-07-19": "y",
        "2016-10-19": "x",
        "2017-01-19": "x",
    }
    assert told["seats"][1]["rate"] == {"numerator": 1, "denominator": 4, "percent": "25.0"}
    assert told["totals"] == {
        "meetings": 4,
        "expected": 11,
        "present": 7,
        "rate": {"numerator": 7, "denominator": 11, "percent": "63.6"},
    }


def test_a_seat_that_ended_keeps_its_marks(operator):
    body = factories.a_board()
    ended = factories.a_seat(body, "Prisons", ends_on=date(2016, 4, 30))
    factories.a_sheet(body, date(2016, 4, 19), [(ended, "x")])
    assert [seat.role for seat in asked(operator).seats] == ["Prisons"]
    assert asked(operator, from_=date(2016, 5, 1)).seats == []


def test_an_unknown_body_is_refused_with_a_sentence(board, operator):
    with pytest.raises(OptionRefused, match="There is no body called Meer Board"):
        asked(operator, body="Meer Board")
    BodyFactory(name="Mere Board")
    with pytest.raises(OptionRefused, match="Several bodies are called Mere Board"):
        asked(operator)
    assert asked(operator, partnership=board.partnership.name).totals.meetings == 4


def test_a_period_that_ends_before_it_begins_is_refused(board, operator):
    with pytest.raises(NotPossible, match="ends before it begins"):
        asked(operator, to=date(2016, 3, 31))


def test_a_person_counts_only_what_they_may_see(board):
    today = timezone.localdate()
    assert asked(Scope.of(seated(board, SeatRole.CORE), today=today)).totals.meetings == 4
    with pytest.raises(NotPossible, match="may not see the attendance"):
        asked(Scope.of(seated(board, SeatRole.CO_OPTED), today=today))
    with pytest.raises(OptionRefused, match="There is no body"):
        asked(Scope.of(seated(factories.a_board(name="Dale Board")), today=today))


def test_ten_times_the_rows_take_the_same_number_of_queries():
    counts = []
    for name, size in (("Small Board", 2), ("Large Board", 20)):
        body = factories.a_board(name=name)
        factories.a_year(body, {factories.a_seat(body, f"Seat {n}"): "yx" * (size // 2) for n in range(size)})
        with CaptureQueriesContext(connection) as captured:
            figures = matrix(body, date(2016, 1, 1), date(2040, 1, 1))
        assert figures.totals.expected == size * size
        counts.append(len(captured))
    assert counts == [3, 3]


def test_the_command_line_gives_what_the_file_of_2016_17_says(operator):
    """The board's real attendance, counted here by other means."""
    content = FACTS.read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    body = factories.a_board(name="Mere Board")
    for role in dict.fromkeys(row["role"] for row in rows):
        factories.a_seat(body, role)
    kind = imports.find("attendance")(scope=operator, options={"body": "Mere Board"})
    assert imports.load(kind, Source.held("attendance.csv", content)).ok

    out = io.StringIO()
    given = ["governance.attendance", "--body", "Mere Board", "--from", "2016-04-01", "--to", "2017-03-31", "--json"]
    call_command("figures", *given, stdout=out)
    told = json.loads(out.getvalue())

    marks = Counter(row["mark"] for row in rows)
    assert (len(told["seats"]), told["totals"]["meetings"]) == (36, 4)
    assert told["totals"]["present"] == marks["y"]
    assert told["totals"]["expected"] == marks["y"] + marks["x"]
    for meeting in told["meetings"]:
        of_day = Counter(row["mark"] for row in rows if row["date"] == meeting["date"])
        assert (meeting["present"], meeting["expected"]) == (of_day["y"], of_day["y"] + of_day["x"])
    for seat in told["seats"]:
        assert seat["marks"] == {row["date"]: row["mark"] for row in rows if row["role"] == seat["role"]}
