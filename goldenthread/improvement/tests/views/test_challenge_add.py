"""Recording challenges and disagreements, and correcting them."""

import pytest

from goldenthread.foundation.models import Message
from goldenthread.improvement.models import Challenge, EscalationProtocol, Side
from goldenthread.improvement.tests.challenges import a_disagreement, a_place, a_strategic_challenge
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import days, seated


def strategic(place, **given):
    return {
        "holding_body": place.board.pk,
        "title": "Too few at conferences",
        "raised_other": "Mere subgroup; Head of social work (Mere board)",
        "challenged_agency": place.police.pk,
        "challenged_other": "schools",
        "raised_on": days(-3),
        "issue": "Officers do not come to conferences.",
        "about": "resource",
        **given,
    }


def disagreement(place, **given):
    return {
        "holding_body": place.group.pk,
        "case_reference": "cs-10423",
        "raised_agency": place.council.pk,
        "challenged_agency": place.police.pk,
        "raised_on": days(0),
        "issue": "A strategy meeting was refused.",
        **given,
    }


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def test_a_strategic_challenge(challenged, get, post):
    assert get(challenged.manager, "challenge_add").status_code == 200
    answer = post(challenged.manager, "challenge_add", **strategic(challenged))
    challenge = Challenge.objects.with_parts().get()
    assert answer.url == f"/challenges/{challenge.pk}/"
    assert (challenge.partnership, challenge.dated_on) == (challenged.partnership, days(-3))
    assert [party.identity[0] for party in challenge.side(Side.RAISED)] == ["body", "seat"]
    assert challenge.challenged == "Mere Police; schools"
    assert challenge.about == "resource"
    assert challenge.run is None


def test_a_disagreement_begins_its_clock_and_tells_both_sides(challenged, get, post):
    text = get(challenged.manager, "disagreement_add").content.decode()
    assert "No name, initials or date of birth" in text
    second = challenged.protocol.stages.get(number=2)
    answer = post(
        challenged.manager,
        "disagreement_add",
        **disagreement(challenged, stage=second.pk, child_safe_by=days(1), child_safe_reason="The placement ends"),
    )
    challenge = Challenge.objects.with_parts().get()
    assert answer.url == f"/challenges/{challenge.pk}/"
    assert (challenge.case_reference, challenge.run.stage) == ("CS-10423", second)
    assert challenge.run.child_safe_by == days(1)
    assert set(Message.objects.values_list("recipient", flat=True)) == {
        challenged.social_worker.pk,
        challenged.officer.pk,
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"case_reference": "Jo Smith"}, "case_reference"),
        ({"case_reference": "12/06/2015"}, "case_reference"),
        ({"case_reference": ""}, "case_reference"),
        ({"raised_agency": ""}, "raised_agency"),
        ({"challenged_agency": ""}, "challenged_agency"),
        ({"raised_on": days(1)}, "raised_on"),
        ({"child_safe_by": days(3)}, "child_safe_reason"),
        ({"issue": ""}, "issue"),
    ],
)
def test_what_is_missing_or_names_a_child_is_said(challenged, post, given, field):
    answer = post(challenged.manager, "disagreement_add", **disagreement(challenged, **given))
    assert field in errors(answer)
    assert not Challenge.objects.exists()
    assert not Message.objects.exists()


def test_both_sides_the_same_is_refused(challenged, post):
    given = disagreement(challenged, challenged_agency=challenged.council.pk)
    assert "challenge themselves" in post(challenged.manager, "disagreement_add", **given).content.decode()


def test_without_a_protocol_none_can_be_recorded(challenged, post):
    EscalationProtocol.objects.update(in_use=False)
    answer = post(challenged.manager, "disagreement_add", **disagreement(challenged))
    assert "No escalation protocol is in use. Import one first." in answer.content.decode()
    assert not Challenge.objects.exists()


def test_of_several_partnerships_the_stage_is_of_the_right_one(challenged, post):
    other = a_place("Dale")
    stage = challenged.protocol.stages.get(number=2)
    both = seated(other.team, SeatRole.OFFICER)
    assert "stage" in errors(post(both, "disagreement_add", **disagreement(challenged, stage=stage.pk)))


def test_bodies_of_others_are_not_offered(challenged, post):
    runs = seated(challenged.group, SeatRole.CHAIR)
    assert "holding_body" in errors(post(runs, "challenge_add", **strategic(challenged)))
    own = strategic(challenged, holding_body=challenged.group.pk, raised_other="Head of social work (Mere board)")
    assert post(runs, "challenge_add", **own).status_code == 302


def test_who_may_record(challenged, get):
    for page in ("challenge_add", "disagreement_add"):
        for person in (challenged.member, challenged.chair, challenged.governance, challenged.social_worker):
            assert get(person, page).status_code == 403


class TestEdit:
    def test_a_strategic_challenge_is_corrected(self, challenged, get, post):
        challenge = a_strategic_challenge(challenged)
        assert "holding_body" not in get(challenged.manager, "challenge_edit", challenge.pk).context["form"].fields
        post(
            challenged.manager,
            "challenge_edit",
            challenge.pk,
            title="Too few officers",
            issue="Officers do not come.",
            about="system",
        )
        challenge.refresh_from_db()
        assert (challenge.title, challenge.issue) == ("Too few officers", "Officers do not come.")
        assert Challenge.objects.with_parts().get().challenged == "Mere Police"

    def test_of_a_case_its_title_stays(self, challenged, get, post):
        case = a_disagreement(challenged)
        fields = get(challenged.manager, "challenge_edit", case.pk).context["form"].fields
        assert set(fields) == {"case_reference", "issue"}
        typed = {"case_reference": "CS-10424", "issue": "The meeting was put off."}
        post(challenged.manager, "challenge_edit", case.pk, **typed)
        case.refresh_from_db()
        assert (case.title, case.issue) == (f"Case disagreement {case.pk}", "The meeting was put off.")
        assert case.case_reference == "CS-10424"
        refused = post(challenged.manager, "challenge_edit", case.pk, **{**typed, "case_reference": "Jo Smith"})
        assert "case_reference" in errors(refused)

    def test_only_who_keeps_it(self, challenged, get):
        case = a_disagreement(challenged)
        assert get(challenged.officer, "challenge_edit", case.pk).status_code == 403
        assert get(challenged.chair, "challenge_edit", case.pk).status_code == 404
