"""``goldenthread clocks``: when something is due, and the rules it is counted by."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from goldenthread.foundation import clocks
from goldenthread.foundation.clocks import LONDON, ClockRefused, Direction, OffDay, Pause, Reckoning, Rule, Unit
from goldenthread.foundation.dates import read_day
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.rendering import day
from goldenthread.foundation.workingdays import Nation
from goldenthread.records import editions
from goldenthread.records.models import ClockRule
from goldenthread.records.models.clock_step import said

USAGE = 2


class Command(BaseCommand):
    """``clocks due``, ``clocks rules`` and ``clocks load``."""

    help = "Say when something is due and how that is counted; list the rules there are; load those of the program."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the words."""
        words = parser.add_subparsers(dest="word", required=True)
        due = words.add_parser("due", help="when something is due, the days counted and those skipped, with why")
        by = due.add_mutually_exclusive_group(required=True)
        by.add_argument("--rule", metavar="CODE", help="a rule by its code, such as rapid-review")
        by.add_argument("--unit", choices=[unit.value for unit in Unit], help="what is counted, with --length")
        due.add_argument("--length", type=int, metavar="N", help="how many of the unit")
        due.add_argument(
            "--from", dest="event", required=True, metavar="DATE", help="the event: a day, or for hours a moment"
        )
        due.add_argument("--edition", default="", metavar="NAME", help="the edition of the rule, where not the newest")
        due.add_argument(
            "--pause", action="append", default=[], metavar="FROM..TO", help="days that do not count; may be repeated"
        )
        due.add_argument("--before", action="store_true", help="count back from the event")
        due.add_argument(
            "--event-day", type=int, choices=[0, 1], default=0, help="what the day of the event counts as"
        )
        due.add_argument(
            "--as-on-next-working-day",
            action="store_true",
            help="an event on a day off counts as if it were on the next working day, instead of that being day 1",
        )
        due.add_argument(
            "--nation",
            choices=[nation.value for nation in Nation],
            default=Nation.ENGLAND.value,
            help="whose bank holidays: England, Wales or Scotland (default: ENG)",
        )
        due.add_argument("--json", action="store_true", help="print JSON")
        rules = words.add_parser("rules", help="every rule, with its edition, source and status")
        rules.add_argument("--json", action="store_true", help="print JSON")
        load = words.add_parser("load", help="load the rules that come with the program; those there are left alone")
        load.add_argument("--change", action="store_true", help="give those there the values of the program too")
        load.add_argument("--json", action="store_true", help="print JSON")
        self._add_replace(words)

    def _add_replace(self, words: Any) -> None:
        replace = words.add_parser("replace", help="end one edition on the day before the next is in force")
        replace.add_argument(
            "--edition", required=True, metavar="NAME", help="the edition that comes; it may be loaded"
        )
        replace.add_argument("--replaces", required=True, metavar="NAME", help="the edition that goes")
        replace.add_argument(
            "--from", dest="first", required=True, metavar="DATE", help="first day of the new edition"
        )
        replace.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, word: str, **options: Any) -> None:
        """Run one word. Exit code 1 where it was refused, 2 where the command was wrong."""
        try:
            getattr(self, f"_{word}")(**options)
        except ClockRefused as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except Refusal as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _due(self, **options: Any) -> None:
        event = _event(options["event"])
        pauses = [_pause(words) for words in options["pause"]]
        rule = self._rule(options, clocks.day_of(event), bool(pauses))
        found = clocks.reckon(rule, event, pauses)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(rule, event, found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_sentences(rule, event, found)))

    def _rule(self, options: dict[str, Any], on: date, with_pauses: bool) -> Rule:
        """The rule that was named, or one of the length given; that may be paused."""
        if options["rule"]:
            if options["length"] is not None:
                raise CommandError("Give --length with --unit, not with --rule.", returncode=USAGE)
            return self._named(options["rule"], options["edition"], on)
        if options["length"] is None:
            raise CommandError("Give --length with --unit.", returncode=USAGE)
        return Rule(
            options["length"],
            Unit(options["unit"]),
            event_day=options["event_day"],
            direction=Direction.BEFORE if options["before"] else Direction.AFTER,
            off_day=OffDay.EVENT if options["as_on_next_working_day"] else OffDay.DAY_1,
            pausable=with_pauses,
            nation=options["nation"],
        )

    def _named(self, code: str, edition: str, on: date) -> Rule:
        """The rule of this code: as the database has it, else as it comes with the program, which is said."""
        try:
            rows = ClockRule.objects.filter(code=code, partnership=None)
            held = rows.filter(edition=edition).first() if edition else ClockRule.objects.to_apply(code, on=on)
            known = rows.exists()
        except DatabaseError:  # there is no database yet: nothing was begun
            held, known = None, False
        if not held and not known:
            held = _packaged(code, edition, on)
            if held:
                self.stderr.write("The database holds no such rule. This is the one that comes with the program.")
        if held:
            return held.terms
        where = f"in the edition {edition}" if edition else f"in use on {day(on)}"
        raise CommandError(f"There is no rule {code} {where}. See: goldenthread clocks rules", returncode=USAGE)

    def _rules(self, **options: Any) -> None:
        rules = [(rule, rule.terms) for rule in ClockRule.objects.order_by("edition", "code", "pk")]
        if options["json"]:
            told = [
                _rule_as_json(terms) | {"in_use": rule.in_use, "from": _iso(rule.starts_on), "to": _iso(rule.ends_on)}
                for rule, terms in rules
            ]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for rule, terms in rules:
            use = "" if rule.in_use else ", not in use"
            self.stdout.write(f"{rule.code}: {terms.length_words}, {rule.edition}, {rule.status}{use}")
        if not rules:
            self.stdout.write("There are no rules yet. Load them with: goldenthread clocks load")

    def _load(self, **options: Any) -> None:
        self._counts(ClockRule.load_packaged(by=None, change=options["change"]), options["json"])

    def _replace(self, **options: Any) -> None:
        first = read_day(options["first"])
        if first is None:
            raise CommandError(_not_a_day("--from", options["first"]), returncode=USAGE)
        for name in ("edition", "replaces"):
            if not ClockRule.objects.filter(edition=options[name], partnership=None).exists():
                raise CommandError(f"There is no edition called {options[name]}.", returncode=USAGE)
        counts = ClockRule.load_edition(options["edition"], [], by=None, starts_on=first, replaces=options["replaces"])
        self._counts(counts, options["json"])

    def _counts(self, counts: dict[str, int], as_json: bool) -> None:
        told = ", ".join(f"{number} {what}" for what, number in counts.items())
        self.stdout.write(json.dumps(counts) if as_json else f"Rules: {told}.")


def _packaged(code: str, edition: str, on: date) -> ClockRule | None:
    """The rule that comes with the program, in this edition or in use on a day."""
    rules = [ClockRule(edition=name, **values) for name, each in editions.clock_rules().items() for values in each]
    named = [rule for rule in rules if rule.code == code]
    fits = (rule for rule in named if (rule.edition == edition if edition else rule.in_use and rule.is_on(on)))
    return next(fits, None)


def _event(text: str) -> date | datetime:
    found = read_day(text)
    if found is not None:
        return found
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(_not_a_day("--from", text), returncode=USAGE) from None
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _pause(words: str) -> Pause:
    first, dots, last = words.partition("..")
    begins, ends = read_day(first), read_day(last) if last.strip() else None
    if begins is None or not dots or (last.strip() and ends is None):
        raise CommandError(f"--pause is {words!r}: expected FROM..TO, two dates such as 2026-07-04.", returncode=USAGE)
    return Pause(begins, ends)


def _not_a_day(option: str, text: str) -> str:
    return f"{option} is {text!r}: expected a date such as 2026-07-04."


def _iso(when: date | datetime | None) -> str | None:
    return when.isoformat() if when else None


def _rule_as_json(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "counted_from": rule.start_event,
        "length": rule.length,
        "unit": rule.unit.value,
        "direction": rule.direction.value,
        "event_day": rule.event_day,
        "event_on_a_day_off": rule.off_day.value,
        "end_of_a_month": rule.month_end.value,
        "pausable": rule.pausable,
        "nation": str(rule.nation),
        "edition": rule.edition,
        "source": rule.source,
        "status": rule.status.value,
    }


def _as_json(rule: Rule, event: date | datetime, found: Reckoning) -> dict[str, Any]:
    told = _rule_as_json(rule)
    if not rule.code:
        for name in ("code", "name", "counted_from", "pausable", "edition", "source", "status"):
            del told[name]
    return {
        "due": _iso(found.due),
        "from": _iso(event),
        "rule": told,
        "counted": [
            {"day": _iso(each.day), "number": each.number}
            | ({} if each.minutes is None else {"minutes": each.minutes})
            for each in found.counted
        ],
        "skipped": [{"day": _iso(each.day), "why": each.why} for each in found.skipped],
    }


def _sentences(rule: Rule, event: date | datetime, found: Reckoning) -> list[str]:
    way = "" if rule.direction == Direction.BEFORE else " after"
    due = said(found.due) if found.due else "not known while it is paused"
    told = [f"{rule.name} ({rule.edition}, {rule.status})"] if rule.code else []
    told += [f"Due: {due}, {rule.length_words}{way} {said(event)}.", f"Days counted: {len(found.counted)}."]
    return told + [f"Skipped: {day(each.day)}, {each.why}." for each in found.skipped]
