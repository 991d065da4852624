"""The rows records keep."""

from goldenthread.records.models.document import Document, DocumentKind, DocumentVersion
from goldenthread.records.models.import_run import ImportRun

__all__ = ["Document", "DocumentKind", "DocumentVersion", "ImportRun"]
