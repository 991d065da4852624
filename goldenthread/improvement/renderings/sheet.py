"""The plan as a spreadsheet: one row for each action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from goldenthread.improvement.figures.plan import ActionFigures

HEADINGS = [
    "Reference",
    "Priority",
    "Outcome",
    "Action",
    "Lead",
    "Contributors",
    "Awaited from",
    "When",
    "Due date",
    "Next due",
    "Reviewed",
    "Done again",
    "Due date changed",
    "How it stands",
    "Why",
    "Latest update",
    "Updated on",
    "Group",
]


def as_cells(rows: Iterable[ActionFigures]) -> Iterator[dict[str, Any]]:
    """A row for each action."""
    for row in rows:
        yield {
            "Reference": row.reference,
            "Priority": row.priority,
            "Outcome": " ".join(filter(None, (row.outcome_no, row.outcome))),
            "Action": row.action,
            "Lead": row.lead,
            "Contributors": "; ".join(row.contributors),
            "Awaited from": "; ".join(row.awaited),
            "When": row.due_words,
            "Due date": row.due_on,
            "Next due": row.next_due_on,
            "Reviewed": row.review_cadence,
            "Done again": row.recurrence,
            "Due date changed": row.times_due_changed,
            "How it stands": row.status.label,
            "Why": row.reason,
            "Latest update": row.latest_update,
            "Updated on": row.latest_update_on,
            "Group": row.group,
        }
