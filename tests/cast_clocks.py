"""What the universe knows of clocks: a rule of everybody's, one of each partnership, and a clock of a paper of each.

The Northmere clock was paused, runs again and was given more time; the one of its open paper is paused still.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from goldenthread.records.models import Clock, ClockRule

if TYPE_CHECKING:
    from tests.cast import Universe


def run(made: "Universe") -> None:
    """Add rules and running clocks."""
    rows, manager, other = made.rows, made.people["business_manager"], made.people["other_manager"]
    for key, partnership in (
        ("everybody's rule", None),
        ("north rule", rows["north partnership"]),
        ("south rule", rows["south partnership"]),
    ):
        rows[key] = ClockRule(
            partnership=partnership,
            edition="Procedures",
            code="answer",
            name=f"Answer given, {key}",
            start_event="the question",
            length=15,
            unit="working_day",
            pausable=True,
            source="The procedures",
        ).keep(by=None)
    started = made.today - timedelta(days=9)
    rule = rows["everybody's rule"]
    rows["north clock"] = clock = Clock.start(rows["board paper"], rule, on=started, by=manager)
    clock.pause(reason="Waits for the coroner", on=started + timedelta(days=2), by=manager)
    clock.resume(on=started + timedelta(days=4), by=manager)
    clock.extend(to=made.today + timedelta(days=90), reason="The inquest is late", by=manager)
    rows["paused clock"] = Clock.start(rows["open paper"], rule, on=started, by=manager)
    rows["paused clock"].pause(reason="Waits for an answer", on=started + timedelta(days=1), by=manager)
    rows["south clock"] = Clock.start(rows["south paper"], rule, on=started, by=other)
