"""Pure rules of broken threads: where the way from evidence to impact stops.

A plan is followed until it is complete (R127), and each agency owns its actions (R56).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Break(StrEnum):
    """Where a thread may be broken."""

    UNANSWERED = "finding without action"
    UNPROVED = "action closed without evidence"
    UNCHECKED = "impact check overdue"
    UNDISCUSSED = "evidence never discussed"

    @property
    def label(self) -> str:
        """As a heading."""
        return {
            "finding without action": "Findings without an action or a reason for none",
            "action closed without evidence": "Actions closed without evidence",
            "impact check overdue": "Impact checks overdue",
            "evidence never discussed": "Evidence never discussed at any meeting",
        }[self.value]

    @property
    def remedy(self) -> str:
        """What mends it, as the words of a link."""
        return {
            "finding without action": "Link an action, or say why there is none",
            "action closed without evidence": "Open the action again, and close it on evidence",
            "impact check overdue": "Record what the check found",
            "evidence never discussed": "Table it for a body",
        }[self.value]


@dataclass(frozen=True)
class FindingState:
    """What the rule asks about a finding."""

    asks_for_action: bool
    actions: int
    reason_for_none: str


@dataclass(frozen=True)
class ActionState:
    """What the rule asks about an action. ``evidence`` is what its standing closure says, ``files`` what came with it.

    ``checks_awaited`` are the days on which impact checks are due that nothing was recorded for.
    """

    is_closed: bool
    evidence: str
    files: int
    checks_awaited: tuple[date, ...]


def finding_is_broken(finding: FindingState) -> bool:
    """Whether something should follow from it, nothing does, and nobody said why."""
    return finding.asks_for_action and finding.actions == 0 and not finding.reason_for_none.strip()


def breaks_of(action: ActionState, today: date) -> list[Break]:
    """Where the thread is broken at an action: closed on nothing, or with a check whose day is past.

    A check is overdue from the day after it is due.
    """
    found = []
    if action.is_closed and action.files == 0 and not action.evidence.strip():
        found.append(Break.UNPROVED)
    if any(due < today for due in action.checks_awaited):
        found.append(Break.UNCHECKED)
    return found
