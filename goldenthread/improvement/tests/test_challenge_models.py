"""Challenges: raising, answering, rising after silence, shortening, settling, and who reads which."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from goldenthread.foundation.clocks import LONDON
from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import (
    Challenge,
    ChallengeKind,
    ChallengeParty,
    EscalationProtocol,
    EscalationStage,
    Evidence,
    Result,
    Side,
    State,
    What,
)
from goldenthread.improvement.tasks import raise_unanswered
from goldenthread.improvement.tests.challenges import (
    a_disagreement,
    a_place,
    a_protocol,
    a_strategic_challenge,
    party,
    sits_for,
)
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import seated
from goldenthread.records.models import Clock

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 7, 6, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def protocol(place):
    return a_protocol(place.partnership)


def anew(challenge: Challenge) -> Challenge:
    return Challenge.objects.with_parts().get(pk=challenge.pk)


def scope(person) -> Scope:
    return Scope.of(person, today=date(2026, 7, 6))


def what_happened(challenge: Challenge) -> list[str]:
    return list(challenge.steps.values_list("what", flat=True))


class TestRaising:
    def test_a_disagreement_begins_at_the_lowest_stage_and_its_clock_runs(self, place, protocol):
        challenge = anew(a_disagreement(place))
        assert (challenge.raised_by, challenge.challenged) == ("Mere Council", "Mere Police")
        assert (challenge.state, challenge.run.stage.number) == (State.OPEN, 1)
        assert challenge.run.due == date(2026, 7, 13)
        assert challenge.dated_on == date(2026, 7, 6)
        assert Clock.objects.of(challenge).get().rule == challenge.run.stage.rule
        entry = TrailEntry.objects.get(verb="challenge.raise")
        assert (entry.object_type, entry.object_id) == ("improvement.evidence", str(challenge.pk))
        assert entry.ids == {"stage": 1}

    def test_its_title_names_no_child_and_only_its_body_reads_it(self, place, protocol):
        challenge = a_disagreement(place, case_reference=" cs-10423 ")
        held = Evidence.objects.get(pk=challenge.pk)
        assert held.title == f"Case disagreement {challenge.pk}"
        assert (held.circulation, held.as_kind().case_reference) == (Circulation.OWNER, "CS-10423")
        for person in (place.manager, place.member, place.chair):
            assert not Evidence.objects.visible_to(scope(person)).exists()

    def test_it_is_recorded_from_the_stage_the_team_is_told(self, place, protocol):
        second = protocol.stages.get(number=2)
        friday = datetime(2026, 7, 3, 16, tzinfo=LONDON)
        challenge = anew(a_disagreement(place, stage=second, at=friday))
        assert (challenge.run.stage, challenge.run.due) == (second, date(2026, 7, 7))
        assert challenge.dated_on == date(2026, 7, 3)

    def test_the_childs_own_timescale_comes_first_where_it_is_less(self, place, protocol):
        challenge = anew(a_disagreement(place, child_safe_by=date(2026, 7, 8), child_safe_reason="The placement ends"))
        assert challenge.run.due == date(2026, 7, 8)
        step = next(step for step in Clock.objects.of(challenge).get().timeline() if step.reason)
        assert step.reason == "The child's own timescale: The placement ends"
        later = anew(a_disagreement(place, case_reference="CS-2", child_safe_by=date(2026, 8, 1)))
        assert later.run.due == date(2026, 7, 13)

    def test_a_stage_without_a_limit_has_no_clock_unless_the_child_needs_one(self, place, protocol):
        protocol.stages.filter(number=1).update(rule=None)
        assert anew(a_disagreement(place)).run.clock is None
        dated = anew(a_disagreement(place, case_reference="CS-2", child_safe_by=date(2026, 7, 9)))
        assert dated.run.due == date(2026, 7, 9)

    def test_a_strategic_challenge_is_at_no_stage_until_it_is_escalated(self, place, protocol):
        challenge = anew(a_strategic_challenge(place))
        assert (challenge.run, Clock.objects.of(challenge).exists()) == (None, False)
        challenge.escalate(reason="No answer at two meetings", by=place.manager)
        assert anew(challenge).run.stage.number == 1

    @pytest.mark.parametrize("reference", ["", "Jo Smith", "12/06/2015", "SMITH-1"])
    def test_a_reference_that_looks_like_a_person_is_refused(self, place, protocol, reference):
        with pytest.raises(ValidationError) as refused:
            a_disagreement(place, case_reference=reference)
        assert "case_reference" in refused.value.message_dict
        assert not Challenge.objects.exists()

    def test_both_sides_are_named_once_and_differ(self, place, protocol):
        for parties, says in (
            ([party(Side.RAISED, place.council)], "who raised it and who is challenged"),
            (
                [party(Side.RAISED, place.council), party(Side.RAISED, place.council), party(Side.CHALLENGED, "DfE")],
                "Name each party once",
            ),
            ([party(Side.RAISED, place.council), party(Side.CHALLENGED, place.council)], "challenge themselves"),
        ):
            challenge = Challenge(
                challenge_kind=ChallengeKind.STRATEGIC,
                partnership=place.partnership,
                holding_body=place.board,
                title="A",
                issue="B",
            )
            with pytest.raises(NotPossible, match=says):
                challenge.begin(parties=parties, by=place.manager)

    def test_no_protocol_and_no_day_to_come(self, place):
        with pytest.raises(NotPossible, match="No escalation protocol is in use"):
            a_disagreement(place)
        with pytest.raises(NotPossible, match="a day that has come"):
            a_strategic_challenge(place, at=datetime(2026, 7, 7, tzinfo=LONDON))

    def test_the_database_holds_the_reference_to_its_kind_and_a_party_to_one_thing(self, place, protocol):
        challenge = a_disagreement(place)
        for changes in ({"case_reference": ""}, {"challenge_kind": "strategic"}, {"about": "system"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Challenge.objects.filter(pk=challenge.pk).update(**changes)
        with pytest.raises(IntegrityError), transaction.atomic():
            ChallengeParty.objects.filter(challenge=challenge).update(outside_name="Somebody")

    def test_a_body_of_another_partnership_does_not_hold_it(self, place, protocol):
        with pytest.raises(ValidationError, match="same partnership"):
            a_disagreement(place, body=a_place("Dale").group)


class TestProtocolToApply:
    def test_a_partnerships_own_comes_before_everybodys(self, place):
        everybodys = a_protocol(None, edition="General")
        assert EscalationProtocol.objects.to_apply(on=date(2026, 7, 6), partnership=place.partnership) == everybodys
        own = a_protocol(place.partnership, edition="Own")
        assert EscalationProtocol.objects.to_apply(on=date(2026, 7, 6), partnership=place.partnership) == own
        other = a_place("Dale").partnership
        assert EscalationProtocol.objects.to_apply(on=date(2026, 7, 6), partnership=other) == everybodys

    def test_one_not_in_use_or_not_in_force_does_not(self, place):
        a_protocol(place.partnership, edition="Old", ends_on=date(2026, 7, 5))
        a_protocol(place.partnership, edition="Draft", in_use=False)
        assert EscalationProtocol.objects.to_apply(on=date(2026, 7, 6), partnership=place.partnership) is None

    def test_the_limit_in_words(self, protocol):
        stage = protocol.stages.get(number=1)
        assert stage.limit_words == "5 working days, or the child's own timescale, whichever is less"
        stage.child_timescale = False
        assert stage.limit_words == "5 working days"
        stage.rule = None
        assert stage.limit_words == "No limit is stated"


class TestAnswering:
    def test_the_first_answer_meets_the_clock_and_it_does_not_rise(self, place, protocol, clock):
        challenge = a_disagreement(place)
        clock.move_to(datetime(2026, 7, 8, 9, tzinfo=LONDON))
        challenge.respond(text="We will meet on Friday.", by=place.officer)
        clock.move_to(datetime(2026, 7, 20, 9, tzinfo=LONDON))
        assert anew(challenge).rise(now=datetime(2026, 7, 20, 9, tzinfo=LONDON)) is False
        challenge.respond(text="We met.", by=place.officer)
        held = anew(challenge)
        assert held.run.answered_at == datetime(2026, 7, 8, 9, tzinfo=LONDON)
        assert held.run.clock.met_on == date(2026, 7, 8)
        assert held.outcome_words == "We met."
        assert what_happened(held) == [What.RAISED, What.RESPONDED, What.RESPONDED]

    def test_an_answer_says_something_and_only_to_what_is_open(self, place, protocol):
        challenge = a_disagreement(place)
        with pytest.raises(NotPossible, match="Write what was answered"):
            challenge.respond(text=" ", by=place.officer)
        challenge.withdraw(reason="Raised twice", by=place.manager)
        with pytest.raises(NotPossible, match="not open: withdrawn"):
            challenge.respond(text="Too late", by=place.officer)


class TestRising:
    def test_silence_takes_it_up_one_stage_once_and_tells_that_level(self, place, protocol, clock):
        challenge = a_disagreement(place)
        Message.objects.all().delete()
        clock.move_to(datetime(2026, 7, 13, 23, 59, tzinfo=LONDON))
        raise_unanswered.func()
        assert anew(challenge).run.stage.number == 1
        clock.move_to(datetime(2026, 7, 14, 0, 1, tzinfo=LONDON))
        raise_unanswered.func()
        raise_unanswered.func()
        held = anew(challenge)
        first, second = held.runs.all()
        assert (first.ending, first.ended_at, held.run) == ("ran out", first.silent_at, second)
        assert (second.stage.number, second.due) == (2, date(2026, 7, 16))
        assert first.clock.stopped_reason == "No answer in time"
        assert what_happened(held) == [What.RAISED, What.ROSE]
        told = set(Message.objects.values_list("recipient", flat=True))
        assert told == {place.social_worker.pk, place.officer.pk}
        assert Message.objects.count() == 2

    def test_at_the_top_it_stays_and_the_partners_are_told_once(self, place, protocol, clock):
        challenge = a_disagreement(place, stage=protocol.stages.get(number=3))
        Message.objects.all().delete()
        for day in (9, 10, 11):
            clock.move_to(datetime(2026, 7, day, 9, tzinfo=LONDON))
            raise_unanswered.func()
        held = anew(challenge)
        assert (held.run.stage.number, held.is_silent, held.is_open) == (3, True, True)
        assert what_happened(held) == [What.RAISED, What.SILENT]
        assert set(Message.objects.values_list("recipient", flat=True)) == {place.partner.pk}

    def test_it_rises_one_stage_however_late_it_is_looked_at(self, place, protocol, clock):
        challenge = a_disagreement(place)
        clock.move_to(datetime(2026, 9, 1, 9, tzinfo=LONDON))
        raise_unanswered.func()
        assert (anew(challenge).run.stage.number, anew(challenge).run.due) == (2, date(2026, 9, 3))

    def test_the_childs_day_goes_up_with_it(self, place, protocol, clock):
        challenge = a_disagreement(place, child_safe_by=date(2026, 7, 8), child_safe_reason="The placement ends")
        clock.move_to(datetime(2026, 7, 9, 9, tzinfo=LONDON))
        raise_unanswered.func()
        held = anew(challenge)
        assert (held.run.stage.number, held.run.due) == (2, date(2026, 7, 9))
        assert held.run.child_safe_by == date(2026, 7, 8)

    def test_messages_name_no_case(self, place, protocol):
        a_disagreement(place)
        message = Message.objects.first()
        for text in (message.subject, message.text, message.html):
            assert "CS-10423" not in text
            assert "strategy meeting" not in text
        assert "Raised by: Mere Council" in message.text
        assert "Due: 13 July 2026" in message.text
        assert message.marking == "OFFICIAL-SENSITIVE"

    def test_of_an_agency_those_near_are_told_before_all_others(self, place, protocol):
        far = sits_for(place.council, place.team, "Adviser of the council", SeatRole.CORE)
        a_disagreement(place)
        assert far.pk not in set(Message.objects.values_list("recipient", flat=True))
        assert place.officer.pk in set(Message.objects.values_list("recipient", flat=True))

    def test_after_a_new_edition_it_rises_in_the_one_in_force(self, place, protocol, clock):
        challenge = a_disagreement(place)
        protocol.ends_on = date(2026, 7, 10)
        protocol.keep(by=None)
        newer = a_protocol(place.partnership, edition="Newer", starts_on=date(2026, 7, 11))
        clock.move_to(datetime(2026, 7, 14, 9, tzinfo=LONDON))
        raise_unanswered.func()
        assert anew(challenge).run.stage == newer.stages.get(number=2)


class TestTakingUp:
    def test_it_is_taken_up_with_a_reason_until_the_top(self, place, protocol):
        challenge = a_disagreement(place)
        with pytest.raises(NotPossible, match="Give a reason"):
            challenge.escalate(reason="", by=place.social_worker)
        challenge.escalate(reason="No plan", by=place.social_worker)
        challenge.escalate(reason="Still none", by=place.social_worker)
        held = anew(challenge)
        assert [run.ending for run in held.runs.all()] == ["moved", "moved", ""]
        assert Clock.objects.of(held).running().count() == 1
        with pytest.raises(NotPossible, match="highest stage"):
            challenge.escalate(reason="Again", by=place.social_worker)

    def test_an_immediate_risk_is_due_on_the_same_working_day(self, place, protocol):
        challenge = a_disagreement(place)
        with pytest.raises(NotPossible, match="Say what the immediate risk is"):
            challenge.shorten(reason="", by=place.social_worker)
        challenge.shorten(reason="The child goes home tonight", by=place.social_worker)
        held = anew(challenge)
        assert held.run.due == date(2026, 7, 6)
        assert held.steps.get(what=What.SHORTENED).text == "The child goes home tonight"
        with pytest.raises(NotPossible, match="Nothing can be shortened"):
            challenge.shorten(reason="Again", by=place.social_worker)

    def test_a_stage_without_a_limit_gets_one_for_an_immediate_risk(self, place, protocol):
        protocol.stages.filter(number=1).update(rule=None)
        challenge = a_disagreement(place)
        challenge.shorten(reason="The child goes home tonight", by=place.social_worker)
        assert anew(challenge).run.due == date(2026, 7, 6)
        EscalationProtocol.objects.update(immediate_rule=None)
        without = a_disagreement(place, case_reference="CS-2")
        with pytest.raises(NotPossible, match="No limit is stated"):
            without.shorten(reason="The child goes home tonight", by=place.social_worker)

    def test_what_was_answered_or_is_at_no_stage_cannot_be_shortened(self, place, protocol):
        challenge = a_disagreement(place)
        challenge.respond(text="We meet.", by=place.officer)
        with pytest.raises(NotPossible, match="has been answered"):
            challenge.shorten(reason="Why", by=place.social_worker)
        with pytest.raises(NotPossible, match="at no stage"):
            a_strategic_challenge(place).shorten(reason="Why", by=place.manager)


class TestEnding:
    def test_it_is_settled_at_its_stage_and_the_clock_is_met(self, place, protocol, clock):
        challenge = a_disagreement(place)
        clock.move_to(datetime(2026, 7, 9, 9, tzinfo=LONDON))
        challenge.resolve(
            result=Result.AGREED, words="A meeting is held today.", learning="Ring first.", by=place.manager
        )
        held = anew(challenge)
        assert (held.state, held.result, held.resolved_on) == (State.RESOLVED, Result.AGREED, date(2026, 7, 9))
        assert (held.resolved_stage.number, held.learning) == (1, "Ring first.")
        assert (held.run, Clock.objects.of(held).get().met_on) == (None, date(2026, 7, 9))
        with pytest.raises(NotPossible, match="not open: settled"):
            challenge.escalate(reason="Why", by=place.manager)

    def test_how_it_was_settled_is_said(self, place, protocol):
        challenge = a_disagreement(place)
        with pytest.raises(NotPossible, match="Say what came of it"):
            challenge.resolve(result="", words="It is done.", by=place.manager)
        with pytest.raises(NotPossible, match="Write how it was settled"):
            challenge.resolve(result=Result.AGREED, words="", by=place.manager)
        assert anew(challenge).is_open

    def test_withdrawing_stops_the_clock_with_the_reason_in_the_timeline(self, place, protocol):
        challenge = a_disagreement(place)
        challenge.withdraw(reason="Raised twice", by=place.manager)
        held = anew(challenge)
        assert (held.state, held.run) == (State.WITHDRAWN, None)
        assert Clock.objects.of(held).get().stopped_reason == "Withdrawn"
        assert held.steps.get(what=What.WITHDRAWN).text == "Raised twice"

    def test_learning_and_impact_are_noted_afterwards_too(self, place, protocol):
        challenge = a_disagreement(place)
        challenge.resolve(result=Result.AGREED, words="Done.", by=place.manager)
        challenge.note(learning="Ring first.", impact="Fewer refusals.", themes=[], by=place.manager)
        assert (anew(challenge).learning, anew(challenge).impact) == ("Ring first.", "Fewer refusals.")
        assert TrailEntry.objects.filter(verb="challenge.note").exists()


def test_everybody_told_by_a_stage_is_named_for_each_kind(place, protocol):
    challenge = a_disagreement(place)
    from goldenthread.improvement.models.challenge_told import audience

    stage = EscalationStage(tells=EscalationStage.Tells.BODY)
    assert audience(challenge, stage) == [place.manager]
    chair = seated(place.group, SeatRole.CHAIR)
    assert audience(challenge, stage) == [chair]
    assert set(audience(challenge, EscalationStage(tells=EscalationStage.Tells.PARTNERS))) == {chair, place.partner}


def test_one_that_cannot_rise_holds_up_no_other(place, protocol, clock, caplog, monkeypatch):
    first, second = a_disagreement(place), a_disagreement(place, case_reference="CS-2")
    rise = Challenge.rise

    def rising(self, *, now):
        if self.pk == first.pk:
            raise NotPossible("The next stage cannot begin.")
        return rise(self, now=now)

    monkeypatch.setattr(Challenge, "rise", rising)
    clock.move_to(datetime(2026, 7, 20, 9, tzinfo=LONDON))
    with caplog.at_level("WARNING"):
        raise_unanswered.func()
    assert (anew(first).run.stage.number, anew(second).run.stage.number) == (1, 2)
    assert f"Challenge {first.pk} did not rise: The next stage cannot begin." in caplog.text
