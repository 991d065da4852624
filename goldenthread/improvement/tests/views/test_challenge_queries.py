"""The pages of challenges ask the database the same number of questions however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement.models import Challenge
from goldenthread.improvement.tasks import raise_unanswered
from goldenthread.improvement.tests.challenges import a_disagreement, a_protocol, a_strategic_challenge

FEW, MANY = 3, 12


def grow(place, first: int, last: int) -> None:
    """Challenges of both kinds, numbered, each with its steps; a protocol for each too."""
    for number in range(first, last + 1):
        a_strategic_challenge(place, title=f"Challenge {number}").escalate(reason="No answer", by=place.manager)
        case = a_disagreement(place, case_reference=f"CS-{number}")
        case.respond(text="We meet.", by=place.officer)
        place.case.respond(text="And again.", by=place.officer)
        a_protocol(None, edition=f"Protocol {number}", in_use=False)


@pytest.mark.parametrize(
    "page",
    ["challenge_log", "challenge_numbers", "challenge_page", "protocol_list", "clock_list", "body_page", "home"],
)
def test_pages(challenged, get, page):
    challenged.case = a_disagreement(challenged)
    args = {"challenge_page": [challenged.case.pk], "body_page": [challenged.group.pk]}.get(page, [])
    grow(challenged, 1, FEW)

    def asked() -> int:
        get(challenged.officer if page == "home" else challenged.manager, page, *args)
        with CaptureQueriesContext(connection) as queries:
            assert get(challenged.officer if page == "home" else challenged.manager, page, *args).status_code == 200
        return len(queries)

    few = asked()
    grow(challenged, FEW + 1, MANY)
    assert asked() == few


def test_the_job_asks_for_what_has_run_out_alone(challenged):
    for number in range(5):
        a_disagreement(challenged, case_reference=f"CS-{number}")
    with CaptureQueriesContext(connection) as queries:
        raise_unanswered.func()
    assert len(queries) == 1
    assert Challenge.objects.count() == 5
