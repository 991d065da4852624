"""The forward plan of a body: what comes to which meeting in the next twelve months."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import tabular, trail
from goldenthread.foundation.rendering import day
from goldenthread.governance.forms import ForwardItemForm
from goldenthread.governance.models import AgendaItem, ForwardItem, ForwardPlan, Planned, forward_plan
from goldenthread.governance.views import MARKING
from goldenthread.governance.views.matrix import file_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

HEADINGS = ["Meeting", "What comes", "Why", "Purpose", "Presenter", "Due on", "Overdue", "Restricted"]


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def forward_plan_page(request: HttpRequest, body_id: int) -> HttpResponse:
    """The plan, meeting by meeting."""
    body = _body(request.scope, body_id)
    trail.record("forwardplan.read", body, by=request.user)
    context = {
        "body": body,
        "plan": forward_plan(body, request.scope),
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS, body),
        "may_manage": request.scope.may(Permission.MANAGE_MEETINGS, body),
        "marking": MARKING,
    }
    return render(request, "governance/forward_plan.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def forward_plan_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The plan as a spreadsheet or JSON."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    plan = forward_plan(body, request.scope)
    response = file_of(form, "forward plan", body, (plan.first, plan.last), HEADINGS, _rows(plan))
    trail.record("forwardplan.read", body, by=request.user, form=form)
    return response


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def forward_item_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add what is agreed to come."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    return _asked(request, ForwardItem(body=body))


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def forward_item_ask(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say that what an agenda item is about comes back to a later meeting."""
    items = AgendaItem.objects.visible_to(request.scope).select_related("meeting__body")
    item = found(items, pk=item_id)
    request.scope.require(Permission.MANAGE_MEETINGS, item.meeting.body)
    planned = ForwardItem(
        body=item.meeting.body,
        title=item.title,
        purpose=item.purpose,
        presenter=item.presenter,
        restricted=item.restricted,
        asked_in=item,
    )
    return _asked(request, planned)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def forward_item_edit(request: HttpRequest, forward_item_id: int) -> HttpResponse:
    """Change an item of the plan."""
    return _asked(request, _item(request.scope, forward_item_id))


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def forward_item_remove(request: HttpRequest, forward_item_id: int) -> HttpResponse:
    """Take an item out of the plan, once confirmed."""
    item = _item(request.scope, forward_item_id)
    if request.method == "POST":
        item.remove(by=request.user)
        messages.success(request, "The item was taken out of the plan.")
        return redirect("forward_plan", item.body_id)
    return render(request, "governance/forward_item_remove.jinja", {"item": item, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def forward_item_take(request: HttpRequest, forward_item_id: int) -> HttpResponse:
    """Put an item on the agenda of the meeting it is due to."""
    item = _item(request.scope, forward_item_id)
    taken = item.take(by=request.user)
    messages.success(request, f"The item is on the agenda of {day(taken.meeting.held_on)}.")
    return redirect("forward_plan", item.body_id)


def _asked(request: HttpRequest, item: ForwardItem) -> HttpResponse:
    """The form of one item, new or held."""
    form = ForwardItemForm(request.POST or None, instance=item, scope=request.scope)
    is_new = item.pk is None
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The item was {'added to the plan' if is_new else 'changed'}.")
        return redirect("forward_plan", item.body_id)
    context = {"form": form, "body": item.body, "is_new": is_new, "asked_in": item.asked_in, "marking": MARKING}
    return render(request, "governance/forward_item_form.jinja", context)


def _body(scope: Scope, body_id: int) -> Body:
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.SEE_ATTENDANCE, body)
    return body


def _item(scope: Scope, forward_item_id: int) -> ForwardItem:
    """The item, where the person plans the meetings of its body."""
    rows = ForwardItem.objects.visible_to(scope).select_related("body", "asked_in__meeting")
    item = found(rows, pk=forward_item_id)
    scope.require(Permission.MANAGE_MEETINGS, item.body)
    return item


def _rows(plan: ForwardPlan) -> Iterator[dict[str, Any]]:
    """Every line: those without a meeting first, then meeting by meeting, then what comes later."""
    for line in plan.without_meeting:
        yield {"Meeting": "No meeting planned yet", **_cells(line)}
    for planned in plan.meetings:
        for line in planned.lines:
            yield {"Meeting": planned.meeting.held_on, **_cells(line)}
    for line in plan.later:
        yield {"Meeting": "Later than twelve months", **_cells(line)}


def _cells(line: Planned) -> dict[str, Any]:
    return {
        "What comes": line.title,
        "Why": line.how,
        "Purpose": line.row.get_purpose_display(),
        "Presenter": line.row.presenter,
        "Due on": line.due_on,
        "Overdue": line.is_overdue,
        "Restricted": line.row.restricted,
    }
