"""The figure improvement.challenges: counts, times per stage, what is recorded."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation import figures
from goldenthread.foundation.clocks import LONDON
from goldenthread.foundation.figures import Rate, as_json
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import Result
from goldenthread.improvement.tasks import raise_unanswered
from goldenthread.improvement.tests.challenges import a_disagreement, a_place, a_protocol, a_strategic_challenge
from goldenthread.partnership.scope import Scope

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 7, 6, 10, tzinfo=LONDON)


@pytest.fixture
def place():
    with time_machine.travel(MONDAY, tick=False) as moved:
        place = a_place()
        place.moved = moved
        a_protocol(place.partnership)
        yield place


def asked(person=None, **given):
    today = date(2026, 7, 6)
    scope = Scope.of(person, today=today) if person else Scope.operator(today=today)
    return figures.find("improvement.challenges")(scope, **given)


def numbers(counts) -> dict[str, int]:
    return {count.code: count.number for count in counts if count.number}


def test_counts_times_and_what_is_recorded(place):
    settled = a_disagreement(place)
    rising = a_disagreement(place, case_reference="CS-2")
    a_strategic_challenge(place, dated_on=date(2025, 3, 31))
    other = a_strategic_challenge(place, title="Another")
    other.withdraw(reason="Raised twice", by=place.manager)
    place.moved.move_to(datetime(2026, 7, 8, 10, tzinfo=LONDON))
    settled.resolve(result=Result.AGREED, words="They met.", by=place.manager)
    settled.note(learning="", impact="Fewer refusals", themes=[], by=place.manager)
    place.moved.move_to(datetime(2026, 7, 14, 1, tzinfo=LONDON))
    raise_unanswered.func()
    found = asked(place.manager, partnership="Mere LSCP")
    assert found.total == 4
    assert numbers(found.by_kind) == {"strategic": 2, "case": 2}
    assert numbers(found.by_state) == {"open": 2, "resolved": 1, "withdrawn": 1}
    assert [(count.name, count.number) for count in found.by_stage] == [
        ("Stage 2: Level 2", 1),
        ("At no stage of a protocol", 1),
    ]
    assert numbers(found.by_result) == {"agreed": 1}
    assert [(year.year, year.raised, year.open, year.settled) for year in found.by_year] == [
        ("2024/25", 1, 1, 0),
        ("2026/27", 3, 1, 1),
    ]
    assert found.unanswered == 1
    first, second = found.times
    assert (first.reached, first.settled, first.ran_out, first.middle, first.longest) == (2, 1, 1, Decimal("4.0"), 6)
    assert (second.reached, second.there_now, second.middle) == (1, 1, None)
    assert (found.impact_recorded, found.learning_recorded) == (Rate(1, 1), Rate(0, 1))
    assert rising.pk


def test_a_period_and_who_asks_narrow_it(place):
    a_strategic_challenge(place, dated_on=date(2025, 3, 31))
    a_disagreement(place)
    assert asked(place.chair).total == 2
    assert asked(place.chair, from_=date(2025, 4, 1)).total == 1
    assert asked(place.chair, to=date(2025, 3, 31)).total == 1
    assert asked(a_place("Dale").chair).total == 0
    assert asked(place.governance).total == 0
    assert asked().total == 2
    with pytest.raises(NotPossible, match="no partnership called Mire"):
        asked(place.chair, partnership="Mire")
    with pytest.raises(NotPossible, match="ends before it begins"):
        asked(place.chair, from_=date(2025, 4, 1), to=date(2025, 3, 31))


def test_without_any_every_rate_is_of_nothing(place):
    found = as_json(asked(place.chair))
    assert found["total"] == 0
    assert found["impact_recorded"] == {"numerator": 0, "denominator": 0, "percent": None}
    assert found["by_stage"] == [{"code": "", "name": "At no stage of a protocol", "number": 0}]


def test_it_asks_the_database_the_same_number_of_questions(place):
    a_disagreement(place)
    scope = Scope.of(place.chair, today=date(2026, 7, 6))
    figure = figures.find("improvement.challenges")
    figure(scope)

    with CaptureQueriesContext(connection) as few:
        figure(Scope.of(place.chair, today=date(2026, 7, 6)))
    for number in range(10):
        a_disagreement(place, case_reference=f"CS-{number}")
    with CaptureQueriesContext(connection) as many:
        figure(Scope.of(place.chair, today=date(2026, 7, 6)))
    assert len(many) == len(few)
