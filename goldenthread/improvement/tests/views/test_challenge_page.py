"""One challenge: what is shown, to whom, and its timeline on paper."""

from io import BytesIO

import pikepdf
import pytest

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.models import Finding, FindingKind
from goldenthread.improvement.tests.challenges import a_disagreement, a_strategic_challenge
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import days, seated


@pytest.fixture
def case(challenged):
    return a_disagreement(challenged, child_safe_by=days(2), child_safe_reason="The placement ends")


def test_everything_about_a_case_for_a_party(challenged, case, get):
    text = get(challenged.social_worker, "challenge_page", case.pk).content.decode()
    for words in (
        "CS-10423",
        "A strategy meeting was refused.",
        "Stage 1: Level 1",
        "The placement ends",
        "Take it to the next stage",
        "Timeline",
        "OFFICIAL-SENSITIVE",
    ):
        assert words in text
    assert ">Answer</a>" not in "".join(text.split("\n"))
    entry = TrailEntry.objects.get(verb="challenge.read")
    assert (entry.actor, entry.object_id) == (challenged.social_worker, str(case.pk))


def test_those_challenged_may_answer_and_not_take_it_up(challenged, case, get):
    text = get(challenged.officer, "challenge_page", case.pk).content.decode()
    assert f"/challenges/{case.pk}/respond/" in text
    for deed in ("escalate", "shorten", "resolve", "withdraw", "learning", "edit"):
        assert f"/challenges/{case.pk}/{deed}/" not in text


def test_a_member_of_the_holding_body_reads_it_without_the_reference(challenged, case, get):
    text = get(challenged.member, "challenge_page", case.pk).content.decode()
    assert "A strategy meeting was refused." in text
    assert "CS-10423" not in text
    assert f"/challenges/{case.pk}/respond/" not in text


def test_who_may(challenged, case, get):
    for person in (challenged.chair, challenged.partner, seated(challenged.board, SeatRole.SCRUTINEER)):
        assert get(person, "challenge_page", case.pk).status_code == 404
    assert get(challenged.governance, "challenge_page", case.pk).status_code == 403
    strategic = a_strategic_challenge(challenged)
    assert get(challenged.chair, "challenge_page", strategic.pk).status_code == 200


def test_once_settled_nothing_is_offered_but_learning(challenged, case, get):
    case.resolve(result="agreed", words="They met.", learning="Ring first.", by=challenged.manager)
    text = get(challenged.manager, "challenge_page", case.pk).content.decode()
    for words in ("✓ Settled", "They met.", "Ring first.", "Stage 1: Level 1", "Note learning and impact"):
        assert words in text
    assert f"/challenges/{case.pk}/escalate/" not in text


def test_the_evidence_of_a_strategic_challenge_leads_here(challenged, get):
    strategic = a_strategic_challenge(challenged)
    answer = get(challenged.manager, "evidence_page", strategic.pk)
    assert answer.url == f"/challenges/{strategic.pk}/"
    case = a_disagreement(challenged)
    assert get(challenged.manager, "evidence_page", case.pk).status_code == 404


@pytest.mark.parametrize(("person", "names_case"), [("social_worker", True), ("member", False)])
def test_the_timeline_on_paper(challenged, case, get, person, names_case, monkeypatch):
    from goldenthread.foundation import pdf

    given = {}
    draw = pdf.compile

    def compiled(template, data, **rest):
        given.update(data)
        return draw(template, data, **rest)

    monkeypatch.setattr(pdf, "compile", compiled)
    answer = get(getattr(challenged, person), "challenge_timeline", case.pk)
    assert answer["X-Protective-Marking"] == "OFFICIAL-SENSITIVE"
    assert "CS-10423" not in answer["Content-Disposition"]
    assert (["Local reference of the case", "CS-10423"] in given["facts"]) == names_case
    with pikepdf.open(BytesIO(answer.content)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.open_metadata()["dc:title"]) == f"Timeline: Case disagreement {case.pk}"
    assert TrailEntry.objects.filter(verb="challenge.print").count() == 1


def test_the_clock_leads_back_to_the_challenge(challenged, case, get):
    clock = case.runs.get().clock
    text = get(challenged.officer, "clock_page", clock.pk).content.decode()
    assert f"Case disagreement {case.pk}" in text
    assert "Record that it was done" not in text
    assert get(challenged.chair, "clock_page", clock.pk).status_code == 404


def test_what_is_learned_from_a_strategic_challenge_becomes_findings(challenged, get, post):
    strategic = a_strategic_challenge(challenged)
    text = get(challenged.manager, "challenge_page", strategic.pk).content.decode()
    assert "No finding is recorded yet." in text
    assert f"/evidence/{strategic.pk}/findings/add/" in text
    assert "Add a finding" not in get(challenged.chair, "challenge_page", strategic.pk).content.decode()
    Finding(evidence=strategic, kind=FindingKind.FINDING, text="Nobody stands in for officers", number=1).keep(by=None)
    assert "Nobody stands in for officers" in get(challenged.chair, "challenge_page", strategic.pk).content.decode()
    case = a_disagreement(challenged)
    assert "Findings" not in get(challenged.manager, "challenge_page", case.pk).content.decode()
    assert get(challenged.manager, "finding_add", case.pk).status_code == 404
