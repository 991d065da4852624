"""Pure rules of attendance: marks in, answers out.

A seat's marks come in the order of the meetings; ``None`` stands for a meeting at which the seat has no
mark (not yet recorded, vacant, or not in force).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from goldenthread.foundation.figures import Rate
from goldenthread.partnership.roles import SeatRole


class Mark(StrEnum):
    """The closed list of marks (rules-in-the-sources R113)."""

    PRESENT = "y"
    ABSENT = "x"
    NOT_EXPECTED = "o"

    @property
    def label(self) -> str:
        """In words. ``y`` is the member or a representative."""
        return {"y": "Present", "x": "Nobody came", "o": "Not expected"}[self]


class Reason(StrEnum):
    """Why a seat is followed up (R22: rate below a threshold, or absences in a row)."""

    BELOW_RATE = "below rate"
    IN_A_ROW = "in a row"


BELOW_PERCENT = 75
"""Follow up below this rate unless another is given. The sources set no number: it is a setting."""
ABSENCES_IN_A_ROW = 2
"""Follow up after this many absences in a row at the end of the period (R22: two misses in a row)."""

_SELDOM_EXPECTED = (SeatRole.VIRTUAL, SeatRole.CO_OPTED)


def default_mark(role: str) -> Mark | None:
    """The mark a seat begins with: ``o`` for virtual (R08) and co-opted (R09) seats, else none."""
    return Mark.NOT_EXPECTED if role in _SELDOM_EXPECTED else None


def reporting_year(day: date) -> tuple[date, date]:
    """The first and last day of the year ``day`` falls in, April to March as the boards report it (001)."""
    first = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    return first, date(first.year + 1, 3, 31)


def rate(marks: Iterable[Mark | None]) -> Rate:
    """How often somebody came when expected: ``y`` over ``y`` and ``x``. ``o`` leaves the denominator (R113)."""
    expected = [mark for mark in marks if mark in (Mark.PRESENT, Mark.ABSENT)]
    return Rate(expected.count(Mark.PRESENT), len(expected))


def runs_of_absences(marks: Iterable[Mark | None]) -> list[int]:
    """The lengths of the runs of absences between presences, the last one being the current run.

    ``o`` and ``None`` neither break nor lengthen a run.
    """
    runs = [0]
    for mark in marks:
        if mark == Mark.ABSENT:
            runs[-1] += 1
        elif mark == Mark.PRESENT:
            runs.append(0)
    return runs


def longest_run_of_absences(marks: Iterable[Mark | None]) -> int:
    """The most meetings in a row at which somebody was expected and nobody came."""
    return max(runs_of_absences(marks))


def current_run_of_absences(marks: Iterable[Mark | None]) -> int:
    """The absences in a row at the end."""
    return runs_of_absences(marks)[-1]


def reasons_to_follow_up(
    marks: Iterable[Mark | None], *, below: int = BELOW_PERCENT, in_a_row: int = ABSENCES_IN_A_ROW
) -> list[Reason]:
    """Why the chair follows this seat up, if at all (R22).

    ``below`` is a percentage: a rate exactly on it is not listed, and a seat never expected has no rate.
    ``in_a_row`` is at least 1.
    """
    marks = list(marks)
    attended = rate(marks)
    reasons = []
    if attended.numerator * 100 < below * attended.denominator:
        reasons.append(Reason.BELOW_RATE)
    if current_run_of_absences(marks) >= in_a_row:
        reasons.append(Reason.IN_A_ROW)
    return reasons
