"""Whether a meeting had its quorum: marks and agencies in, answers out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.governance.rules import Mark, Outcome, QuorumKind
from goldenthread.governance.rules.quorum import (
    NOT_MEMBERS,
    Asked,
    Came,
    Partner,
    SeatThere,
    Slot,
    counting_as,
    partners_of,
    quorum,
)
from goldenthread.partnership.roles import SeatRole

PRESENT, ABSENT, NOT_EXPECTED = Mark.PRESENT, Mark.ABSENT, Mark.NOT_EXPECTED
LETTERS = {"y": PRESENT, "x": ABSENT, "o": NOT_EXPECTED, ".": None}
COUNCIL, OTHER_COUNCIL, POLICE, HEALTH, CCG = 1, 2, 3, 4, 5
PARTNERS = [
    Partner("The council", (frozenset({COUNCIL}),)),
    Partner("The police", (frozenset({POLICE}),)),
    Partner("The ICB", (frozenset({HEALTH}),)),
]
ALL_PARTNERS = Asked(QuorumKind.PARTNERS)


def seats(marks, role=SeatRole.CORE):
    """Core seats with these marks; a v is a vacant one."""
    return [SeatThere(role, is_vacant=letter == "v", mark=LETTERS.get(letter)) for letter in marks]


def sitting(agency, mark=PRESENT, came=Came.MEMBER, **given):
    return SeatThere(SeatRole.DELEGATED_PARTNER, frozenset({agency}), mark=mark, came=came, **given)


def only(result):
    """The one rule of a result, whose outcome is that of the whole."""
    (rule,) = result.rules
    assert rule.outcome == result.outcome
    return rule


@pytest.mark.parametrize(
    ("number", "marks", "outcome"),
    [
        (3, "yyyxx", Outcome.MET),
        (3, "yyxxx", Outcome.NOT_MET),
        (3, "yyoov", Outcome.NOT_MET),
        (3, "yy.xx", Outcome.UNKNOWN),
        (3, "y.xxx", Outcome.NOT_MET),
        (3, "yyy..", Outcome.MET),
        (1, "xxxxx", Outcome.NOT_MET),
        (3, ".....", Outcome.UNKNOWN),
        (3, "", Outcome.UNKNOWN),
    ],
)
def test_a_count(number, marks, outcome):
    assert only(quorum([Asked(QuorumKind.COUNT, number)], seats(marks), None)).outcome == outcome


@pytest.mark.parametrize(
    ("percent", "marks", "outcome"),
    [
        (50, "yyxx", Outcome.MET),
        (51, "yyxx", Outcome.NOT_MET),
        (66, "yyx", Outcome.MET),
        (67, "yyx", Outcome.NOT_MET),
        (50, "yxoo", Outcome.MET),
        (50, "yxvv", Outcome.MET),
        (50, "yxx.", Outcome.UNKNOWN),
        (75, "yxx.", Outcome.NOT_MET),
        (50, "yyx.", Outcome.MET),
        (100, "yyy", Outcome.MET),
        (1, "ooo", Outcome.NOT_MET),
    ],
)
def test_a_share_of_the_seats_filled_and_expected(percent, marks, outcome):
    assert only(quorum([Asked(QuorumKind.SHARE, percent)], seats(marks), None)).outcome == outcome


def test_the_sentences_say_the_numbers():
    there = seats("yyx.ov")
    assert only(quorum([Asked(QuorumKind.COUNT, 3)], there, None)).sentence == (
        "2 seats of members were present; 3 are needed; 1 has no mark."
    )
    assert only(quorum([Asked(QuorumKind.SHARE, 60)], there, None)).sentence == (
        "2 of 4 filled and expected seats of members were present; 60% is needed; 1 has no mark."
    )
    assert only(quorum([Asked(QuorumKind.COUNT, 1)], seats("y"), None)).sentence == (
        "1 seat of members was present; 1 is needed."
    )


@pytest.mark.parametrize("role", sorted(NOT_MEMBERS))
def test_who_is_no_member_makes_no_quorum(role):
    there = [*seats("x"), *seats("yyyy", role)]
    assert quorum([Asked(QuorumKind.COUNT, 1)], there, None).outcome == Outcome.NOT_MET


def test_a_virtual_seat_counts_when_somebody_comes_and_is_not_missed_when_nobody_does():
    share = [Asked(QuorumKind.SHARE, 100)]
    assert quorum(share, [*seats("y"), *seats(".", SeatRole.VIRTUAL)], None).outcome == Outcome.MET
    came = [*seats("y"), *seats("y", SeatRole.VIRTUAL)]
    assert quorum([Asked(QuorumKind.COUNT, 2)], came, None).outcome == Outcome.MET


def test_every_partner_present():
    there = [sitting(COUNCIL), sitting(POLICE, came=Came.WITH_AUTHORITY), sitting(HEALTH)]
    result = quorum([ALL_PARTNERS], there, PARTNERS)
    assert result.outcome == Outcome.MET
    assert result.sentence == "The meeting was quorate. 3 of 3 safeguarding partners present."


@pytest.mark.parametrize(
    ("health", "outcome", "why"),
    [
        ([], Outcome.NOT_MET, "has no seat on this body"),
        ([sitting(HEALTH, ABSENT)], Outcome.NOT_MET, "is missing"),
        ([sitting(HEALTH, None, is_vacant=True)], Outcome.NOT_MET, "is missing (the seat is vacant)"),
        ([sitting(HEALTH, NOT_EXPECTED)], Outcome.NOT_MET, "was not expected"),
        ([sitting(HEALTH, None)], Outcome.UNKNOWN, "has no mark"),
        (
            [sitting(HEALTH, came=Came.WITHOUT_AUTHORITY)],
            Outcome.NOT_MET,
            "sent a representative without recorded authority to decide",
        ),
        ([sitting(HEALTH, ABSENT), sitting(HEALTH)], Outcome.MET, ""),
        ([sitting(HEALTH, ABSENT), sitting(HEALTH, None)], Outcome.UNKNOWN, "has no mark"),
    ],
)
def test_a_partner_that_is_not_present_is_named_with_the_reason(health, outcome, why):
    result = quorum([ALL_PARTNERS], [sitting(COUNCIL), sitting(POLICE), *health], PARTNERS)
    known = "known to be present" if outcome == Outcome.UNKNOWN else "present"
    said = f"2 of 3 safeguarding partners {known}: The ICB {why}." if why else "3 of 3 safeguarding partners present."
    assert (result.outcome, only(result).sentence) == (outcome, said)


def test_somebody_came_and_it_is_not_recorded_who():
    there = [sitting(COUNCIL, came=Came.NOT_RECORDED), sitting(POLICE), sitting(HEALTH, came=Came.NOT_RECORDED)]
    result = quorum([ALL_PARTNERS], there, PARTNERS)
    assert result.outcome == Outcome.UNKNOWN
    assert only(result).sentence == (
        "1 of 3 safeguarding partners known to be present: it is not recorded who came for The council and The ICB."
    )


def test_partners_of_one_reason_are_named_together():
    partners = [Partner(name, (frozenset({number}),)) for number, name in enumerate("ABCD")]
    there = [sitting(number, ABSENT) for number in range(3)] + [sitting(3)]
    assert only(quorum([ALL_PARTNERS], there, partners)).sentence == (
        "1 of 4 safeguarding partners present: A, B and C are missing."
    )


def test_one_missing_partner_settles_it_whatever_cannot_be_told_of_others():
    there = [sitting(COUNCIL, came=Came.NOT_RECORDED), sitting(POLICE, ABSENT), sitting(HEALTH)]
    result = quorum([ALL_PARTNERS], there, PARTNERS)
    assert result.is_inquorate
    assert "The police is missing; it is not recorded who came for The council." in result.sentence


def test_without_partners_or_attendance_nothing_is_claimed():
    assert only(quorum([ALL_PARTNERS], seats("y"), None)).outcome == Outcome.UNKNOWN
    assert only(quorum([ALL_PARTNERS], [sitting(COUNCIL, None)], PARTNERS)).sentence == "No attendance is recorded."


def test_every_rule_must_hold():
    count, share = Asked(QuorumKind.COUNT, 1), Asked(QuorumKind.SHARE, 100)
    assert quorum([], seats("y"), None).sentence == "No quorum rule was in force for this body."
    assert quorum([], seats("y"), None).outcome == Outcome.NO_RULE
    assert quorum([count, share], seats("yy"), None).outcome == Outcome.MET
    inquorate = quorum([count, share], seats("yx"), None)
    assert inquorate.outcome == Outcome.NOT_MET
    assert inquorate.sentence == (
        "The meeting was not quorate. 1 of 2 filled and expected seats of members was present; 100% is needed."
    )
    unsure = quorum([count, share], seats("y."), None)
    assert unsure.outcome == Outcome.UNKNOWN
    assert unsure.sentence.startswith("Whether the meeting was quorate cannot be told. ")


def test_a_police_or_health_partner_of_several_areas_counts_once():
    slots = [
        Slot("North", "Council", {COUNCIL: 1}),
        Slot("South", "Council", {OTHER_COUNCIL: 1}),
        *(
            Slot(area, kind, {agency: 2})
            for area in ("North", "South")
            for kind, agency in (("P", POLICE), ("H", HEALTH))
        ),
    ]
    found = partners_of(slots, {COUNCIL: "N", OTHER_COUNCIL: "S", POLICE: "P", HEALTH: "H"})
    assert [partner.name for partner in found] == ["N", "S", "P", "H"]


def test_of_agencies_that_share_an_area_the_widest_stands_for_all_and_each_may_stand_in():
    slots = [Slot("North", "Health", {HEALTH: 2, CCG: 1}), Slot("South", "Health", {HEALTH: 2, 6: 1})]
    (partner,) = partners_of(slots, {HEALTH: "The collaboration", CCG: "A CCG", 6: "Another CCG"})
    assert partner.name == "The collaboration"

    def outcome(*there):
        return quorum([ALL_PARTNERS], list(there), [partner]).outcome

    assert outcome(sitting(HEALTH)) == Outcome.MET
    assert outcome(sitting(CCG), sitting(6)) == Outcome.MET
    assert outcome(sitting(CCG), sitting(6, ABSENT)) == Outcome.NOT_MET
    assert outcome(sitting(CCG), sitting(6, came=Came.NOT_RECORDED)) == Outcome.UNKNOWN


def test_agencies_that_cover_equally_much_each_count():
    found = partners_of([Slot("North", "Health", {HEALTH: 1, CCG: 1})], {HEALTH: "One", CCG: "Two"})
    assert [(partner.name, partner.slots) for partner in found] == [
        ("One", (frozenset({HEALTH}),)),
        ("Two", (frozenset({CCG}),)),
    ]


def test_a_partner_that_the_register_lacks_is_missing():
    (partner,) = partners_of([Slot("North", "Police", {})], {})
    result = quorum([ALL_PARTNERS], seats("y"), [partner])
    assert "the Police partner of North is not in the register" in result.sentence
    assert result.is_inquorate


def test_a_seat_counts_for_what_its_agency_was_or_became():
    took_over = [(1, 3), (2, 3), (3, 4)]
    assert counting_as(3, in_force=frozenset({3}), took_over=took_over) == {3}
    assert counting_as(1, in_force=frozenset({3}), took_over=took_over) == {3}
    assert counting_as(1, in_force=frozenset({4}), took_over=took_over) == {4}
    assert counting_as(4, in_force=frozenset({1, 2}), took_over=took_over) == {1, 2}
    assert counting_as(1, in_force=frozenset({2}), took_over=took_over) == frozenset()
    assert counting_as(9, in_force=frozenset({1}), took_over=took_over) == frozenset()
    assert counting_as(1, in_force=frozenset(), took_over=[(1, 2), (2, 1)]) == frozenset()


RULES = st.one_of(
    st.builds(Asked, st.just(QuorumKind.COUNT), st.integers(1, 12)),
    st.builds(Asked, st.just(QuorumKind.SHARE), st.integers(1, 100)),
)


@given(RULES, st.text("yxov.", max_size=12))
def test_what_is_told_holds_however_the_seats_without_a_mark_are_marked(asked, marks):
    """Met and not met are never said too early: filling the gaps with y or x cannot turn them round."""
    early = quorum([asked], seats(marks), None).outcome
    ends = {quorum([asked], seats(marks.replace(".", letter)), None).outcome for letter in "yx"}
    if "." not in marks or set(marks) <= {".", "v"}:
        return
    assert ends == {early} if early != Outcome.UNKNOWN else ends == {Outcome.MET, Outcome.NOT_MET}


@given(RULES, st.text("yxov", max_size=12))
def test_one_more_seat_present_never_takes_the_quorum_away(asked, marks):
    if quorum([asked], seats(marks), None).outcome == Outcome.MET:
        assert quorum([asked], seats(marks + "y"), None).outcome == Outcome.MET


@given(st.permutations([sitting(COUNCIL), sitting(POLICE, ABSENT), sitting(HEALTH, came=Came.NOT_RECORDED)]))
def test_the_order_of_the_seats_changes_nothing(there):
    first = quorum(
        [ALL_PARTNERS], [sitting(COUNCIL), sitting(POLICE, ABSENT), sitting(HEALTH, came=Came.NOT_RECORDED)], PARTNERS
    )
    assert quorum([ALL_PARTNERS], there, PARTNERS) == first
