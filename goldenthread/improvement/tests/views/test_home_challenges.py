"""The first page shows the challenges that wait for the person, one level up where nobody answered."""

from goldenthread.improvement.tests.challenges import a_disagreement, a_strategic_challenge
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import seated

HEADING = "Challenges that wait for you"


def test_those_challenged_find_it_until_they_answer(challenged, get):
    case = a_disagreement(challenged)
    text = get(challenged.officer, "home").content.decode()
    assert HEADING in text
    assert f"/challenges/{case.pk}/" in text
    assert "CS-10423" not in text
    for person in (challenged.social_worker, challenged.member, challenged.chair, challenged.governance):
        assert HEADING not in get(person, "home").content.decode(), person
    case.respond(text="We meet.", by=challenged.officer)
    assert HEADING not in get(challenged.officer, "home").content.decode()


def test_what_has_come_to_the_partners_waits_for_them(challenged, get):
    case = a_disagreement(challenged, stage=challenged.protocol.stages.get(number=2))
    assert HEADING not in get(challenged.partner, "home").content.decode()
    case.escalate(reason="No plan", by=challenged.manager)
    assert f"/challenges/{case.pk}/" in get(challenged.partner, "home").content.decode()
    case.withdraw(reason="Raised twice", by=challenged.manager)
    assert HEADING not in get(challenged.partner, "home").content.decode()


def test_a_body_is_waited_for_by_who_runs_it(challenged, get):
    challenge = a_strategic_challenge(challenged, raised=challenged.council, challenged=challenged.group)
    chair = seated(challenged.group, SeatRole.CHAIR)
    assert HEADING not in get(chair, "home").content.decode(), "it is at no stage"
    challenge.escalate(reason="No answer", by=challenged.manager)
    assert HEADING in get(chair, "home").content.decode()
    assert HEADING not in get(challenged.member, "home").content.decode()


def test_more_than_six_are_counted(challenged, get):
    for number in range(8):
        a_disagreement(challenged, case_reference=f"CS-{number}")
    assert "And 2 more" in get(challenged.officer, "home").content.decode()
