"""Every list asks the database the same number of questions, however many rows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    BodyFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    days,
    delegate_of,
)


def grow(mere, times):
    """Rows of every kind."""
    for _ in range(times):
        agency = AgencyFactory(areas=[mere.area], partner_kind="police")
        body = BodyFactory(partnership=mere.partnership, reports_to=[mere.board, mere.subgroup])
        seat = SeatFactory(body=body, agency=agency, ends_on=days(30))
        AppointmentFactory(seat=seat, person=PersonFactory(agency=agency), ends_on=days(30))
        AppointmentFactory(seat=mere.seat, kind="representative", person=PersonFactory(), starts_on=days(0))
        SeatFactory(body=mere.subgroup, agency=mere.agency)
        delegate_of(mere.scrutineer)
        first = PartnershipFactory(areas=[mere.area])
        last = mere.partnership
        while last.predecessor:
            last = last.predecessor
        last.predecessor = first
        last.keep(by=None)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/partnerships/",
        "/partnerships/{partnership}/",
        "/bodies/",
        "/bodies/structure/",
        "/bodies/{subgroup}/",
        "/agencies/",
        "/agencies/{agency}/",
        "/people/",
        "/people/{member}/",
        "/seats/{seat}/",
        "/checks/",
        "/delegates/",
        "/trail/?about=partnership.seat",
    ],
)
def test_ten_times_the_rows_take_the_same_queries(mere, address):
    names = ("partnership", "subgroup", "agency", "member", "seat")
    address = address.format(**{name: getattr(mere, name).pk for name in names})
    client = browser(mere.scrutineer)
    grow(mere, 1)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    count()
    before = count()
    grow(mere, 9)
    assert count() == before
