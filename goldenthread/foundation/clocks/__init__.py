"""Clocks: when something is due, counted by a rule from an event. Pure: no database, and ``today`` is passed in.

Conventions, each a value of the rule, with what it rests on:

- *The day of the event is day 0*, so that five working days from a Monday end on the next Monday. It is the general
  rule for periods that begin with an event: the day of the event is left out. ``event_day=1`` counts it.
- *An event on a day that is not a working day*: the next working day is day 1. So the child safeguarding practice
  review flowcharts of partnerships count from the notification ("working day 0: notification"). Published tools
  differ; ``off_day=OffDay.EVENT`` takes the next working day for the day of the event.
- *Months end on the day of the same number* (the corresponding date), and where the month has none, on its last day.
  ``month_end=MonthEnd.LAST`` also leads from the last day of a month to the last day of a month.
- *A pause* stops the count from its first day to its last, both included. An *extension* names a new due date; a pause
  that begins later moves that date too.
- *Counted backwards* ("7 working days before publication"), the day found is the last on which it can be done in time.
"""

from goldenthread.foundation.clocks.reckoning import due, reckon
from goldenthread.foundation.clocks.rule import (
    LONDON,
    ClockRefused,
    Counted,
    Direction,
    Extension,
    MonthEnd,
    OffDay,
    Pause,
    Reckoning,
    Rule,
    Skipped,
    Status,
    Unit,
    day_of,
)
from goldenthread.foundation.clocks.words import State, due_words, met_words, state

__all__ = [
    "LONDON",
    "ClockRefused",
    "Counted",
    "Direction",
    "Extension",
    "MonthEnd",
    "OffDay",
    "Pause",
    "Reckoning",
    "Rule",
    "Skipped",
    "State",
    "Status",
    "Unit",
    "day_of",
    "due",
    "due_words",
    "met_words",
    "reckon",
    "state",
]
