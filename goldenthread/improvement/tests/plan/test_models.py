"""The verbs of the plan: what each asks for, keeps and refuses."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import (
    Action,
    ActionFile,
    ActionUpdate,
    Attestation,
    Closure,
    DueChange,
    ImpactCheck,
    Outcome,
    Pause,
    Priority,
)
from goldenthread.improvement.models.histories import histories
from goldenthread.improvement.models.timeline import timeline
from goldenthread.improvement.rules import Cadence, Status, status
from goldenthread.improvement.tests.plan.factories import again, an_action, close, part_of, say
from goldenthread.partnership.models import Agency
from goldenthread.partnership.tests.factories import AgencyFactory, BodyFactory, PartnershipFactory, days
from goldenthread.records.models import Document

pytestmark = pytest.mark.django_db
NOTE = [("note.txt", b"Seen on 4 files.")]


def verbs(action):
    return list(TrailEntry.objects.filter(object_id=str(action.pk)).order_by("pk").values_list("verb", flat=True))


def test_an_action_gets_a_reference_and_a_place(mere):
    first, second = an_action(mere.partnership), an_action(mere.partnership)
    named = an_action(mere.partnership, reference="BP01")
    assert [row.reference for row in (first, second, named)] == ["A1", "A2", "BP01"]
    assert [row.position for row in (first, second, named)] == [1, 2, 3]
    assert an_action(mere.dale).reference == "A1"
    with pytest.raises(ValidationError, match="has this reference"):
        an_action(mere.partnership, reference="BP01")


def test_an_action_has_a_lead_and_is_due_somehow(mere):
    with pytest.raises(ValidationError, match="Say who leads"):
        an_action(mere.partnership, lead_name="")
    with pytest.raises(ValidationError, match="Give a due date, or say how often"):
        an_action(mere.partnership, due_on=None)
    with pytest.raises(ValidationError, match="one of the two"):
        an_action(mere.partnership, review_cadence="quarterly", recurrence="annual")
    with pytest.raises(ValidationError, match="agency or a group as the lead"):
        an_action(mere.partnership, lead_agency=mere.police, lead_body=mere.subgroup)
    row = an_action(mere.partnership, due_on=None, review_cadence="quarterly")
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=row.pk).update(review_cadence="")


def test_priority_outcome_and_group_are_of_one_partnership(mere):
    row = an_action(mere.partnership, outcome=mere.outcome)
    assert row.priority == mere.priority
    other = Priority(partnership=mere.dale, title="Dale's own").keep(by=None)
    with pytest.raises(ValidationError, match="Choose a priority of this partnership"):
        an_action(mere.partnership, priority=other)
    with pytest.raises(ValidationError, match="Choose an outcome of this priority"):
        an_action(mere.dale, priority=other, outcome=mere.outcome)
    with pytest.raises(ValidationError, match="Choose a group of this partnership"):
        an_action(mere.dale, body=mere.subgroup)


def test_a_priority_stands_once(mere):
    with pytest.raises(ValidationError, match="there already"):
        Priority(partnership=mere.partnership, title=mere.priority.title).keep(by=None)
    Priority(partnership=mere.partnership, title=mere.priority.title, starts_on=days(0)).keep(by=None)
    with pytest.raises(ValidationError, match="Choose a group of this partnership"):
        Priority(partnership=mere.dale, body=mere.subgroup, title="X").keep(by=None)
    with pytest.raises(ValidationError, match="Choose whose priority"):
        Priority(title="Nobody's").keep(by=None)
    owners = [mere.priority, Priority(body=mere.subgroup), Priority(agency=mere.police), Priority(owner_name="HWB")]
    assert [row.owner for row in owners] == ["Mere LSCP", "Mere subgroup", "Mere Police", "HWB"]
    with pytest.raises(ValidationError, match="letter or number"):
        Outcome(priority=mere.priority, reference="1a", title="Twice").keep(by=None)


def test_an_update_is_dated_and_attributed_and_has_documents(mere, action):
    update = say(action, "Two panels met", on=days(-3), by=mere.officer, agency=mere.police)
    assert (update.author, update.said_on) == (mere.officer, days(-3))
    ActionUpdate(action=action, text="With a note").say(by=mere.officer, files=NOTE)
    file = ActionFile.objects.get()
    assert file.document.title == "note.txt"
    assert not Document.objects.filter(pk=file.document_id).exclude(circulation="owner").exists()
    for text, on, refused in (
        ("", None, "Say what has happened"),
        ("X", days(1), "today or in the past"),
        ("X", days(-101), "on or after the day the action starts"),
    ):
        with pytest.raises(NotPossible, match=refused):
            say(action, text, on=on)
    with pytest.raises(NotPossible, match="Close it when it is done"):
        say(action, done_again=True)
    with pytest.raises(NotPossible, match="on or after the date of the update"):
        say(action, expected_on=days(-1))
    with pytest.raises(NotPossible, match="given by a person"):
        ActionUpdate(action=action, text="From nobody").say(by=None, files=NOTE)
    assert action.updates.count() == 2


def test_a_due_date_keeps_what_it_was(mere, action):
    action.due_on = days(300)
    with pytest.raises(NotPossible, match="changed with a reason"):
        action.keep(by=mere.manager)
    DueChange(action=action, new_due_on=days(150), reason="The venue burnt down").make(by=mere.manager)
    row = again(action)
    assert row.due_on == days(150)
    assert [due.due_on for due in row.history().dues] == [days(100), days(150)]
    for new, reason, refused in (
        (days(150), "Again", "is the one it has"),
        (days(-200), "Back", "on or after the day the action starts"),
        (days(200), " ", "Say why"),
        (None, "No date", "Give a due date"),
    ):
        with pytest.raises(NotPossible, match=refused):
            DueChange(action=action, new_due_on=new, reason=reason).make(by=mere.manager)
    with pytest.raises(NotPossible, match="changed after that day"):
        DueChange(action=action, new_due_on=days(200), reason="Late").make(by=mere.manager, on=days(-5))


def test_a_pause_has_a_reason_and_an_end(mere, action):
    pause = Pause(action=action, reason="No venue", until=days(30))
    pause.begin(by=mere.manager, on=days(-2))
    assert again(action).status == Status.PAUSED
    with pytest.raises(NotPossible, match="paused already"):
        Pause(action=action, reason="Twice", until=days(40)).begin(by=mere.manager)
    pause.end(by=mere.manager)
    assert again(action).status == Status.ON_TRACK  # the review period begins anew after a pause
    with pytest.raises(NotPossible, match="is over"):
        pause.end(by=mere.manager)
    with pytest.raises(NotPossible, match="Say why"):
        Pause(action=action, reason="", until=days(40)).begin(by=mere.manager)
    with pytest.raises(NotPossible, match="last day of the pause"):
        Pause(action=action, reason="Back", until=days(-1)).begin(by=mere.manager)


def test_contributors_attest_and_the_lead_closes(mere, action):
    part = part_of(action, mere.health)
    with pytest.raises(NotPossible, match="These parts are awaited: Mere Health"):
        close(action, by=mere.officer)
    with pytest.raises(NotPossible, match="Say what shows"):
        part.attest("  ", by=mere.nurse)
    part.attest("Nurses were trained", by=mere.nurse, on=days(-1), files=NOTE)
    with pytest.raises(NotPossible, match="already attested or released"):
        part.release("Too late", by=mere.manager)
    with pytest.raises(NotPossible, match="These parts are awaited"):
        close(action, by=mere.officer, on=days(-5))  # before the part was attested
    with pytest.raises(NotPossible, match="what shows that the action is done"):
        Closure(action=action, evidence=" ").make(by=mere.officer)
    close(action, by=mere.officer)
    row = again(action)
    assert row.status == Status.COMPLETE
    assert row.impact_checks.get().due_on > days(150)
    for refused in (
        lambda: say(action),
        lambda: close(action),
        lambda: DueChange(action=action, new_due_on=days(1), reason="X").make(by=None),
        lambda: Pause(action=action, until=days(1), reason="X").begin(by=None),
        lambda: Attestation(action=action, name="Housing", asked_on=days(0)).ask(by=None),
        lambda: part.ask_again(by=None),
    ):
        with pytest.raises(NotPossible, match="This action is closed"):
            refused()
    assert verbs(action)[-1] == "action.close"


def test_a_closed_action_can_be_opened_again(mere, action):
    part_of(action, mere.health).release("Health left", by=mere.manager, on=days(-10))
    closure = close(action)
    with pytest.raises(NotPossible, match="Say why"):
        closure.reopen("", by=mere.manager)
    closure.reopen("The panel stopped", by=mere.manager)
    assert not ImpactCheck.objects.exists()
    assert again(action).standing_on(days(0)).status != Status.COMPLETE
    with pytest.raises(NotPossible, match="This action is open"):
        closure.reopen("Twice", by=mere.manager)
    with pytest.raises(NotPossible, match="opened again after that day"):
        close(action, on=days(-1))
    assert close(action).closed_on == days(0)


def test_a_part_can_be_asked_again(mere, action):
    part = part_of(action, mere.health)
    with pytest.raises(NotPossible, match="awaited already"):
        part.ask_again(by=mere.manager)
    part.attest("Done", by=mere.nurse)
    asked = part.ask_again(by=mere.manager)
    assert asked.is_awaited
    assert part_of(action, mere.health) == asked
    part.refresh_from_db()
    assert part.said == "Done"


def test_who_can_contribute(mere, action):
    for part, refused in (
        (Attestation(agency=mere.police), "The lead closes the action"),
        (Attestation(agency=mere.health), "already has a part"),
        (Attestation(agency=mere.health, name="Health"), "one of the three"),
        (Attestation(), "one of the three"),
    ):
        part.action, part.asked_on = action, days(0)
        with pytest.raises(ValidationError, match=refused):
            part.ask(by=mere.manager)
    Attestation(action=action, name="Faith groups", asked_on=days(0)).ask(by=mere.manager)
    Attestation(action=action, body=mere.board, asked_on=days(0)).ask(by=mere.manager)
    assert [part.contributor for part in action.attestations.all()] == ["Mere Health", "Faith groups", "Mere board"]
    assert part_of(action, mere.health).contributor_short == "Mere Health"


def test_an_impact_check_has_its_measure_or_an_author(mere, action):
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    close(action)
    check = ImpactCheck.objects.get()
    with pytest.raises(NotPossible, match="Say whether it made a difference"):
        check.record(by=mere.officer)
    check.difference, check.seen = "partly", "Half the files show it"
    with pytest.raises(NotPossible, match="must be after this one"):
        check.record(by=mere.officer, again_on=days(0))
    check.record(by=mere.officer, again_on=days(90))
    assert ImpactCheck.objects.awaited().get().due_on == days(90)
    assert "Its impact was checked" in again(action).standing_on(days(0)).reason
    with pytest.raises(NotPossible, match="recorded already"):
        check.record(by=mere.officer)
    Action.objects.filter(pk=action.pk).update(measure_kind="judgement")
    second = ImpactCheck.objects.awaited().get()
    second.difference, second.seen = "yes", "Children say so"
    with pytest.raises(NotPossible, match="whose judgement"):
        second.record(by=mere.officer)
    second.author = "Chair of the panel"
    assert second.record(by=mere.officer).seen_on == days(0)
    assert ImpactCheck.objects.overdue_on(days(500)).count() == 0


def test_only_what_was_never_touched_is_removed(mere, action):
    say(action)
    with pytest.raises(NotPossible, match="so it stays"):
        action.remove(by=mere.manager)
    mistake = an_action(mere.partnership, mere.health)
    mistake.remove(by=mere.manager)
    assert Action.objects.count() == 1


def test_files_are_held_by_the_group_or_the_board(mere, action):
    ActionUpdate(action=action, text="With a note").say(by=mere.officer, files=NOTE)
    assert ActionFile.objects.get().document.body == mere.subgroup
    elsewhere = an_action(mere.partnership)
    ActionUpdate(action=elsewhere, text="With a note").say(by=mere.officer, files=NOTE)
    assert ActionFile.objects.last().document.body == mere.board
    nowhere = an_action(PartnershipFactory(starts_on=days(-200)))
    with pytest.raises(NotPossible, match="Add one first"):
        ActionUpdate(action=nowhere, text="With a note").say(by=mere.officer, files=NOTE)
    assert not nowhere.updates.exists()


def test_the_timeline_holds_everything(mere, action):
    say(action, "Begun", on=days(-50), by=mere.officer, agency=mere.police, expected_on=days(120))
    DueChange(action=action, new_due_on=days(150), reason="Late").make(by=mere.manager, on=days(-40))
    pause = Pause(action=action, reason="No venue", until=days(-10))
    pause.begin(by=mere.manager, on=days(-30))
    pause.end(by=mere.manager, on=days(-20))
    part_of(action, mere.health).attest("Done", by=mere.nurse, on=days(-9), files=NOTE)
    close(action, by=mere.officer, on=days(-8)).reopen("No", by=mere.manager, on=days(-7))
    told = [event.what for event in timeline(again(action))]
    assert told == [
        "Opened again",
        "Closed",
        "Mere Health attested its part",
        "The action went on",
        f"Paused until {days(-10).day} {days(-10):%B} {days(-10).year}",
        next(what for what in told if what.startswith("Due date changed from")),
        next(what for what in told if what.startswith("Update by Mere Police. Now expected on")),
        "The action started",
    ]
    assert [file.document.title for event in timeline(again(action)) for file in event.files] == ["note.txt"]


class AnySequence(TestCase):
    """No sequence of verbs reaches a state the rule cannot name, nor completes an action with a part awaited."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        moves=some.lists(
            some.sampled_from(["say", "due", "pause", "go on", "ask", "attest", "release", "again", "close", "open"]),
            max_size=12,
        ),
        seed=some.integers(0, 10_000),
    )
    def test_of_verbs_is_named_by_the_rule(self, moves, seed):
        chance = random.Random(seed)
        partnership = PartnershipFactory()
        action = an_action(partnership, "Health", recurrence="", review_cadence=Cadence.QUARTERLY)
        for number, move in enumerate(moves):
            try:
                with transaction.atomic():
                    self._move(action, move, number, chance)
            except (NotPossible, ValidationError):
                continue
            finally:
                self._look(action)

    def _move(self, action, move, number, chance):
        on = days(-chance.randint(0, 100))
        parts = list(action.attestations.all())
        part = chance.choice(parts) if parts else None
        closure = action.closures.last()
        match move:
            case "say":
                say(action, f"Said {number}", on=on)
            case "due":
                DueChange(action=action, new_due_on=days(chance.randint(-90, 90)), reason="Why").make(by=None, on=on)
            case "pause":
                Pause(action=action, reason="Why", until=on + timedelta(days=20)).begin(by=None, on=on)
            case "go on" if action.pauses.exists():
                action.pauses.last().end(by=None, on=on)
            case "ask":
                Attestation(action=action, name=f"Somebody {number}", asked_on=on).ask(by=None)
            case "attest" if part:
                part.attest("Done", by=None, on=on)
            case "release" if part:
                part.release("Not needed", by=None, on=on)
            case "again" if part:
                part.ask_again(by=None)
            case "close":
                close(action, on=on)
            case "open" if closure:
                closure.reopen("Not done", by=None, on=on)

    def _look(self, action):
        row = again(action)
        lean = histories(Action.objects.filter(pk=action.pk))[action.pk]
        for day in (days(-60), days(0), days(60)):
            standing = row.standing_on(day)
            assert standing.status in Status
            assert status(lean, day) == standing
            if standing.status == Status.COMPLETE:
                assert not [part for part in row.attestations.all() if part.as_rule().is_awaited_on(day)]
                assert any(closure.as_rule().stands_on(day) for closure in row.closures.all())
        if row.standing_on(days(0)).status == Status.COMPLETE:
            assert not row.attestations.awaited().exists()


def test_histories_say_what_each_action_says(mere, action):
    other = an_action(mere.partnership, "Faith groups", mere.police, due_on=None, recurrence="twice a year")
    say(other, done_again=True, on=days(-20))
    body = BodyFactory(partnership=mere.partnership, name="Panel")
    Attestation(action=other, body=body, asked_on=days(-1)).ask(by=None)
    DueChange(action=action, new_due_on=days(20), reason="Sooner").make(by=None)
    held = histories(Action.objects.all())
    for row in Action.objects.with_history():
        assert held[row.pk] == row.history()
    assert AgencyFactory() in Agency.objects.all()
