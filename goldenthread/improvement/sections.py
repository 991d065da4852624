"""What improvement adds to a body's page."""

from typing import Any

from goldenthread.improvement import rules
from goldenthread.improvement.figures.plan import counted
from goldenthread.improvement.models import Action
from goldenthread.improvement.models.histories import histories
from goldenthread.improvement.rules import Status
from goldenthread.partnership import body_sections
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@body_sections.register("Actions", order=30, template="improvement/_body_actions.jinja")
def actions(scope: Scope, body: Body) -> dict[str, Any] | None:
    """How the actions stand that this body follows, leads or has a part in; nothing for who sees no plan."""
    if body.partnership_id is None or not scope.may(Permission.SEE_PLAN, body):
        return None
    held = histories(Action.objects.visible_to(scope).of_body(body))
    counts = counted(rules.status(history, scope.today).status for history in held.values())
    return {
        "body": body,
        "counts": [(status, counts[status]) for status in Status if counts[status]],
        "may_update": scope.may(Permission.MANAGE_PLAN, body),
    }
