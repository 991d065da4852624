"""The plans of the demonstration: the real ones stand as the decision says, and come back unchanged."""

from datetime import date

import pytest
from django.utils import timezone

from demo import loading
from goldenthread.foundation import figures
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.importing import counts, exported, load

pytestmark = pytest.mark.django_db


def test_the_plans_stand_as_the_decision_says():
    """The real plan of 2019 to 2021 (decision 0040); the plan of today shows every way an action can stand."""
    today = timezone.localdate()
    assert all(result.ok for result in loading.load(today=today))
    scope = Scope.operator(today=today)
    real = figures.find("improvement.plan")(scope, partnership="LSCP (three boroughs)", as_at=date(2020, 10, 31))
    assert (real.totals.actions, real.totals.outcomes) == (46, 22)
    assert {status.value: count for status, count in real.totals.by_status.items()} == {
        "overdue": 9,
        "likely to be missed": 1,
        "stale": 1,
        "paused": 4,
        "on track": 15,
        "complete": 16,
    }
    now = figures.find("improvement.rag")(scope, partnership="Bi-Borough LSCP")
    assert all(row.count for row in now.statuses)
    for partnership in ("LSCB", "LSCP (three boroughs)", "Bi-Borough LSCP"):
        options = {"partnership": partnership}
        assert set(counts(load("plan", exported("plan", options=options), options=options))) == {"unchanged"}
    assert set(counts(load("priorities", exported("priorities")))) == {"unchanged"}
