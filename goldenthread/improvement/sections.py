"""What improvement adds to a body's page."""

from typing import Any

from goldenthread.improvement.models import Evidence, Risk
from goldenthread.partnership import body_sections
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

SHOWN = 6


@body_sections.register("Evidence and risks", order=30, template="improvement/_body_evidence.jinja")
def evidence(scope: Scope, body: Body) -> dict[str, Any] | None:
    """The newest evidence the body holds and the open risks it owns; nothing for those who see no evidence."""
    if not scope.may(Permission.SEE_EVIDENCE):
        return None
    held = Evidence.objects.visible_to(scope).filter(holding_body=body).exclude(kind=Risk.code())
    risks = Risk.objects.visible_to(scope).filter(holding_body=body).open().by_rating()
    return {
        "body": body,
        "evidence": list(held.with_counts()[:SHOWN]),
        "risks": list(risks[:SHOWN]),
        "today": scope.today,
    }
