"""Every page of the plan asks the database the same number of questions, however many actions there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement.models import DueChange, Pause
from goldenthread.improvement.tests.plan.factories import an_action, close, say
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import AgencyFactory, days

pytestmark = pytest.mark.django_db


def _more(mere, number):
    row = an_action(
        mere.partnership,
        AgencyFactory(areas=mere.partnership.areas.all()),
        f"Somebody {number}",
        lead_agency=mere.police,
        body=mere.subgroup,
        outcome=mere.outcome,
    )
    say(row, by=mere.officer, agency=mere.police)
    DueChange(action=row, new_due_on=days(number + 1), reason="Why").make(by=mere.manager)
    Pause(action=row, reason="Why", until=days(3)).begin(by=mere.manager)
    done = an_action(mere.partnership, lead_agency=mere.police, body=mere.subgroup)
    close(done)


@pytest.mark.parametrize(
    "address",
    [
        "/plan/",
        "/plan/?status=paused",
        "/plan/board/",
        "/plan/board/?by=month",
        "/plan/board/?by=agency",
        "/plan/plan.csv",
        "/plan/impact/",
        "/plan/priorities/",
        "/my-actions/",
        "/",
        "/bodies/{subgroup}/",
        "/bodies/{subgroup}/actions/",
        "/actions/{action}/",
    ],
)
def test_ten_times_the_rows_take_the_same_queries(mere, action, address):
    _more(mere, 0)
    say(action, by=mere.officer, agency=mere.police)
    address = address.format(subgroup=mere.subgroup.pk, action=action.pk)
    person = mere.officer if address in ("/", "/my-actions/") else mere.manager
    client = browser(person)
    client.get(address)  # the first request of a session differs
    counts = []
    for times in (0, 10):
        for number in range(times):
            _more(mere, number + 1)
            say(action, f"Said {number}", by=mere.officer)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
