"""Pure rules of governance: plain values in, answers out. One file for each subject."""

from goldenthread.foundation.dates import period_end, period_start
from goldenthread.governance.rules.agenda import (
    comes_in,
    minutes_between,
    running_times,
    total,
)
from goldenthread.governance.rules.attendance import (
    ABSENCES_IN_A_ROW,
    BELOW_PERCENT,
    Mark,
    Reason,
    current_run_of_absences,
    default_mark,
    longest_run_of_absences,
    rate,
    reasons_to_follow_up,
    reporting_year,
    runs_of_absences,
)
from goldenthread.governance.rules.cadence import Cadence, NotInTerm, PlannedDate, dates, in_words, ordinal
from goldenthread.governance.rules.forward import Due, due, year_ahead
from goldenthread.governance.rules.quorum import Outcome, Quorum, QuorumKind

__all__ = [
    "ABSENCES_IN_A_ROW",
    "BELOW_PERCENT",
    "Cadence",
    "Due",
    "Mark",
    "NotInTerm",
    "Outcome",
    "PlannedDate",
    "Quorum",
    "QuorumKind",
    "Reason",
    "comes_in",
    "current_run_of_absences",
    "dates",
    "default_mark",
    "due",
    "in_words",
    "longest_run_of_absences",
    "minutes_between",
    "ordinal",
    "period_end",
    "period_start",
    "rate",
    "reasons_to_follow_up",
    "reporting_year",
    "running_times",
    "runs_of_absences",
    "total",
    "year_ahead",
]
