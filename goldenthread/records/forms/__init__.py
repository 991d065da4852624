"""What records ask, one file for each subject."""

from goldenthread.records.forms.clocks import ClockDeedForm, ClockRuleFilter, WhenDueForm
from goldenthread.records.forms.documents import DocumentForm, ExportForm, ImportForm, VersionForm
from goldenthread.records.forms.search import SearchForm

__all__ = [
    "ClockDeedForm",
    "ClockRuleFilter",
    "DocumentForm",
    "ExportForm",
    "ImportForm",
    "SearchForm",
    "VersionForm",
    "WhenDueForm",
]
