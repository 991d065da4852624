"""The nouns of improvement, one file each."""

from goldenthread.improvement.models.evidence import Evidence, kinds
from goldenthread.improvement.models.external_report import ExternalReport
from goldenthread.improvement.models.historical_record import HistoricalRecord

__all__ = ["Evidence", "ExternalReport", "HistoricalRecord", "kinds"]
