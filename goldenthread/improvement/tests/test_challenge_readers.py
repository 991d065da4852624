"""Who reads which challenge, who finds it in the log, and that nothing else leads to a disagreement about a case."""

from datetime import date, datetime

import pytest
import time_machine

from goldenthread.foundation.clocks import LONDON
from goldenthread.improvement.models import Challenge, Evidence, Side
from goldenthread.improvement.search import EvidenceByTitle
from goldenthread.improvement.tests.challenges import (
    a_disagreement,
    a_place,
    a_protocol,
    a_strategic_challenge,
    sits_for,
)
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import seated
from goldenthread.records.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 7, 6, 10, tzinfo=LONDON), tick=False):
        yield


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def protocol(place):
    return a_protocol(place.partnership)


def scope(person) -> Scope:
    return Scope.of(person, today=date(2026, 7, 6))


def test_search_finds_strategic_challenges_alone(place, protocol):
    a_disagreement(place)
    strategic = a_strategic_challenge(place)
    rows = list(EvidenceByTitle().rows(Evidence.objects.all()))
    assert [number for number, _ in rows] == [strategic.pk]


class TestWhoReads:
    @pytest.fixture
    def case(self, place, protocol):
        return a_disagreement(place)

    def reads(self, person, challenge):
        return Challenge.objects.visible_to(scope(person)).filter(pk=challenge.pk).exists()

    def finds(self, person, challenge):
        return Challenge.objects.in_log_of(scope(person)).filter(pk=challenge.pk).exists()

    def test_a_case_is_read_by_its_body_the_two_agencies_and_who_keeps_it(self, place, case):
        for person, reads, finds in (
            (place.member, True, True),
            (place.social_worker, True, True),
            (place.officer, True, True),
            (place.manager, True, True),
            (place.chair, False, True),
            (place.partner, False, True),
            (seated(place.board), False, False),
            (place.governance, False, False),
            (seated(place.board, SeatRole.SCRUTINEER), False, True),
            (seated(place.group, SeatRole.CO_OPTED), False, False),
            (a_place("Dale").manager, False, False),
        ):
            assert (self.reads(person, case), self.finds(person, case)) == (reads, finds), person

    def test_an_agency_reads_its_own_cases_of_the_same_partnership_alone(self, place, case):
        dale = a_place("Dale")
        both = sits_for(place.police, dale.board, "Borough command")
        assert not self.reads(both, case)
        other = sits_for(dale.police, place.team, "Liaison", SeatRole.CORE)
        assert not self.reads(other, case)

    def test_the_partners_read_it_once_it_has_come_to_their_stage(self, place, protocol, case):
        case.escalate(reason="No plan", by=place.manager)
        assert not self.reads(place.partner, case)
        case.escalate(reason="Still none", by=place.manager)
        assert self.reads(place.partner, case)
        assert not self.reads(a_place("Dale").partner, case)

    def test_a_strategic_challenge_is_read_by_those_of_the_log_and_by_its_parties(self, place, protocol):
        challenge = a_strategic_challenge(place)
        for person, reads in (
            (place.chair, True),
            (seated(place.board), True),
            (place.member, True),
            (place.officer, True),
            (place.governance, False),
            (a_place("Dale").chair, False),
        ):
            assert self.reads(person, challenge) == reads, person

    def test_a_seat_that_is_a_party_reads_it(self, place, protocol):
        seat = place.partner.appointments.get().seat
        challenge = a_disagreement(place, challenged=seat)
        assert self.reads(place.partner, challenge)
        assert challenge.sides_of(scope(place.partner)) == {Side.CHALLENGED}
        assert challenge.sides_of(scope(place.social_worker)) == {Side.RAISED}
        assert challenge.sides_of(scope(place.manager)) == set()

    def test_for_a_body_answers_who_keeps_its_challenges(self, place, protocol):
        challenge = a_strategic_challenge(place)
        assert challenge.sides_of(scope(place.member)) == set()
        assert challenge.sides_of(scope(seated(place.group, SeatRole.CHAIR))) == {Side.RAISED}

    def test_the_operator_reads_no_case(self, place, case):
        strategic = a_strategic_challenge(place)
        operator = Scope.operator(today=date(2026, 7, 6))
        assert list(Challenge.objects.visible_to(operator)) == [strategic]
        assert Challenge.objects.in_log_of(operator).count() == 2

    def test_its_clock_is_seen_by_who_reads_it_and_run_by_its_verbs_alone(self, place, case):
        running = Clock.objects.of(case).get()
        assert running in Clock.objects.visible_to(scope(place.officer))
        assert running not in Clock.objects.visible_to(scope(place.chair))
        assert not Clock.objects.run_by(scope(place.manager)).exists()
        assert running.marking == "OFFICIAL-SENSITIVE"
