"""Raising actions of the plan from decisions, and putting what is tabled on an agenda."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.governance.forms import RaiseForm
from goldenthread.governance.models import Decision, RaisedAction, plan_for, take
from goldenthread.governance.views import MARKING, planned_meeting
from goldenthread.improvement.models import Action, Tabling
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def agenda_tabled(request: HttpRequest, meeting_id: int, tabling_id: int) -> HttpResponse:
    """Put what is tabled for the body on the agenda."""
    meeting = planned_meeting(request, meeting_id)
    tabling = found(Tabling.objects.listed_for(request.scope).filter(body_id=meeting.body_id), pk=tabling_id)
    try:
        take(meeting, tabling, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, "It is on the agenda.")
    return redirect("agenda_page", meeting.pk)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_raise(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Make an action of the plan from a decision: who, and by when."""
    scope = request.scope
    decisions = Decision.objects.visible_to(scope).select_related("item__meeting__body__partnership")
    decision = found(decisions, pk=decision_id)
    meeting = decision.item.meeting
    scope.require(Permission.MANAGE_PLAN, meeting.body)
    open_to_all = not (decision.restricted or decision.item.restricted)
    action = Action(
        partnership=plan_for(meeting.body),
        body=meeting.body,
        starts_on=min(meeting.held_on, scope.today),
        text=decision.text if open_to_all else "",
    )
    form = RaiseForm(request.POST or None, instance=action, scope=scope)
    raised = RaisedAction(decision=decision, action=action)
    if request.method == "POST" and form.is_valid() and form.raised(raised, by=request.user):
        messages.success(request, f"{action.reference} was added to the plan.")
        return redirect("action_page", action.pk)
    context = {"form": form, "decision": decision, "meeting": meeting, "plan_of": action.partnership}
    return render(request, "governance/action_raise.jinja", context | {"marking": MARKING})
