"""The timeline of an action: all that happened to it, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.foundation.rendering import day
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.action_file import ActionFile


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, on which day, who said so, in which words, with which documents."""

    on: date
    what: str
    who: str = ""
    words: str = ""
    files: tuple[ActionFile, ...] = ()
    update: int | None = None
    """The number of the update, where it is one."""


def timeline(action: Action) -> list[Event]:
    """Everything, newest first; of one day the closing stands above the pause, the due date, the part, the update."""
    files: dict[tuple[str, int], list[ActionFile]] = {}
    for file in action.files.select_related("document"):
        for name in ("update", "attestation", "closure"):
            number = getattr(file, f"{name}_id")
            if number is not None:
                files.setdefault((name, number), []).append(file)
    events = [Event(action.starts_on, "The action started")]
    events += [_update(row, files) for row in reversed(action.updates.all())]
    for part in action.attestations.select_related("agency", "body", "said_by"):
        came = tuple(files.get(("attestation", part.pk), ()))
        if part.attested_on:
            said_of = f"{part.contributor} attested its part"
            events.append(Event(part.attested_on, said_of, _name(part.said_by), part.said, came))
        if part.released_on:
            said_of = f"{part.contributor} was released from its part"
            events.append(Event(part.released_on, said_of, _name(part.said_by), part.said, came))
        if part.ended_on:
            events.append(Event(part.ended_on, f"{part.contributor} was asked again"))
    for change in action.due_changes.select_related("changed_by"):
        was = day(change.old_due_on) or "none"
        now = day(change.new_due_on) or "none"
        events.append(
            Event(change.changed_on, f"Due date changed from {was} to {now}", _name(change.changed_by), change.reason)
        )
    for pause in action.pauses.select_related("begun_by"):
        events.append(Event(pause.begun_on, f"Paused until {day(pause.until)}", _name(pause.begun_by), pause.reason))
        if pause.resumed_on:
            events.append(Event(pause.resumed_on, "The action went on"))
    for closure in action.closures.select_related("closed_by", "reopened_by"):
        came = tuple(files.get(("closure", closure.pk), ()))
        evidence = closure.evidence or "No evidence is recorded."
        events.append(Event(closure.closed_on, "Closed", _name(closure.closed_by), evidence, came))
        if closure.reopened_on:
            who = _name(closure.reopened_by)
            events.append(Event(closure.reopened_on, "Opened again", who, closure.reopen_reason))
    for check in action.impact_checks.select_related("recorded_by"):
        if check.seen_on:
            who = check.author or _name(check.recorded_by)
            events.append(Event(check.seen_on, f"Impact checked: {check.get_difference_display()}", who, check.seen))
    events.sort(key=lambda event: event.on)
    events.reverse()
    return events


def _update(row: Any, files: dict[tuple[str, int], list[ActionFile]]) -> Event:
    said = "Done this time" if row.done_again else "Update"
    if row.agency:
        said = f"{said} by {row.agency.name}"
    if row.expected_on:
        said = f"{said}. Now expected on {day(row.expected_on)}"
    came = tuple(files.get(("update", row.pk), ()))
    return Event(row.said_on, said, _name(row.author), row.text, came, update=row.pk)


def _name(person: Any) -> str:
    return person.name if person else ""
