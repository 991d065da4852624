"""The rows records keep."""

from goldenthread.records.models.clock import Clock
from goldenthread.records.models.clock_pause import ClockExtension, ClockPause
from goldenthread.records.models.clock_rule import ClockRule
from goldenthread.records.models.clock_step import Step
from goldenthread.records.models.document import Document, DocumentKind, DocumentVersion
from goldenthread.records.models.import_run import ImportRun
from goldenthread.records.models.search import SearchDue, SearchLink, SearchRow

__all__ = [
    "Clock",
    "ClockExtension",
    "ClockPause",
    "ClockRule",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "ImportRun",
    "SearchDue",
    "SearchLink",
    "SearchRow",
    "Step",
]
