"""Standing items: what a body takes at every meeting, or at those of some months."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.governance.forms import StandingItemForm
from goldenthread.governance.models import StandingItem
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import LastDayForm, carried_out
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def standing_item_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """The standing items of a body: those in force or to come, then those that have ended."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    rows = list(StandingItem.objects.visible_to(request.scope).filter(body=body))
    ended = [row for row in rows if row.ends_on and row.ends_on < request.scope.today]
    context = {
        "body": body,
        "standing_items": [row for row in rows if row not in ended],
        "ended": ended,
        "may_plan": request.scope.may(Permission.MANAGE_MEETINGS, body),
        "marking": MARKING,
    }
    return render(request, "governance/standing_item_list.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def standing_item_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add a standing item."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    row = StandingItem(body=body, position=body.standing_items.count() + 1)
    form = StandingItemForm(request.POST or None, instance=row, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The standing item was added.")
        return redirect("standing_item_list", body.pk)
    return render(request, "governance/standing_item_form.jinja", {"form": form, "body": body, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def standing_item_edit(request: HttpRequest, standing_id: int) -> HttpResponse:
    """Change a standing item. Agendas it is on already stay as they are."""
    row = _planned(request, standing_id)
    form = StandingItemForm(request.POST or None, instance=row, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The standing item was changed.")
        return redirect("standing_item_list", row.body_id)
    context = {"form": form, "body": row.body, "standing": row, "marking": MARKING}
    return render(request, "governance/standing_item_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def standing_item_end(request: HttpRequest, standing_id: int) -> HttpResponse:
    """Take a standing item no longer after a day."""
    row = _planned(request, standing_id)
    form = LastDayForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, row.end, on=form.cleaned_data["on"], by=request.user)
    ):
        messages.success(request, "The standing item was ended.")
        return redirect("standing_item_list", row.body_id)
    context = {"form": form, "standing": row, "marking": MARKING}
    return render(request, "governance/standing_item_end.jinja", context)


def _planned(request: HttpRequest, standing_id: int) -> StandingItem:
    """The standing item of a body whose meetings the person plans, else 404 or 403."""
    seen = StandingItem.objects.visible_to(request.scope).select_related("body")
    row = found(seen, pk=standing_id)
    request.scope.require(Permission.MANAGE_MEETINGS, row.body)
    return row
