"""Adding, changing and removing an action."""

import pytest

from goldenthread.improvement.models import Action
from goldenthread.improvement.tests.plan.factories import a_priority, an_action, an_outcome, say
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


def fields(mere, **given):
    return {
        "text": "Ask children what they think",
        "lead_agency": str(mere.police.pk),
        "starts_on": days(0),
        "due_on": days(60),
        "measure_kind": "judgement",
        "measure": "The youth panel",
        "impact_after": "3",
        **given,
    }


def test_an_action_with_contributors_under_an_outcome(mere, get, post):
    page = get(mere.manager, "action_add", mere.partnership.pk, outcome=mere.outcome.pk)
    assert page.context["form"]["outcome"].value() == mere.outcome.pk
    answer = post(
        mere.manager,
        "action_add",
        mere.partnership.pk,
        **fields(mere, outcome=str(mere.outcome.pk), contributors=[str(mere.health.pk)]),
    )
    action = Action.objects.get()
    assert answer.url == f"/actions/{action.pk}/"
    assert (action.reference, action.priority, action.lead) == ("A1", mere.priority, "Mere Police")
    assert [part.agency for part in action.attestations.all()] == [mere.health]
    assert action.impact_after == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"due_on": ""}, "Give a due date, or say how often the action is reviewed or done again."),
        ({"lead_agency": ""}, "Say who leads: an agency, a group, or a name in words."),
        ({"measure": ""}, "Enter the measure."),
        ({"measure_kind": ""}, "Answer the question: How you will know"),
        ({"text": ""}, "Enter what will be done."),
        ({"review_cadence": "quarterly", "recurrence": "annual"}, "one of the two"),
        ({"due_on": days(-5)}, "The end date must be the same as or after the start date."),
        ({"impact_after": "30"}, "less than or equal to 24"),
    ],
)
def test_what_is_refused_is_said(mere, post, given, sentence):
    answer = post(mere.manager, "action_add", mere.partnership.pk, **fields(mere, **given))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert sentence.replace("Answer the question: How you will know", "how you will know") in text
    assert not Action.objects.exists()


def test_a_chair_adds_for_their_group_alone(mere, post, get):
    refused = post(mere.group_chair, "action_add", mere.partnership.pk, **fields(mere))
    assert "Choose group that follows it." in refused.content.decode()
    post(mere.group_chair, "action_add", mere.partnership.pk, **fields(mere, body=str(mere.subgroup.pk)))
    action = Action.objects.get()
    assert action.body == mere.subgroup
    choices = get(mere.group_chair, "action_edit", action.pk).context["form"].fields["body"].queryset
    assert list(choices) == [mere.subgroup]


def test_changing_keeps_the_due_date(mere, action, get, post):
    form = get(mere.manager, "action_edit", action.pk).context["form"]
    assert "due_on" not in form.fields
    post(
        mere.manager,
        "action_edit",
        action.pk,
        **fields(mere, text="Ask them twice", reference="M1", starts_on=days(-100)),
    )
    action.refresh_from_db()
    assert (action.text, action.due_on) == ("Ask them twice", days(100))


def test_an_action_moves_to_an_outcome_of_another_priority(mere, action, post):
    other = an_outcome(a_priority(mere.partnership, "Neglect"), "2a", "Neglect is seen early")
    given = fields(mere, outcome=str(other.pk), reference="M1", starts_on=days(-100))
    assert post(mere.manager, "action_edit", action.pk, **given).status_code == 302
    action.refresh_from_db()
    assert (action.outcome, action.priority) == (other, other.priority)


def test_removing_what_was_added_by_mistake(mere, action, get, post):
    assert "added by mistake" in get(mere.manager, "action_remove", action.pk).content.decode()
    say(action)
    assert post(mere.manager, "action_remove", action.pk).status_code == 409
    mistake = an_action(mere.partnership)
    post(mere.manager, "action_remove", mistake.pk)
    assert list(Action.objects.all()) == [action]


def test_who_may(mere, action, get):
    for page in ("action_edit", "action_remove"):
        assert get(mere.officer, page, action.pk).status_code == 403
        assert get(mere.neighbour, page, action.pk).status_code in (403, 404)
        assert get(mere.dale_manager, page, action.pk).status_code == 404
    assert get(mere.officer, "action_add", mere.partnership.pk).status_code == 403
    assert get(mere.dale_manager, "action_add", mere.partnership.pk).status_code == 404
    elsewhere = an_action(mere.partnership)
    assert get(mere.group_chair, "action_edit", elsewhere.pk).status_code == 403
