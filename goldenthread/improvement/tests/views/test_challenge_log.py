"""The log of challenges: what it shows to whom, its filters, its file."""

import pytest

from goldenthread.improvement.models import Theme
from goldenthread.improvement.tests.challenges import a_disagreement, a_strategic_challenge
from goldenthread.partnership.tests.factories import days


@pytest.fixture
def logged(challenged):
    challenged.case = a_disagreement(challenged)
    challenged.strategic = a_strategic_challenge(challenged, reference="C7")
    return challenged


def rows(answer) -> list[int]:
    return [challenge.pk for challenge in answer.context["page"]]


def test_the_log_names_no_child_even_to_those_who_may_read_the_case(logged, get):
    for person in (logged.manager, logged.chair, logged.social_worker):
        text = get(person, "challenge_log").content.decode()
        assert f"Case disagreement {logged.case.pk}" in text
        assert "Mere Council" in text
        for secret in ("CS-10423", "strategy meeting was refused"):
            assert secret not in text


def test_only_what_may_be_read_is_a_link(logged, get):
    link = f'href="/challenges/{logged.case.pk}/"'
    assert link in get(logged.social_worker, "challenge_log").content.decode()
    assert link not in get(logged.chair, "challenge_log").content.decode()
    assert f'href="/challenges/{logged.strategic.pk}/"' in get(logged.chair, "challenge_log").content.decode()


def test_an_empty_log_says_so(challenged, get):
    assert "No challenge fits" in get(challenged.manager, "challenge_log").content.decode()


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({}, {"case", "strategic"}),
        ({"kind": "case"}, {"case"}),
        ({"state": "resolved"}, set()),
        ({"text": "conferences"}, {"strategic"}),
        ({"text": "c7"}, {"strategic"}),
        ({"text": "council"}, {"case"}),
        ({"text": "CS-10423"}, set()),
        ({"text": "strategy meeting"}, set()),
        ({"first": days(1).isoformat()}, set()),
        ({"last": days(0).isoformat()}, {"case", "strategic"}),
        ({"unanswered": "on"}, set()),
    ],
)
def test_filters(logged, get, query, finds):
    expected = {getattr(logged, name).pk for name in finds}
    assert set(rows(get(logged.manager, "challenge_log", **query))) == expected


def test_filters_by_who_holds_it_and_by_theme(logged, get):
    theme = Theme(partnership=logged.partnership, name="Attendance").keep(by=None)
    logged.strategic.themes.add(theme)
    assert rows(get(logged.manager, "challenge_log", theme=theme.pk)) == [logged.strategic.pk]
    assert rows(get(logged.manager, "challenge_log", body=logged.group.pk)) == [logged.case.pk]
    assert len(rows(get(logged.manager, "challenge_log", partnership=logged.partnership.pk))) == 2


def test_those_not_answered_in_time_are_found_and_marked(logged, get):
    logged.case.runs.update(silent_at=logged.case.runs.get().began_at)
    answer = get(logged.manager, "challenge_log", unanswered="on")
    assert rows(answer) == [logged.case.pk]
    assert "▲ Not answered in time" in answer.content.decode()


def test_who_may(logged, get):
    assert get(logged.governance, "challenge_log").status_code == 403
    text = get(logged.manager, "challenge_log").content.decode()
    assert "Record a disagreement about a case" in text
    assert "Record a challenge" not in get(logged.chair, "challenge_log").content.decode()
    assert rows(get(logged.member, "challenge_log")) == [logged.strategic.pk, logged.case.pk]


def test_the_log_as_a_file_names_no_child(logged, get):
    logged.case.resolve(result="agreed", words="Done for CS-10423.", learning="Ring CS-10423.", by=logged.manager)
    answer = get(logged.manager, "challenge_export", "csv")
    text = answer.content.decode("utf-8-sig")
    assert "OFFICIAL-SENSITIVE" in answer["Content-Disposition"]
    assert text.splitlines()[0].startswith("Reference,Kind,Title,Raised,Raised by,Challenged")
    assert f"Case disagreement {logged.case.pk}" in text
    assert "CS-10423" not in text
    for form in ("xlsx", "json"):
        assert get(logged.manager, "challenge_export", form).status_code == 200
    assert get(logged.manager, "challenge_export", "doc").status_code == 404
    assert get(logged.member, "challenge_export", "csv").status_code == 403
    assert get(logged.governance, "challenge_export", "csv").status_code == 403


def test_the_bodys_page_shows_what_it_holds(logged, get):
    text = get(logged.manager, "body_page", logged.board.pk).content.decode()
    assert "1 open:" in text
    assert "Too few at conferences" in text
    text = get(logged.governance, "body_page", logged.board.pk).content.decode()
    assert "Too few at conferences" not in text
