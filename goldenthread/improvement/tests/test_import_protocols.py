"""Escalation protocols from a file, those that come with the program, and back."""

import pytest

from goldenthread.improvement.imports.protocols import load_packaged
from goldenthread.improvement.models import EscalationProtocol, EscalationStage
from goldenthread.improvement.tests.challenges import a_disagreement, a_place
from goldenthread.partnership.tests.importing import counts, exported, faults, load
from goldenthread.records.models import ClockRule

pytestmark = pytest.mark.django_db
KIND = "escalation_protocols"
HEAD = "edition,stage,name,level,limit,unit,child_timescale,tells,source,status,immediate_limit,partnership\n"
FIRST = "Ours 2026,1,Workers,Those who disagree,5,working_day,yes,the two agencies,Section 4,confirmed,,Mere LSCP\n"
SECOND = "Ours 2026,2,Managers,Line managers,4,working_hour,no,chair of the body,Section 4,confirmed,,Mere LSCP\n"
LAST = "Ours 2026,3,Chair,The chair,,,no,chair of the body,Section 4,,,Mere LSCP\n"


@pytest.fixture
def place():
    return a_place()


def test_what_comes_with_the_program_is_loaded_once_and_says_what_is_to_be_confirmed():
    ClockRule.load_packaged(by=None)
    assert load_packaged() == 5
    general = EscalationProtocol.objects.get(edition="Escalation in five stages: general scheme")
    assert (general.in_use, general.is_confirmed, general.stages.count()) == (True, False, 5)
    assert [stage.rule.code for stage in general.stages.all()] == [f"escalation-stage-{n}" for n in range(1, 6)]
    assert general.immediate_rule.code == "escalation-immediate"
    london = EscalationProtocol.objects.get(edition__startswith="London Child Protection")
    assert [stage.is_confirmed for stage in london.stages.all()] == [True, False, False, False]
    assert [stage.rule.length_words for stage in london.stages.all()] == ["5 working days"] * 4
    croydon = EscalationProtocol.objects.get(edition="Croydon partnership (example)")
    assert {stage.rule for stage in croydon.stages.all()} == {None}
    assert EscalationProtocol.objects.filter(in_use=True).get() == general
    EscalationStage.objects.filter(protocol=general, number=1).update(name="Changed here", status="confirmed")
    assert load_packaged() == 0
    assert general.stages.get(number=1).name == "Changed here"


def test_a_partnerships_own_protocol(place):
    result = load(KIND, HEAD + FIRST + SECOND + LAST, by=place.manager)
    assert counts(result) == {"new": 3}
    protocol = EscalationProtocol.objects.get()
    assert (protocol.partnership, protocol.source) == (place.partnership, "Section 4")
    first, second, last = protocol.stages.all()
    assert first.limit_words == "5 working days, or the child's own timescale, whichever is less"
    assert (second.rule.length_words, second.child_timescale, second.tells) == (
        "4 working hours",
        False,
        "chair of the body",
    )
    assert (last.rule, last.status) == (None, "to be confirmed")
    assert first.rule.partnership == place.partnership
    assert counts(load(KIND, HEAD + FIRST + SECOND + LAST, by=place.manager)) == {"unchanged": 3}


def test_what_it_gives_out_comes_back_unchanged(place):
    ClockRule.load_packaged(by=None)
    load_packaged()
    load(KIND, HEAD + FIRST + SECOND + LAST)
    for form in ("csv",):
        assert counts(load(KIND, exported(KIND, form))) == {"unchanged": 22}


def test_a_limit_changes_until_a_clock_has_started_under_it(place):
    load(KIND, HEAD + FIRST + SECOND, by=place.manager)
    changed = FIRST.replace(",5,working_day", ",3,day")
    result = load(KIND, HEAD + changed, by=place.manager)
    assert counts(result) == {"changed": 1}
    assert EscalationStage.objects.get(number=1).rule.length_words == "3 days"
    a_disagreement(place)
    again = load(KIND, HEAD + FIRST, by=place.manager)
    assert "new edition" in again.refused[0].expected
    assert EscalationStage.objects.get(number=1).rule.length_words == "3 days"


def test_a_limit_may_fall_away_and_a_stage_be_renamed(place):
    load(KIND, HEAD + FIRST, by=place.manager)
    gone = FIRST.replace(",5,working_day", ",,").replace("Workers", "Workers first")
    assert counts(load(KIND, HEAD + gone, by=place.manager)) == {"changed": 1}
    stage = EscalationStage.objects.get()
    assert (stage.rule, stage.name) == (None, "Workers first")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (FIRST.replace(",1,", ",0,", 1), "stage"),
        (FIRST.replace(",1,", ",13,", 1), "stage"),
        (FIRST.replace("working_day", "fortnight"), "unit"),
        (FIRST.replace(",5,working_day", ",5,"), "unit"),
        (FIRST.replace(",5,working_day", ",,day"), "limit"),
        (FIRST.replace(",yes,", ",perhaps,"), "child_timescale"),
        (FIRST.replace("the two agencies", "everybody"), "tells"),
        (FIRST.replace("confirmed,,", "read,,"), "status"),
        (FIRST.replace("confirmed,,", "confirmed,no-such-rule,"), "immediate_limit"),
        (FIRST.replace("Mere LSCP", "Mere LSPC"), "partnership"),
        (FIRST.replace("Section 4", ""), "source"),
        (FIRST + FIRST, "stage"),
        (FIRST + SECOND.replace("Section 4", "Section 5"), "source"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_loaded(place, row, column):
    result = load(KIND, HEAD + row, by=place.manager)
    assert [fault[1] for fault in faults(result)] == [column]
    assert not EscalationProtocol.objects.exists()


def test_everybodys_are_the_operators_and_others_are_not_ones_own(place):
    everybodys = FIRST.replace("Mere LSCP", "")
    assert [fault[1] for fault in faults(load(KIND, HEAD + everybodys, by=place.manager))] == ["partnership"]
    assert counts(load(KIND, HEAD + everybodys)) == {"new": 1}
    dale = a_place("Dale")
    assert faults(load(KIND, HEAD + FIRST, by=dale.manager))
    assert "Mere" not in exported(KIND, by=dale.manager).decode()


def test_a_dry_run_changes_nothing(place):
    assert counts(load(KIND, HEAD + FIRST, by=place.manager, dry_run=True)) == {"new": 1}
    assert not EscalationProtocol.objects.exists()
    assert not ClockRule.objects.exists()
