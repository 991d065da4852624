"""Challenges in numbers: the page, its chart, and what is asked."""

from goldenthread.improvement.tests.challenges import a_disagreement, a_strategic_challenge
from goldenthread.partnership.tests.factories import days


def test_the_page_has_a_chart_and_the_same_numbers_as_tables(challenged, get):
    a_disagreement(challenged).escalate(reason="No plan", by=challenged.manager)
    a_strategic_challenge(challenged)
    answer = get(challenged.chair, "challenge_numbers")
    text = answer.content.decode()
    assert answer.context["figures"].total == 2
    for words in ("2 challenges", "Stage 2: Level 2", "At no stage of a protocol", "numbers/chart.svg"):
        assert words in text
    assert "CS-10423" not in text


def test_a_period_and_a_partnership_narrow_it(challenged, get):
    a_strategic_challenge(challenged)
    none = get(challenged.chair, "challenge_numbers", first=days(1).isoformat())
    assert "No challenge was raised in this period." in none.content.decode()
    one = get(challenged.chair, "challenge_numbers", partnership=challenged.partnership.pk, last=days(0).isoformat())
    assert one.context["figures"].total == 1
    wrong = get(challenged.chair, "challenge_numbers", first=days(0).isoformat(), last=days(-1).isoformat())
    assert "The last day must be the same as or after the first." in wrong.content.decode()


def test_the_chart_is_a_picture_with_words(challenged, get):
    a_strategic_challenge(challenged)
    answer = get(challenged.chair, "challenge_chart")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "how many challenges were raised" in answer.content.decode()
    wrong = get(challenged.chair, "challenge_chart", first=days(0).isoformat(), last=days(-1).isoformat())
    assert wrong.status_code == 400


def test_who_may(challenged, get):
    for page in ("challenge_numbers", "challenge_chart"):
        assert get(challenged.governance, page).status_code == 403
        assert get(challenged.member, page).status_code == 200
