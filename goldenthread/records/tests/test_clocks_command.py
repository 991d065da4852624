"""``goldenthread clocks``."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from goldenthread.records.models import ClockRule
from goldenthread.records.tests.factories import a_rule


def asked(capsys, *words: str) -> dict:
    call_command("clocks", *words, "--json")
    return json.loads(capsys.readouterr().out)


def by_length(capsys, length: int, event: str, *words: str, unit: str = "working_day") -> dict:
    return asked(capsys, "due", "--unit", unit, "--length", str(length), "--from", event, *words)


@pytest.mark.parametrize(
    ("length", "event", "due"),
    [
        (5, "2026-12-23", "2027-01-04"),
        (5, "2024-03-27", "2024-04-05"),
        (1, "2020-05-07", "2020-05-11"),
        (5, "2022-05-30", "2022-06-08"),
        (1, "2022-09-16", "2022-09-20"),
        (5, "2023-05-03", "2023-05-11"),
        (1, "2024-02-28", "2024-02-29"),
    ],
)
def test_due_dates_without_a_database(capsys, length, event, due):
    assert by_length(capsys, length, event)["due"] == due


def test_days_counted_and_skipped_with_why(capsys):
    told = by_length(capsys, 3, "2022-09-15", "--pause", "2022-09-20..2022-09-20")
    assert told == {
        "due": "2022-09-22",
        "from": "2022-09-15",
        "rule": {
            "length": 3,
            "unit": "working_day",
            "direction": "after",
            "event_day": 0,
            "event_on_a_day_off": "next working day is day 1",
            "end_of_a_month": "same day",
            "nation": "ENG",
        },
        "counted": [
            {"day": "2022-09-16", "number": 1},
            {"day": "2022-09-21", "number": 2},
            {"day": "2022-09-22", "number": 3},
        ],
        "skipped": [
            {"day": "2022-09-17", "why": "Saturday"},
            {"day": "2022-09-18", "why": "Sunday"},
            {"day": "2022-09-19", "why": "State Funeral of Queen Elizabeth II"},
            {"day": "2022-09-20", "why": "Paused"},
        ],
    }


def test_options_change_how_it_is_counted(capsys):
    saturday = "2026-07-04"
    assert by_length(capsys, 5, saturday)["due"] == "2026-07-10"
    assert by_length(capsys, 5, saturday, "--as-on-next-working-day")["due"] == "2026-07-13"
    assert by_length(capsys, 5, "2026-07-06", "--event-day", "1")["due"] == "2026-07-10"
    assert by_length(capsys, 7, "2026-07-15", "--before")["due"] == "2026-07-06"
    assert by_length(capsys, 1, "2024-03-28", "--nation", "SCT")["due"] == "2024-04-01"
    assert by_length(capsys, 1, "31 January 2026", unit="month")["due"] == "2026-02-28"
    assert by_length(capsys, 24, "2026-07-06T14:05", unit="hour")["due"] == "2026-07-07T14:05:00+01:00"
    assert by_length(capsys, 5, "2026-07-06", "--pause", "2026-07-08..")["due"] is None


def test_in_words(capsys):
    call_command("clocks", "due", "--unit", "working_day", "--length", "1", "--from", "2022-09-16")
    assert capsys.readouterr().out == (
        "Due: 20 September 2022, 1 working day after 16 September 2022.\n"
        "Days counted: 1.\n"
        "Skipped: 17 September 2022, Saturday.\n"
        "Skipped: 18 September 2022, Sunday.\n"
        "Skipped: 19 September 2022, State Funeral of Queen Elizabeth II.\n"
    )


@pytest.mark.django_db
def test_a_rule_is_taken_from_the_database(capsys):
    a_rule(code="rapid-review", length=3, edition="Of this place", status="confirmed")
    told = asked(capsys, "due", "--rule", "rapid-review", "--from", "2026-07-06")
    assert (told["due"], told["rule"]["edition"], told["rule"]["status"]) == (
        "2026-07-09",
        "Of this place",
        "confirmed",
    )
    call_command("clocks", "due", "--rule", "rapid-review", "--from", "2026-07-06")
    assert "Something done (Of this place, confirmed)" in capsys.readouterr().out


@pytest.mark.django_db
def test_before_anything_is_loaded_rules_come_from_the_program(capsys):
    told = asked(capsys, "due", "--rule", "rapid-review", "--from", "2022-09-14")
    assert (told["due"], told["rule"]["edition"]) == ("2022-10-06", "Working Together 2018")
    told = asked(
        capsys, "due", "--rule", "yearly-report", "--edition", "Working Together 2023", "--from", "2026-03-31"
    )
    assert told["due"] == "2026-09-30"
    assert not ClockRule.objects.exists()


@pytest.mark.django_db
def test_rules_are_loaded_listed_and_replaced(capsys):
    call_command("clocks", "rules")
    assert "There are no rules yet" in capsys.readouterr().out
    assert asked(capsys, "load")["new"] == ClockRule.objects.count()
    assert asked(capsys, "load")["new"] == 0
    listed = asked(capsys, "rules")
    assert len(listed) == ClockRule.objects.count()
    assert {rule["status"] for rule in listed} == {"confirmed", "to be confirmed"}
    call_command("clocks", "rules")
    assert "rapid-review: 15 working days, Working Together 2023, to be confirmed" in capsys.readouterr().out
    a_rule(edition="Working Together 2030", code="rapid-review")
    words = ("--edition", "Working Together 2030", "--replaces", "Working Together 2026", "--from", "2030-01-01")
    assert asked(capsys, "replace", *words)["ended"] == 8
    assert ClockRule.objects.to_apply("practice-review", on=date(2029, 12, 31)) is not None
    assert ClockRule.objects.to_apply("practice-review", on=date(2030, 1, 1)) is None
    call_command("clocks", "load", "--change")
    assert "8 changed" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (["due", "--unit", "day", "--from", "2026-07-04"], "Give --length with --unit", 2),
        (["due", "--rule", "rapid-review", "--length", "3", "--from", "2026-07-04"], "not with --rule", 2),
        (["due", "--rule", "no-such", "--from", "2026-07-04"], "no rule no-such in use on 4 July 2026", 2),
        (["due", "--rule", "rapid-review", "--edition", "X", "--from", "2026-07-04"], "in the edition X", 2),
        (["due", "--unit", "day", "--length", "3", "--from", "soon"], "expected a date such as", 2),
        (["due", "--unit", "day", "--length", "3", "--from", "2026-07-04", "--pause", "x..y"], "FROM..TO", 2),
        (["due", "--unit", "day", "--length", "3", "--from", "2026-07-04", "--pause", "2026-07-05"], "FROM..TO", 2),
        (["due", "--unit", "day", "--length", "-3", "--from", "2026-07-04"], "from 0 to 5000", 2),
        (["due", "--unit", "working_day", "--length", "3", "--from", "2160-07-04"], "known from 1950 to 2150", 1),
        (["due", "--rule", "rapid-review", "--from", "2026-07-06", "--pause", "2026-07-08..2026-07-09"], "paused", 2),
        (["replace", "--edition", "A", "--replaces", "B", "--from", "2026-07-04"], "no edition called A", 2),
        (["replace", "--edition", "A", "--replaces", "B", "--from", "soon"], "expected a date", 2),
    ],
)
def test_what_is_wrong_is_said(words, sentence, code):
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("clocks", *words)
    assert refused.value.returncode == code
