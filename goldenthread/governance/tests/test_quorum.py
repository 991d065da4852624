"""Quorum evaluated from the membership of the meeting's day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import QuorumRule, quorum_of, quorums_of
from goldenthread.governance.rules import Outcome, QuorumKind
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Appointment, Partnership
from goldenthread.partnership.models.agency import Membership, Sector
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.rules import PartnerKind
from goldenthread.partnership.tests.factories import AgencyFactory, AreaFactory, PartnershipFactory, PersonFactory

DAY = date(2022, 1, 11)


def a_rule(body, kind=QuorumKind.COUNT, number=2, **given):
    return QuorumRule(body=body, kind=kind, number=number, **given).keep(by=None)


@pytest.fixture
def board(db):
    """A board of an LSCP of two areas: two councils, one police force, one health partner, each with a seat."""
    north, south = AreaFactory(name="North"), AreaFactory(name="South")
    partnership = PartnershipFactory(areas=[north, south], starts_on=date(2019, 9, 29))
    body = factories.a_board(partnership=partnership, starts_on=date(2019, 9, 29))
    for name, kind, areas in (
        ("North Council", PartnerKind.LOCAL_AUTHORITY, [north]),
        ("South Council", PartnerKind.LOCAL_AUTHORITY, [south]),
        ("Health", PartnerKind.HEALTH, [north, south]),
        ("Police", PartnerKind.POLICE, [north, south]),
    ):
        agency = AgencyFactory(
            name=name, partner_kind=kind, areas=areas, sector=Sector.ANY, membership=Membership.CORE
        )
        factories.a_seat(body, f"{name} lead", role=SeatRole.DELEGATED_PARTNER, agency=agency, person=PersonFactory())
    return body


def met(board, day=DAY, **given):
    """A meeting at which every member came, but those of the titles in ``given``: entries' values by title."""
    meeting = factories.a_meeting(board, day)
    entries = []
    for place in meeting.roster():
        if place.is_vacant:
            continue
        values = {"mark": "y", "came_as": "member", **given.get(place.seat.title.partition(" ")[0], {})}
        entries.append(factories.an_entry(place.seat, values.pop("mark"), **values))
    meeting.record_attendance(entries, version=0, by=None)
    return meeting


def test_the_rules_of_the_day_are_asked(board):
    a_rule(board, number=4, ends_on=date(2021, 12, 31))
    a_rule(board, number=5, starts_on=date(2022, 1, 1))
    before, after = met(board, date(2021, 12, 31)), met(board, date(2022, 1, 1))
    assert quorum_of(before).outcome == Outcome.MET
    assert quorum_of(after).sentence == "The meeting was not quorate. 4 seats of members were present; 5 are needed."


def test_the_seats_of_the_day_are_counted(board):
    a_rule(board, QuorumKind.SHARE, 100)
    meeting = met(board)
    factories.a_seat(board, "Seat of a later day", starts_on=date(2022, 1, 12))
    factories.a_seat(board, "Vacant seat", vacant=True)
    assert quorum_of(meeting).outcome == Outcome.MET
    factories.a_seat(board, "Seat without a mark")
    assert quorum_of(meeting).outcome == Outcome.UNKNOWN


def test_a_representative_decides_where_the_appointment_of_the_day_says_so(board):
    a_rule(board, QuorumKind.PARTNERS, None)
    seat = board.seats.get(title="Police lead")
    bound, unbound, earlier = PersonFactory(), PersonFactory(), PersonFactory()
    for person, authority, ends_on in (
        (bound, True, None),
        (unbound, False, None),
        (earlier, True, date(2022, 1, 10)),
    ):
        Appointment(
            seat=seat,
            person=person,
            kind=Appointment.Kind.REPRESENTATIVE,
            delegated_authority=authority,
            starts_on=seat.starts_on,
            ends_on=ends_on,
        ).keep(by=None)
    for number, (came, outcome) in enumerate(
        (
            ({"person": bound}, Outcome.MET),
            ({"person": unbound}, Outcome.NOT_MET),
            ({"person": earlier}, Outcome.NOT_MET),
            ({"representative_name": "Sam Hill"}, Outcome.NOT_MET),
            ({}, Outcome.UNKNOWN),
        )
    ):
        meeting = met(board, date(2022, 1, 11 + number), Police={"came_as": "representative", **came})
        assert quorum_of(meeting).outcome == outcome, came
    assert quorum_of(met(board, date(2022, 2, 1), Police={"came_as": ""})).outcome == Outcome.UNKNOWN


def test_a_partner_whose_dates_are_over_is_not_asked_for(board):
    a_rule(board, QuorumKind.PARTNERS, None)
    meeting = met(board, Police={"mark": "x", "came_as": ""})
    assert quorum_of(meeting).rules[0].sentence == "3 of 4 safeguarding partners present: Police is missing."
    police = board.seats.get(title="Police lead").agency
    police.ends_on = date(2022, 1, 10)
    police.keep(by=None)
    assert quorum_of(meeting).outcome == Outcome.NOT_MET
    said = "the Police partner of North and the Police partner of South are not in the register."
    assert said in quorum_of(meeting).sentence


def test_a_board_of_the_earlier_law_has_no_partners_to_ask_for(db):
    lscb = PartnershipFactory(kind=Partnership.Kind.LSCB)
    with pytest.raises(ValidationError, match="29 June 2018"):
        a_rule(factories.a_board(partnership=lscb), QuorumKind.PARTNERS, None)
    with pytest.raises(ValidationError, match="29 June 2018"):
        a_rule(factories.a_board(partnership=None, run_by="The police"), QuorumKind.PARTNERS, None)


@pytest.mark.parametrize(("kind", "number"), [("count", None), ("count", 0), ("share", 101), ("partners", 3)])
def test_a_number_that_does_not_fit_is_refused(board, kind, number):
    with pytest.raises(ValidationError):
        a_rule(board, QuorumKind(kind), number)


def test_a_rule_is_ended_and_leaves_a_trail(board):
    rule = a_rule(board, starts_on=date(2020, 1, 1))
    with pytest.raises(NotPossible, match="same as or after"):
        rule.end(on=date(2019, 12, 31), by=None)
    assert rule.end(on=date(2021, 1, 1), by=None).ends_on == date(2021, 1, 1)
    assert TrailEntry.objects.filter(verb="quorumrule.end", object_id=str(rule.pk)).count() == 1
    with pytest.raises(NotPossible, match="already ended"):
        rule.end(on=date(2021, 1, 2), by=None)


def test_without_rules_nothing_is_said(board):
    assert quorum_of(met(board)).outcome == Outcome.NO_RULE
    assert not quorum_of(board.meetings.get()).rules


def test_many_meetings_take_as_many_queries_as_one(board):
    a_rule(board, QuorumKind.PARTNERS, None)
    a_rule(board)
    meetings = [met(board, date(2022, 1, day)) for day in range(1, 9)]
    counts = []
    for asked in (meetings[:1], meetings):
        with CaptureQueriesContext(connection) as captured:
            assert {each.outcome for each in quorums_of(board, asked).values()} == {Outcome.MET}
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9
