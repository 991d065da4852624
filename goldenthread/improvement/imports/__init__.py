"""What improvement brings in and gives out, one file for each kind."""

from goldenthread.improvement.imports.action_updates import ActionUpdates
from goldenthread.improvement.imports.evidence_kinds import ExternalReports, Inspections, LawChanges, Risks
from goldenthread.improvement.imports.finding_links import FindingLinks
from goldenthread.improvement.imports.findings import AuditActions, Findings
from goldenthread.improvement.imports.historical import Audits, Reviews
from goldenthread.improvement.imports.learning import Cascades, LearningProducts
from goldenthread.improvement.imports.plan import Plan
from goldenthread.improvement.imports.priorities import Priorities

__all__ = [
    "ActionUpdates",
    "AuditActions",
    "Audits",
    "Cascades",
    "ExternalReports",
    "FindingLinks",
    "Findings",
    "Inspections",
    "LawChanges",
    "LearningProducts",
    "Plan",
    "Priorities",
    "Reviews",
    "Risks",
]
