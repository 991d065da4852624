"""Priorities and their outcomes: what was chosen, why, and with whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.improvement.forms import OutcomeForm, PriorityForm
from goldenthread.improvement.forms.plan import PriorityFilter
from goldenthread.improvement.models import Outcome, Priority
from goldenthread.improvement.views import MARKING, plans_kept
from goldenthread.improvement.views.plan import usual_partnership
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@requires(Permission.SEE_PLAN)
@require_safe
def priority_list(request: HttpRequest) -> HttpResponse:
    """The priorities of a partnership and its groups on a day, with their outcomes; then those of others."""
    asked = PriorityFilter(request.GET, scope=request.scope, usual=usual_partnership(request.scope))
    kept = Priority.objects.visible_to(request.scope).allowing(Permission.MANAGE_PLAN, request.scope)
    context = {
        "filters_form": asked,
        "own": asked.own(),
        "others": asked.others(),
        "kept": set(kept.values_list("pk", flat=True)),
        "may_add": asked.chosen is not None and asked.chosen.pk in plans_kept(request.scope),
        "marking": MARKING,
    }
    return render(request, "improvement/priority_list.jinja", context)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def priority_add(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """Add a priority to the plan of a partnership."""
    partnership = found(Partnership.objects.visible_to(request.scope), pk=partnership_id)
    if partnership.pk not in plans_kept(request.scope):
        raise PermissionDenied
    return _asked(request, Priority(partnership=partnership))


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def priority_edit(request: HttpRequest, priority_id: int) -> HttpResponse:
    """Change a priority."""
    return _asked(request, _priority(request.scope, priority_id))


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_add(request: HttpRequest, priority_id: int) -> HttpResponse:
    """Add an outcome to a priority."""
    return _asked_outcome(request, Outcome(priority=_priority(request.scope, priority_id)))


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_edit(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """Change an outcome."""
    rows = Outcome.objects.visible_to(request.scope).select_related("priority__partnership")
    outcome = found(rows, pk=outcome_id)
    _priority(request.scope, outcome.priority_id)
    return _asked_outcome(request, outcome)


def _asked(request: HttpRequest, priority: Priority) -> HttpResponse:
    """The form of one priority, new or held."""
    form = PriorityForm(request.POST or None, instance=priority, scope=request.scope)
    is_new = priority.pk is None
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The priority was {'added' if is_new else 'changed'}.")
        return redirect("priority_list")
    context = {"form": form, "priority": priority, "is_new": is_new, "marking": MARKING}
    return render(request, "improvement/priority_form.jinja", context)


def _asked_outcome(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """The form of one outcome, new or held."""
    form = OutcomeForm(request.POST or None, instance=outcome, scope=request.scope)
    is_new = outcome.pk is None
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The outcome was {'added' if is_new else 'changed'}.")
        return redirect("priority_list")
    context = {"form": form, "outcome": outcome, "is_new": is_new, "marking": MARKING}
    return render(request, "improvement/outcome_form.jinja", context)


def _priority(scope: Scope, priority_id: int) -> Priority:
    """The priority, where the person keeps it; else 404 or 403."""
    rows = Priority.objects.visible_to(scope)
    priority = found(rows.select_related("partnership", "body", "agency"), pk=priority_id)
    if not rows.allowing(Permission.MANAGE_PLAN, scope).filter(pk=priority.pk).exists():
        raise PermissionDenied
    return priority
