"""Every page asks the database the same number of questions, however many rows it has."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import AgencyFactory

PERIOD = "from=2016-04-01&to=2024-03-31"


@pytest.mark.parametrize(
    "address",
    [
        "/bodies/{board}/",
        "/bodies/{board}/meetings/",
        "/bodies/{board}/attendance/?" + PERIOD,
        "/bodies/{board}/attendance/attendance.csv?" + PERIOD,
        "/bodies/{board}/attendance/follow-up/?" + PERIOD,
        "/bodies/{board}/attendance/follow-up/{police}/letter/?" + PERIOD,
        "/meetings/{meeting}/",
        "/meetings/{meeting}/attendance/",
    ],
)
def test_ten_times_the_rows_take_the_same_queries(mere, address):
    meeting = mere.meetings[0]
    address = address.format(board=mere.board.pk, police=mere.seats["police"].pk, meeting=meeting.pk)
    client = browser(mere.manager)
    client.get(address)  # the first request of a session differs
    counts = []
    for times in (0, 40):
        agency = AgencyFactory()
        seats = [factories.a_seat(mere.board, f"Seat {number}", agency=agency) for number in range(times)]
        meeting.record_attendance(
            [factories.an_entry(seat, "x") for seat in seats], version=meeting.attendance_version, by=None
        )
        for number in range(times):
            marks = [(seat, "x") for seat in seats[:3]]
            factories.a_sheet(mere.board, date(2018 + number // 12, number % 12 + 1, 5), marks)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
