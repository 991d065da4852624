"""A rendering as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from goldenthread.governance.renderings.shown import PART_WITHHELD, Attendee, ItemShown, Rendering

WIDTH = 100
NOT_RECORDED = "Attendance was not recorded."


def as_text(shown: Rendering) -> str:
    """Lines of at most 100 characters, the marking first and last."""
    lines = [shown.marking, "", shown.title, "=" * min(len(shown.title), WIDTH), "", shown.stamp, ""]
    lines += [*shown.notes, ""] if shown.notes else []
    lines += [f"{name}: {value}" for name, value in shown.facts]
    if shown.shows_attendance:
        lines += ["", *_attendance(shown)]
    for item in shown.items:
        lines += ["", *_item(item)]
    for title, paragraphs in (
        ("Corrections", shown.corrections),
        ("Corrections to restricted parts (restricted)", shown.restricted_corrections),
    ):
        if paragraphs:
            lines += ["", *_headed(title), *_wrapped(paragraphs)]
    if shown.next_meeting:
        lines += ["", *_headed("Next meeting"), shown.next_meeting]
    return "\n".join([*lines, "", shown.marking, ""])


def _attendance(shown: Rendering) -> Iterator[str]:
    if not shown.attendance_recorded:
        yield NOT_RECORDED
        return
    for title, group in (("Present", shown.present), ("Apologies", shown.apologies), ("Absent", shown.absent)):
        yield from _group(title, group)


def _group(title: str, group: tuple[Attendee, ...]) -> Iterator[str]:
    yield f"{title}:"
    yield from (f"  - {each.line}" for each in group)
    if not group:
        yield "  None"


def _item(item: ItemShown) -> Iterator[str]:
    yield from _headed(item.heading)
    if item.withheld:
        return
    if item.restricted:
        yield "RESTRICTED ITEM"
    yield ", ".join(part for part in (item.purpose, item.presenter) if part)
    if item.papers:
        yield f"Papers: {'; '.join(item.papers)}"
    yield from _wrapped(item.paragraphs)
    if item.restricted_paragraphs:
        yield "Restricted part:"
        yield from _wrapped(item.restricted_paragraphs)
    if item.part_withheld:
        yield PART_WITHHELD
    for declared in item.declarations:
        restricted = " (restricted)" if declared.restricted else ""
        yield from _wrapped(
            [f"Interest declared{restricted}: {declared.who}. {declared.nature}: {declared.text} {declared.outcome}."]
        )
    for decision in item.decisions:
        restricted = " (restricted)" if decision.restricted else ""
        yield from _wrapped(
            [f"Decision {decision.number}{restricted}: {decision.text} Decided by: {decision.decided_by}."]
        )


def _headed(title: str) -> list[str]:
    return [title, "-" * min(len(title), WIDTH)]


def _wrapped(paragraphs: tuple[str, ...] | list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from textwrap.wrap(paragraph, WIDTH) or [""]
