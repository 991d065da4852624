"""Rows of a plan for tests, made by the domain's own verbs."""

from datetime import date
from typing import Any

from goldenthread.improvement.models import Action, ActionUpdate, Attestation, Closure, Outcome, Priority
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.partnership.tests.factories import days

MEASURE = {"measure_kind": "re-audit", "measure": "The same audit in a year"}


def a_priority(partnership: Partnership, title: str = "Voice of the child", **given: Any) -> Priority:
    """A priority of the whole partnership."""
    return Priority(**{"partnership": partnership, "title": title, **given}).keep(by=None)


def an_outcome(priority: Priority, reference: str = "1a", title: str = "Children are heard", **given: Any) -> Outcome:
    """An outcome."""
    return Outcome(priority=priority, reference=reference, title=title, **given).keep(by=None)


def an_action(partnership: Partnership, *contributors: Agency | str, **given: Any) -> Action:
    """An action that began 100 days ago and is due in 100, led by the business manager in words unless given."""
    if "lead_agency" not in given and "lead_body" not in given:
        given.setdefault("lead_name", "Business manager")
    values = {"text": "Set up a panel of young scrutineers", "starts_on": days(-100), "due_on": days(100), **given}
    parts = [Attestation(name=who) if isinstance(who, str) else Attestation(agency=who) for who in contributors]
    return Action(partnership=partnership, **values).add(by=None, contributors=parts)


def part_of(action: Action, who: Agency | str) -> Attestation:
    """The standing part of a contributor."""
    by = {"name": who} if isinstance(who, str) else {"agency": who}
    return Attestation.objects.standing().get(action=action, **by)


def say(action: Action, text: str = "Going well", *, on: date | None = None, by: Person | None = None, **given: Any):
    """An update."""
    return ActionUpdate(action=action, text=text, **given).say(by=by, on=on)


def close(action: Action, *, on: date | None = None, by: Person | None = None) -> Closure:
    """Close on evidence."""
    return Closure(action=action, evidence="The panel met twice").make(by=by, on=on)


def again(action: Action) -> Action:
    """The action as the database has it now, with its history."""
    return Action.objects.with_history().get(pk=action.pk)
