"""The timeline of a clock on paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from goldenthread.foundation import pdf
from goldenthread.foundation.rendering import moment
from goldenthread.records.models import Clock
from goldenthread.records.models.clock_step import said

TEMPLATE = Path(__file__).parent / "typst" / "clock.typ"


def printed(clock: Clock, *, now: datetime) -> bytes:
    """The PDF of a clock's timeline, as it stands at ``now``."""
    rule, found = clock.rule, clock.reckoning()
    facts = [
        ("About", str(clock.record or "")),
        ("How it stands", clock.words(now)),
        ("Due", said(clock.due) or "Not known while it is paused"),
        ("Time allowed", f"{rule.length_words}, counted from: {rule.start_event}"),
        ("Edition", rule.edition),
        ("Source", f"{rule.source} ({rule.status})"),
    ]
    steps = [[said(step.when), step.what, str(step.by or ""), step.reason] for step in clock.timeline()]
    skipped = [[said(each.day), each.why] for each in found.skipped]
    data = {
        "marking": clock.marking,
        "name": rule.name,
        "made": f"Printed on {moment(now)}",
        "facts": facts,
        "steps": steps,
        "counted": f"{len(found.counted)} days counted, {len(skipped)} left out",
        "skipped": skipped,
    }
    return pdf.compile(TEMPLATE, data, title=f"Clock: {rule.name}")
