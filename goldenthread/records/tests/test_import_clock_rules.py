"""The file of clock rules: who may load which, and that what is taken out comes back the same."""

from datetime import date, time

import pytest

from goldenthread.partnership.tests.importing import counts, exported, load
from goldenthread.records import editions
from goldenthread.records.models import Clock, ClockRule
from goldenthread.records.tests.factories import a_board, a_rule

pytestmark = pytest.mark.django_db
HEAD = "edition,code,name,start_event,length,unit,source"
LINE = "Ours 2026,stage-1,Stage 1,concern raised,5,working_day,Our procedure"


def test_the_file_of_the_program_is_such_a_file_and_says_the_same():
    assert load("clock_rules", editions.CLOCK_RULES.read_bytes()).ok
    imported = list(ClockRule.objects.order_by("edition", "code").values())
    ClockRule.objects.all().delete()
    ClockRule.load_packaged(by=None)
    loaded = list(ClockRule.objects.order_by("edition", "code").values())
    assert [{**rule, "id": 0} for rule in imported] == [{**rule, "id": 0} for rule in loaded]


def test_what_is_taken_out_comes_back_unchanged(board, manager):
    ClockRule.load_packaged(by=None)
    a_rule(partnership=board.partnership, opens=time(8, 30), note="A note; with more", nation="SCT")
    result = load("clock_rules", exported("clock_rules"))
    assert counts(result) == {"unchanged": ClockRule.objects.count()}


def test_a_manager_loads_rules_of_the_own_partnership(board, manager):
    content = f"{HEAD},partnership,event_day,valid_from,pausable\n{LINE},{board.partnership.name},1,4 July 2026,yes\n"
    assert counts(load("clock_rules", content, by=manager)) == {"new": 1}
    rule = ClockRule.objects.get()
    assert (rule.partnership, rule.event_day, rule.starts_on, rule.pausable, rule.status) == (
        board.partnership,
        1,
        date(2026, 7, 4),
        True,
        "to be confirmed",
    )
    assert counts(load("clock_rules", content, by=manager)) == {"unchanged": 1}
    assert counts(load("clock_rules", content.replace(",5,", ",6,"), by=manager)) == {"changed": 1}


def test_a_manager_changes_neither_everybodys_rules_nor_anothers(board, manager):
    a_rule(edition="Ours 2026", code="stage-1")
    result = load("clock_rules", f"{HEAD}\n{LINE}\n", by=manager)
    assert [fault.expected for fault in result.refused] == ["a row of a partnership whose register you keep"]
    other = a_board("Other Board")
    result = load("clock_rules", f"{HEAD},partnership\n{LINE},{other.partnership.name}\n", by=manager)
    assert [fault.column for fault in result.refused] == ["partnership"]
    assert ClockRule.objects.count() == 1


def test_each_manager_takes_out_only_what_may_be_seen(board, manager):
    other = a_board("Other Board")
    for values in ({}, {"partnership": board.partnership}, {"partnership": other.partnership}):
        a_rule(**values)
    told = exported("clock_rules", by=manager).decode("utf-8-sig")
    assert told.count("five-days") == 2
    assert other.partnership.name not in told


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        (LINE.replace("working_day", "fortnight"), ["unit"]),
        (LINE.replace(",5,", ",many,"), ["length"]),
        (LINE.replace("stage-1", "Stage One"), ["code"]),
        (LINE.replace("Our procedure", ""), ["source"]),
        (f"{LINE}\n{LINE}", ["code"]),
    ],
)
def test_bad_cells_are_named(line, columns):
    result = load("clock_rules", f"{HEAD}\n{line}\n")
    assert [fault.column for fault in result.refused] == columns
    assert not ClockRule.objects.exists()


def test_bad_hours_and_rules_without_sense_are_refused():
    result = load("clock_rules", f"{HEAD},opens\n{LINE},nine\n")
    assert [fault.column for fault in result.refused] == ["opens"]
    result = load("clock_rules", f"{HEAD},pausable,direction\n{LINE},yes,before\n")
    assert "cannot be paused" in result.refused[0].expected


def test_a_rule_under_which_a_clock_has_started_is_not_changed_by_a_file(board):
    load("clock_rules", f"{HEAD}\n{LINE}\n")
    Clock.start(board.partnership, ClockRule.objects.get(), on=date(2026, 7, 6), by=None)
    result = load("clock_rules", f"{HEAD}\n{LINE.replace(',5,', ',6,')}\n")
    assert "in a new edition" in result.refused[0].expected
    assert ClockRule.objects.get().length == 5
