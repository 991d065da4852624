"""What records add to a body's page, and which records have clocks."""

from typing import Any

from goldenthread.partnership import body_sections
from goldenthread.partnership.models import Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import Document
from goldenthread.records.models.document import DocumentQuerySet
from goldenthread.records.owners import Owner

SHOWN = 20


@body_sections.register("Documents", order=40, template="records/_body_documents.jinja")
def documents(scope: Scope, body: Body) -> dict[str, Any] | None:
    """The documents of the body the person may read; nothing for those who read no documents."""
    if not scope.may(Permission.SEE_DOCUMENTS):
        return None
    readable = Document.objects.visible_to(scope).filter(body=body).with_newest()
    return {
        "documents": list(readable[:SHOWN]),
        "count": readable.count(),
        "body": body,
        "may_upload": scope.may(Permission.MANAGE_DOCUMENTS, body),
    }


def _documents_read(scope: Scope) -> DocumentQuerySet:
    """The documents whose pages open to this scope."""
    rows = Document.objects.visible_to(scope)
    return rows if scope.may(Permission.SEE_DOCUMENTS) else rows.none()


def clock_owners() -> list[Owner]:
    """The records of the lower apps that clocks hang on: partnerships and documents."""
    return [
        Owner(
            Partnership,
            seen=Partnership.objects.visible_to,
            run=lambda scope: Partnership.objects.visible_to(scope.where(Permission.MANAGE_REGISTER)),
            url_name="partnership_page",
        ),
        Owner(
            Document,
            seen=_documents_read,
            run=lambda scope: Document.objects.visible_to(scope).filter(
                body__in=Body.objects.allowing(Permission.MANAGE_DOCUMENTS, scope)
            ),
            url_name="document_page",
            marking=lambda document: document.marking,
        ),
    ]
