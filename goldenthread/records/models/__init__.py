"""The rows records keep."""

from goldenthread.records.models.document import Document, DocumentKind, DocumentVersion

__all__ = ["Document", "DocumentKind", "DocumentVersion"]
