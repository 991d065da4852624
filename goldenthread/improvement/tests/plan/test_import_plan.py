"""Plans as they are printed: the real ones, round trips, faults, and who may."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from goldenthread.foundation import imports
from goldenthread.improvement.models import (
    Action,
    ActionUpdate,
    Attestation,
    Closure,
    DueChange,
    Outcome,
    Pause,
    Priority,
)
from goldenthread.improvement.rules import Status
from goldenthread.improvement.tests.plan.factories import again, an_action, say
from goldenthread.partnership.models import Sector
from goldenthread.partnership.tests.factories import AgencyFactory, PartnershipFactory, days
from goldenthread.partnership.tests.importing import counts, exported, faults, load

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).parents[4] / "demo" / "facts"
MERE = {"partnership": "Mere LSCP"}


def file_of(*rows):
    """A plan of these rows; what a row leaves out is empty."""
    names = [column.name for column in imports.find("plan").columns[:14]]
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    for number, row in enumerate(rows, start=1):
        usual = {"action_id": f"P{number}", "priority_no": 1, "priority": "Voice of the child", "outcome_id": "1a"}
        writer.writerow(
            {**usual, "outcome": "Children are heard", "action": f"Action {number}", "who": "Chair", **row}
        )
    return text.getvalue()


def plan(*rows, by=None, dry_run=False):
    return load("plan", file_of(*rows), options=MERE, by=by, dry_run=dry_run)


def only(reference="P1"):
    return Action.objects.with_history().get(reference=reference)


@pytest.fixture
def lscp():
    """The partnership of the real plan, with two of its agencies."""
    found = PartnershipFactory(name="LSCP (three boroughs)", starts_on=date(2019, 9, 29), ends_on=date(2021, 3, 31))
    AgencyFactory(name="Metropolitan Police", sector=Sector.POLICE, areas=found.areas.all())
    AgencyFactory(name="VAWG Partnership", abbreviation="VAWG", sector=Sector.PARTNERSHIP, areas=found.areas.all())
    return found


def real(name="plan_2019_21.csv", partnership="LSCP (three boroughs)", **given):
    content = (FACTS / name).read_bytes()
    return load("plan", content, options={"partnership": partnership}, **given)


def test_the_real_plan_stands_as_the_rule_says(lscp):
    assert counts(real()) == {"new": 46}
    assert Outcome.objects.count() == 22
    assert list(Priority.objects.values_list("rank", flat=True)) == [1, 2, 3, 4, 5]
    day = date(2020, 10, 31)
    standing = {row.reference: row.standing_on(day).status for row in Action.objects.with_history()}
    found = {status: sorted(name for name, each in standing.items() if each == status) for status in Status}
    assert len(found[Status.COMPLETE]) == 16
    assert len(found[Status.ON_TRACK]) == 15
    assert found[Status.LIKELY] == ["BP21"]
    assert found[Status.OVERDUE] == [*(f"BP0{number}" for number in range(1, 9)), "BP22"]
    assert found[Status.PAUSED] == ["BP23", "BP24", "BP25", "BP29"]
    assert found[Status.STALE] == ["BP20"]


def test_the_real_plan_a_second_time_and_back(lscp):
    real()
    assert counts(real()) == {"unchanged": 46}
    content = exported("plan", options={"partnership": "LSCP (three boroughs)"})
    assert counts(load("plan", content, options={"partnership": "LSCP (three boroughs)"})) == {"unchanged": 46}
    given = (FACTS / "plan_2019_21.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert content.decode("utf-8-sig").splitlines()[0].split(",")[: len(given)] == given


def test_the_plans_of_the_board_before():
    PartnershipFactory(name="LSCB", ends_on=date(2019, 9, 28))
    assert counts(real("plan_2016_19_extra.csv", "LSCB")) == {"new": 39}
    assert counts(real("plan_2016_19_extra.csv", "LSCB")) == {"unchanged": 39}
    plans = set(Priority.objects.values_list("plan", "rank", "title"))
    assert ("LSCB Safeguarding Plan 2016/17", 1, "Vulnerable parents") in plans
    neglect = Action.objects.get(reference="EP12")
    assert neglect.closures.get().closed_on == date(2017, 3, 31)
    planned = Action.objects.with_history().get(reference="EP19")
    assert (planned.starts_on, planned.updates.count()) == (date(2017, 4, 1), 0)
    assert planned.standing_on(date(2017, 6, 1)).status == Status.ON_TRACK


def test_a_dry_run_changes_nothing(mere):
    result = plan({}, {}, dry_run=True)
    assert counts(result) == {"new": 2}
    assert not Action.objects.exists()


def test_who_leads_and_who_contributes(mere):
    AgencyFactory(name="Mere Fire", sector=Sector.FIRE, areas=mere.partnership.areas.all())
    plan({"who": "fire; MP; Mere subgroup; Faith groups; Faith groups"})
    row = only()
    assert row.lead == "Mere Fire"
    parts = [(part.agency, part.body, part.name) for part in row.attestations.all()]
    assert parts == [(mere.police, None, ""), (None, mere.subgroup, ""), (None, None, "Faith groups")]
    assert all(part.is_awaited for part in row.attestations.all())
    plan({"who": "Education"}, {"action": "Nobody named", "who": ""})
    assert only("P1").lead == "Education"  # words stay words where they name nobody, or several
    assert only("P2").lead == "Not named in the plan"


def test_a_contributor_that_is_no_longer_named_is_released(mere):
    plan({"who": "Chair; MP; Faith groups"})
    assert counts(plan({"who": "Chair; Faith groups; Mere Health"})) == {"changed": 1}
    states = {part.contributor: part.is_awaited for part in Attestation.objects.all()}
    assert states == {"Mere Police": False, "Faith groups": True, "Mere Health": True}
    assert counts(plan({"who": "Chair; Faith groups; Mere Health"})) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("given", "due_on", "review", "recurs"),
    [
        ({"due_date": "2030-07-04"}, date(2030, 7, 4), "", ""),
        ({"when_printed": "Ongoing"}, None, "quarterly", ""),
        ({"review_cadence": "annual"}, None, "annual", ""),
        ({"when_printed": "Once a year", "review_cadence": "annual"}, None, "", "annual"),
        ({"review_cadence": "recurs annual"}, None, "", "annual"),
    ],
)
def test_when(mere, given, due_on, review, recurs):
    plan(given)
    row = only()
    assert (row.due_on, row.review_cadence, row.recurrence) == (due_on, review, recurs)
    assert row.when_words == given.get("when_printed", "")
    content = exported("plan", options=MERE)
    assert counts(load("plan", content, options=MERE)) == {"unchanged": 1}


def test_what_a_plan_says_has_happened(mere):
    plan(
        {
            "status_implied": "completed",
            "completed_when": "2024-06",
            "latest_update": "It was done",
            "who": "MP; Chair",
        },
        {"status_implied": "paused", "latest_update": "No venue"},
        {
            "status_implied": "ongoing",
            "latest_update": "Going on",
            "when_printed": "Twice a year",
            "review_cadence": "twice a year",
        },
        {"status_implied": "no update"},
    )
    done, paused, going, silent = (only(f"P{number}") for number in range(1, 5))
    closure = Closure.objects.get()
    assert (closure.action, closure.closed_on, closure.evidence) == (done, date(2024, 6, 30), "It was done")
    assert Attestation.objects.get().said.startswith("The plan says the action is completed")
    pause = Pause.objects.get()
    assert (pause.action, pause.begun_on, pause.until) == (paused, date(2024, 6, 30), date(2024, 9, 30))
    assert going.updates.get().done_again
    assert silent.updates.count() == 0
    assert {update.said_on for update in ActionUpdate.objects.all()} == {date(2024, 6, 30)}


def test_a_later_edition_of_the_plan(mere):
    first = {"due_date": "2030-01-01", "latest_update": "Begun"}
    plan(first)
    result = plan({"due_date": "2030-06-01", "latest_update": "Half done", "outcome": "Every child is heard"})
    assert counts(result) == {"changed": 1}
    row = only()
    assert [update.text for update in row.updates.all()] == ["Half done", "Begun"]
    change = DueChange.objects.get()
    assert (change.old_due_on, change.new_due_on) == (date(2030, 1, 1), date(2030, 6, 1))
    assert row.outcome.title == "Every child is heard"
    result = plan({"due_date": "2030-06-01", "latest_update": "Half done", "priority_no": 3})
    assert counts(result) == {"changed": 1}
    assert row.priority.__class__.objects.get(pk=row.priority_id).rank == 3


def test_a_closed_action_is_not_opened_by_a_file(mere):
    done = {
        "status_implied": "completed",
        "completed_when": "2024-06-01",
        "latest_update": "Done",
        "due_date": "2024-07-01",
    }
    plan(done)
    assert counts(plan(done)) == {"unchanged": 1}
    for change, column in (
        ({"status_implied": "ongoing"}, "status_implied"),
        ({"completed_when": "2024-05-01"}, "completed_when"),
        ({"latest_update": "More to do"}, "latest_update"),
        ({"who": "Chair; Mere Police"}, "who"),
    ):
        result = plan({**done, **change})
        assert [fault[1] for fault in faults(result)] == [column], result.refused


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"action": ""}, "action"),
        ({"priority": ""}, "priority"),
        ({"priority_no": "first"}, "priority_no"),
        ({"priority_no": "0"}, "priority_no"),
        ({"due_date": "soon"}, "due_date"),
        ({"due_date": "2020-02-30"}, "due_date"),
        ({"review_cadence": "fortnightly"}, "review_cadence"),
        ({"status_implied": "nearly"}, "status_implied"),
        ({"completed_when": "in the spring"}, "completed_when"),
        ({"completed_when": "2190-01"}, "completed_when"),
        ({"action": "x" * 1001}, "action"),
        ({"action_id": "P1"}, "action_id"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_loaded(mere, row, column):
    result = plan({}, row)
    assert [(fault[0], fault[1]) for fault in faults(result)] == [(3, column)]
    assert result.refused[0].expected
    assert not Action.objects.exists()


def test_every_fault_of_a_row_is_named_at_once(mere):
    result = plan({"due_date": "soon", "review_cadence": "often", "priority_no": "x"})
    assert [fault[1] for fault in faults(result)] == ["priority_no", "due_date", "review_cadence"]


def test_a_file_without_references_is_known_by_its_words(mere):
    rows = "priority,action,who\nVoice of the child,Ask children,Chair\nVoice of the child,Ask parents,Chair\n"
    assert counts(load("plan", rows, options=MERE)) == {"new": 2}
    assert counts(load("plan", rows, options=MERE)) == {"unchanged": 2}
    assert sorted(Action.objects.values_list("reference", flat=True)) == ["A1", "A2"]
    twice = rows + "Voice of the child,Ask children,Chair\n"
    assert [(fault[0], fault[1]) for fault in faults(load("plan", twice, options=MERE))] == [(4, "action")]


def test_what_a_file_does_not_say_stays(mere, action):
    say(action)
    rows = f"action_id,priority,action\n{action.reference},{mere.priority.title},{action.text}\n"
    assert counts(load("plan", rows, options=MERE)) == {"unchanged": 1}
    row = again(action)
    assert (row.lead_agency, row.due_on, row.attestations.count()) == (mere.police, action.due_on, 1)


def test_the_partnership_is_said_beside_the_file(mere):
    with pytest.raises(imports.OptionRefused, match="Say which partnership"):
        load("plan", file_of({}))
    with pytest.raises(imports.OptionRefused, match="no partnership called Nowhere"):
        load("plan", file_of({}), options={"partnership": "Nowhere"})


def test_only_the_keeper_of_the_plan_imports_it(mere):
    assert counts(plan({}, by=mere.manager)) == {"new": 1}
    result = load("plan", file_of({}), options=MERE, by=mere.group_chair)
    assert faults(result) == [(2, "", "")]
    with pytest.raises(imports.OptionRefused):
        load("plan", file_of({}), options=MERE, by=mere.dale_manager)


def test_what_can_be_exported_is_what_is_seen(mere, action):
    an_action(mere.dale)
    lines = exported("plan", options=MERE, by=mere.scrutineer).decode().splitlines()
    assert len(lines) == 2
    assert "Mere Police; Mere Health" in lines[1]
    assert action.starts_on == days(-100)
