"""What records add to a body's page."""

from typing import Any

from goldenthread.partnership import body_sections
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import Document

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
