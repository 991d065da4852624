"""What of records can be found: documents by title, kind and the name of their newest file."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from goldenthread.foundation.search import Row, Source, source
from goldenthread.partnership import reach
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.records.models import Document


def who_reads(document: Document) -> frozenset[str]:
    """Those whom a document reaches: ``Document.objects.visible_to``. One of any other circulation reaches nobody."""
    readers = reach.allowed(Permission.SEE_DOCUMENTS, document.body)
    if document.circulation in (Circulation.PUBLIC, Circulation.PARTNERSHIP):
        return readers | reach.seeing(document.body)
    return readers if document.circulation == Circulation.BODY else frozenset()


@source
class Documents(Source[Document]):
    """Documents."""

    code, title, model = "document", "Documents", Document
    permission = Permission.SEE_DOCUMENTS
    marking = Circulation.BODY.marking
    follows = {Body: ("body",)}

    def rows(self, subjects: QuerySet[Document]) -> Iterator[tuple[int, Row]]:
        """A row for each document, of the day of its newest version."""
        for document in subjects.select_related("body").prefetch_related("body__areas").with_newest():  # type: ignore[attr-defined]
            newest, readers = document.newest, who_reads(document)
            if not readers:
                continue
            yield (
                document.pk,
                Row(
                    title=document.title,
                    text=f"{document.get_kind_display()} of {document.body.name}. {newest.filename}",
                    page="document_page",
                    args=(document.pk,),
                    dated_on=timezone.localdate(newest.uploaded_at),
                    reach=readers,
                ),
            )
