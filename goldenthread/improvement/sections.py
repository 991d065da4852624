"""What improvement adds to the first page and to a body's page."""

from typing import Any

from goldenthread.improvement import rules
from goldenthread.improvement.figures.plan import counted
from goldenthread.improvement.models import Action, Evidence, Risk
from goldenthread.improvement.models.histories import histories
from goldenthread.improvement.rules import Status
from goldenthread.partnership import body_sections, home_sections
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

SHOWN = 6


@home_sections.register("Your actions", order=10, template="improvement/_home_actions.jinja")
def own_actions(scope: Scope) -> dict[str, Any] | None:
    """How the open actions stand in which the person has a part; nothing where there are none."""
    if not scope.may(Permission.SEE_PLAN):
        return None
    mine = Action.objects.visible_to(scope).of_person(scope)
    held = histories(mine)
    counts = counted(rules.status(history, scope.today).status for history in held.values())
    found = [(status, counts[status]) for status in Status if counts[status] and status != Status.COMPLETE]
    return {"counts": found} if found else None


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


@body_sections.register("Evidence and risks", order=31, template="improvement/_body_evidence.jinja")
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
