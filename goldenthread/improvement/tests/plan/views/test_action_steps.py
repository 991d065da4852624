"""What happens to an action, page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.improvement.models import ActionFile, ActionUpdate, Closure, DueChange, Pause
from goldenthread.improvement.rules import Status
from goldenthread.improvement.tests.plan.factories import again, an_action, close, part_of
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db
TODAY = days(0)


def test_an_update_with_a_document(mere, action, post):
    note = SimpleUploadedFile("note.txt", b"Seen on four files.")
    answer = post(
        mere.officer,
        "action_update",
        action.pk,
        text="Two panels met",
        on=TODAY,
        agency=str(mere.police.pk),
        expected_on=days(120),
        file=note,
    )
    assert answer.url == f"/actions/{action.pk}/"
    update = ActionUpdate.objects.get()
    assert (update.author, update.agency, update.expected_on) == (mere.officer, mere.police, days(120))
    assert ActionFile.objects.get().update == update
    assert again(action).status == Status.LIKELY


def test_an_update_that_is_refused_says_why_and_keeps_nothing(mere, action, post):
    for given, sentence in (
        ({"text": "", "on": TODAY}, "Enter what has happened."),
        ({"text": "X", "on": days(1)}, "The date must be today or in the past."),
        ({"text": "X", "on": TODAY, "file": SimpleUploadedFile("run.exe", b"MZ")}, "run.exe"),
    ):
        answer = post(mere.officer, "action_update", action.pk, **given)
        assert sentence in answer.content.decode()
    assert not ActionUpdate.objects.exists()


def test_only_what_recurs_is_done_again(mere, action, get, post):
    assert "done_again" not in get(mere.manager, "action_update", action.pk).context["form"].fields
    yearly = an_action(mere.partnership, due_on=None, recurrence="annual")
    post(mere.manager, "action_update", yearly.pk, text="Held in May", done_again="on", on=TODAY)
    assert ActionUpdate.objects.get().done_again
    assert "agency" not in get(mere.manager, "action_update", yearly.pk).context["form"].fields


def test_another_due_date(mere, action, post):
    refused = post(mere.manager, "action_due", action.pk, new_due_on=days(100), reason="None")
    assert "The new due date is the one it has." in refused.content.decode()
    post(mere.manager, "action_due", action.pk, new_due_on=days(150), reason="The venue burnt down")
    assert DueChange.objects.get().old_due_on == days(100)
    assert again(action).due_on == days(150)


def test_a_pause_and_its_end(mere, action, get, post):
    post(mere.manager, "action_pause", action.pk, reason="No venue", until=days(20))
    assert again(action).status == Status.PAUSED
    assert "Let it go on" in get(mere.manager, "action_page", action.pk).content.decode()
    refused = post(mere.manager, "action_pause", action.pk, reason="Twice", until=days(30))
    assert "paused already" in refused.content.decode()
    post(mere.manager, "action_resume", action.pk)
    assert Pause.objects.get().resumed_on == TODAY
    assert post(mere.manager, "action_resume", action.pk).status_code == 409


def test_closing_waits_for_every_part(mere, action, get, post):
    text = get(mere.officer, "action_close", action.pk).content.decode()
    assert "Awaited: Mere Health." in text
    refused = post(mere.officer, "action_close", action.pk, evidence="It met", on=TODAY)
    assert "These parts are awaited: Mere Health." in refused.content.decode()
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    note = SimpleUploadedFile("minutes.txt", b"Agreed.")
    post(mere.officer, "action_close", action.pk, evidence="It met", on=TODAY, file=note)
    assert Closure.objects.get().closed_by == mere.officer
    assert ActionFile.objects.get().closure == Closure.objects.get()
    assert again(action).status == Status.COMPLETE


def test_closing_asks_for_a_measure_where_none_was_named(mere, get, post):
    bare = an_action(mere.partnership)
    assert "measure" in get(mere.manager, "action_close", bare.pk).context["form"].fields
    refused = post(
        mere.manager, "action_close", bare.pk, evidence="Done", on=days(1), measure_kind="indicator", measure="Count"
    )
    assert "today or in the past" in refused.content.decode()
    bare.refresh_from_db()
    assert bare.measure == ""
    post(mere.manager, "action_close", bare.pk, evidence="Done", on=TODAY, measure_kind="indicator", measure="Count")
    bare.refresh_from_db()
    assert (bare.measure_kind, bare.measure) == ("indicator", "Count")


def test_opening_again(mere, action, get, post):
    assert post(mere.officer, "action_reopen", action.pk, reason="X").status_code == 409
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    close(action)
    assert (
        "Enter why it is opened again." in post(mere.officer, "action_reopen", action.pk, reason="").content.decode()
    )
    post(mere.officer, "action_reopen", action.pk, reason="The panel stopped")
    assert Closure.objects.get().reopen_reason == "The panel stopped"


@pytest.mark.parametrize(
    ("page", "may", "may_not"),
    [
        (
            "action_update",
            ["manager", "group_chair", "officer", "nurse"],
            ["chair", "scrutineer", "guest", "governance"],
        ),
        ("action_close", ["manager", "group_chair", "officer"], ["nurse", "chair", "scrutineer", "guest"]),
        ("action_due", ["manager", "group_chair"], ["officer", "nurse", "chair", "scrutineer"]),
        ("action_pause", ["manager", "group_chair"], ["officer", "nurse", "chair", "scrutineer"]),
    ],
)
def test_who_may(mere, action, get, page, may, may_not):
    assert {get(getattr(mere, who), page, action.pk).status_code for who in may} == {200}
    assert {get(getattr(mere, who), page, action.pk).status_code for who in may_not} == {403}
    assert get(mere.dale_manager, page, action.pk).status_code == 404
