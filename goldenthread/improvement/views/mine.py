"""My actions, and the actions of a group gone through at its meeting."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.forms import BulkLine
from goldenthread.improvement.models import Action, ActionUpdate, Attestation, ImpactCheck
from goldenthread.improvement.models.histories import histories
from goldenthread.improvement.rules import Status
from goldenthread.improvement.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

MOST = 200
"""Actions a page of one's own shows; more than that is the plan's to show."""


@requires(Permission.SEE_PLAN)
@require_safe
def my_actions(request: HttpRequest) -> HttpResponse:
    """The actions in which the person's agencies and groups have a part, what asks for something at the top."""
    scope = request.scope
    rows = Action.objects.visible_to(scope).of_person(scope)
    held = histories(rows)
    standings = {number: rules.status(history, scope.today) for number, history in held.items()}
    open_ones = [number for number, standing in standings.items() if standing.status != Status.COMPLETE]
    order = list(Status)
    open_ones.sort(key=lambda number: (order.index(standings[number].status), number))
    actions = rows.select_related("partnership", "lead_agency", "lead_body").in_bulk(open_ones[:MOST])
    parts = Attestation.objects.visible_to(scope).awaited().filter(action__in=rows.order_by().values("pk"))
    checks = ImpactCheck.objects.visible_to(scope).awaited().filter(action__in=rows.order_by().values("pk"))
    context = {
        "actions": [(actions[number], standings[number]) for number in open_ones[:MOST]],
        "count": len(open_ones),
        "parts": [
            part
            for part in parts.select_related("action__partnership", "agency", "body")
            if part.may_be_settled_by(scope)
        ],
        "checks": checks.select_related("action__partnership").order_by("due_on", "pk")[:MOST],
        "may_update": scope.may(Permission.UPDATE_ACTIONS),
        "marking": MARKING,
    }
    return render(request, "improvement/my_actions.jinja", context)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_bulk_update(request: HttpRequest, body_id: int) -> HttpResponse:
    """Go through the open actions of a group at its meeting, and say of each what has happened."""
    scope = request.scope
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.MANAGE_PLAN, body)
    rows = Action.objects.visible_to(scope).changeable_by(scope).of_body(body)
    held = histories(rows)
    standings = {number: rules.status(history, scope.today) for number, history in held.items()}
    open_ones = [
        action for action in rows.with_history().in_order_of_plan() if standings[action.pk].status != Status.COMPLETE
    ][:MOST]
    sent = request.POST if request.method == "POST" else None
    lines = [(action, standings[action.pk], BulkLine(sent, prefix=f"action-{action.pk}")) for action in open_ones]
    if request.method == "POST" and all(form.is_valid() for _, _, form in lines):
        count = _say(lines, request)
        said = (
            "Nothing was said of any action."
            if not count
            else f"{count} {'update was' if count == 1 else 'updates were'} saved."
        )
        messages.success(request, said)
        return redirect("action_bulk_update", body.pk)
    return render(request, "improvement/action_bulk_update.jinja", {"body": body, "lines": lines, "marking": MARKING})


@transaction.atomic
def _say(lines: list[tuple[Action, rules.Standing, BulkLine]], request: HttpRequest) -> int:
    """Keep every update that was typed; how many. One that was closed meanwhile is refused by name."""
    count = 0
    for action, _, form in lines:
        text = form.cleaned_data["text"]
        if text.strip():
            try:
                ActionUpdate(action=action, text=text).say(by=request.user)
            except NotPossible as refused:
                raise NotPossible(f"{action.reference}: {refused} Nothing was saved.") from refused
            count += 1
    return count
