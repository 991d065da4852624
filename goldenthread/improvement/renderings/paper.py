"""The plan as PDF: A4 across, a table for each priority with its head on every page."""

from __future__ import annotations

from pathlib import Path

from goldenthread.foundation import pdf
from goldenthread.foundation.rendering import day
from goldenthread.improvement.renderings.grouped import PrintedPlan, when, who

TEMPLATE = Path(__file__).parent.parent / "typst" / "plan.typ"


def as_pdf(shown: PrintedPlan) -> bytes:
    """The PDF, which follows PDF/UA-1."""
    data = {
        "title": shown.title,
        "as_at": shown.as_at,
        "marking": shown.marking,
        "narrowed": list(shown.narrowed),
        "counts": [list(count) for count in shown.counts],
        "actions": shown.actions,
        "groups": [
            {
                "title": group.title,
                "outcomes": [
                    {
                        "title": outcome.title,
                        "rows": [
                            {
                                "reference": row.reference,
                                "action": row.action,
                                "who": who(row),
                                "when": when(row),
                                "status": row.status.label,
                                "shape": row.status.name.lower(),
                                "reason": row.reason,
                                "update": row.latest_update,
                                "updated": day(row.latest_update_on),
                            }
                            for row in outcome.actions
                        ],
                    }
                    for outcome in group.outcomes
                ],
            }
            for group in shown.groups
        ],
    }
    return pdf.compile(TEMPLATE, data, title=f"{shown.title}, {shown.as_at.lower()}")
