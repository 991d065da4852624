"""What is done to a challenge from its page: by whom, and what it says."""

import pytest

from goldenthread.improvement.models import Challenge, State, Theme
from goldenthread.improvement.tests.challenges import a_disagreement, a_strategic_challenge
from goldenthread.partnership.tests.factories import days

DEEDS = (
    "challenge_respond",
    "challenge_escalate",
    "challenge_shorten",
    "challenge_resolve",
    "challenge_withdraw",
    "challenge_note",
)


@pytest.fixture
def case(challenged):
    return a_disagreement(challenged)


def anew(case):
    return Challenge.objects.with_parts().get(pk=case.pk)


def test_answering(challenged, case, get, post):
    assert "An answer is due by" in get(challenged.officer, "challenge_respond", case.pk).content.decode()
    empty = post(challenged.officer, "challenge_respond", case.pk, text="")
    assert "text" in empty.context["form"].errors
    answer = post(challenged.officer, "challenge_respond", case.pk, text="We meet on Friday.")
    assert answer.url == f"/challenges/{case.pk}/"
    assert anew(case).run.answered_at is not None
    assert anew(case).steps.get(what="responded").person == challenged.officer


def test_taking_it_up(challenged, case, get, post):
    assert (
        "It is at Stage 1: Level 1." in get(challenged.social_worker, "challenge_escalate", case.pk).content.decode()
    )
    for given, field in (
        ({"reason": ""}, "reason"),
        ({"reason": "No plan", "child_safe_by": days(-1), "child_safe_reason": "Why"}, "child_safe_by"),
        ({"reason": "No plan", "child_safe_by": days(1)}, "child_safe_reason"),
    ):
        refused = post(challenged.social_worker, "challenge_escalate", case.pk, **given)
        assert field in refused.context["form"].errors
    post(challenged.social_worker, "challenge_escalate", case.pk, reason="No plan")
    assert anew(case).run.stage.number == 2
    for _ in range(2):
        answer = post(challenged.social_worker, "challenge_escalate", case.pk, reason="Still none")
    assert "This is the highest stage." in answer.content.decode()


def test_a_strategic_challenge_has_no_childs_timescale(challenged, get, post):
    challenge = a_strategic_challenge(challenged)
    answer = get(challenged.manager, "challenge_escalate", challenge.pk)
    assert set(answer.context["form"].fields) == {"reason"}
    assert "at no stage of a protocol" in answer.content.decode()
    post(challenged.manager, "challenge_escalate", challenge.pk, reason="No answer")
    assert anew(challenge).run.stage.number == 1


def test_shortening(challenged, case, post):
    assert "reason" in post(challenged.social_worker, "challenge_shorten", case.pk, reason="").context["form"].errors
    post(challenged.social_worker, "challenge_shorten", case.pk, reason="The child goes home tonight")
    assert anew(case).run.clock.extensions.get().shortens
    again = post(challenged.social_worker, "challenge_shorten", case.pk, reason="Again")
    assert "Nothing can be shortened" in again.content.decode()


def test_settling(challenged, case, post):
    refused = post(challenged.social_worker, "challenge_resolve", case.pk, result="", words="")
    assert set(refused.context["form"].errors) == {"result", "words"}
    post(challenged.social_worker, "challenge_resolve", case.pk, result="partly", words="They met late.")
    held = anew(case)
    assert (held.state, held.result, held.outcome_words) == (State.RESOLVED, "partly", "They met late.")
    late = post(challenged.officer, "challenge_respond", case.pk, text="Too late")
    assert late.status_code == 409
    assert "not open: settled" in late.content.decode()


def test_withdrawing(challenged, case, post):
    assert "reason" in post(challenged.manager, "challenge_withdraw", case.pk, reason="").context["form"].errors
    post(challenged.manager, "challenge_withdraw", case.pk, reason="Raised twice")
    assert anew(case).state == State.WITHDRAWN


def test_noting_learning_and_impact(challenged, case, get, post):
    fields = get(challenged.manager, "challenge_note", case.pk).context["form"].fields
    assert set(fields) == {"learning", "impact"}
    post(challenged.manager, "challenge_note", case.pk, learning="Ring first.", impact="")
    theme = Theme(partnership=challenged.partnership, name="Strategy meetings").keep(by=None)
    case.withdraw(reason="Raised twice", by=challenged.manager)
    answer = post(
        challenged.manager,
        "challenge_note",
        case.pk,
        learning="Ring first.",
        impact="Fewer refusals.",
        themes=[theme.pk],
    )
    assert answer.status_code == 302
    held = anew(case)
    assert (held.learning, held.impact, list(held.themes.all())) == ("Ring first.", "Fewer refusals.", [theme])


@pytest.mark.parametrize("deed", DEEDS)
def test_who_may(challenged, case, get, post, deed):
    allowed = {
        "challenge_respond": {"manager", "officer"},
        "challenge_note": {"manager"},
    }.get(deed, {"manager", "social_worker"})
    for name in ("manager", "officer", "social_worker", "member"):
        expected = 200 if name in allowed else 403
        assert get(getattr(challenged, name), deed, case.pk).status_code == expected, name
    assert get(challenged.chair, deed, case.pk).status_code == 404
    assert get(challenged.governance, deed, case.pk).status_code == 403
    assert anew(case).is_open
