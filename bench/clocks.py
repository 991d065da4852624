"""How many due dates a minute on one core: ``python -m bench.clocks``.

Counts the time of the processor, so that other work on the machine does not matter. Prints one line for each sort of
rule and the ratio to what is asked for, a million a minute. Ends with exit code 1
where a sort is slower.
"""

import platform
import time
from collections.abc import Callable
from datetime import date, timedelta

from goldenthread.foundation.clocks import Direction, Pause, Rule, Unit, due, reckon

WANTED = 1_000_000
ROUNDS = 100_000
FIRST = date(2016, 4, 1)
EVENTS = [FIRST + timedelta(days=number % 3650) for number in range(ROUNDS)]

WORKING = Rule(15, Unit.WORKING_DAY, pausable=True)
SORTS: dict[str, Callable[[date], object]] = {
    "15 working days": lambda event: due(WORKING, event),
    "15 working days, two pauses": lambda event: due(
        WORKING,
        event,
        [
            Pause(event + timedelta(days=3), event + timedelta(days=6)),
            Pause(event + timedelta(days=9), event + timedelta(days=9)),
        ],
    ),
    "7 working days before": lambda event: due(Rule(7, Unit.WORKING_DAY, direction=Direction.BEFORE), event),
    "6 months": lambda event: due(Rule(6, Unit.MONTH), event),
    "28 days": lambda event: due(Rule(28, Unit.DAY), event),
    "24 hours": lambda event: due(Rule(24, Unit.HOUR), event),
    "5 working days, every day told": lambda event: reckon(Rule(5, Unit.WORKING_DAY), event),
}


def main() -> int:
    """Measure every sort; return the exit code."""
    slowest = float("inf")
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, seconds of one core")
    for name, sort in SORTS.items():
        sort(FIRST)
        began = time.process_time()
        for event in EVENTS:
            sort(event)
        a_minute = ROUNDS / (time.process_time() - began) * 60
        slowest = min(slowest, a_minute)
        print(f"{name:32} {a_minute:>12,.0f} a minute {a_minute / WANTED:>7.1f} times what is asked for")
    return 0 if slowest >= WANTED else 1


if __name__ == "__main__":
    raise SystemExit(main())
