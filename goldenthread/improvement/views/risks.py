"""Risks: the register, looking at one again, closing it, and the actions that control it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.improvement.forms.evidence_filters import RiskFilter
from goldenthread.improvement.forms.finding import OFFERED, ChooseForm, NarrowForm, actions_to_link
from goldenthread.improvement.forms.risk import RiskCloseForm, RiskReviewForm
from goldenthread.improvement.models import Action, Risk
from goldenthread.improvement.views.evidence import MARKING, managed
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50


@requires(Permission.SEE_EVIDENCE)
@require_safe
def risk_list(request: HttpRequest) -> HttpResponse:
    """The risk register."""
    filters = RiskFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters_form": filters,
        "page": page,
        "may_add": request.scope.may(Permission.MANAGE_EVIDENCE),
        "today": request.scope.today,
        "marking": MARKING,
    }
    return render(request, "improvement/risk_list.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_review(request: HttpRequest, risk_id: int) -> HttpResponse:
    """Record that a risk was looked at again."""
    risk = _kept(request.scope, risk_id)
    form = RiskReviewForm(request.POST or None, initial={"rating": risk.rating})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, risk.review, **form.cleaned_data, today=request.scope.today, by=request.user)
    ):
        messages.success(request, "The review was recorded.")
        return redirect(risk)
    return render(request, "improvement/risk_review.jinja", {"form": form, "risk": risk, "marking": risk.marking})


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_close(request: HttpRequest, risk_id: int) -> HttpResponse:
    """Close a risk, with the reason."""
    risk = _kept(request.scope, risk_id)
    form = RiskCloseForm(request.POST or None, initial={"on": request.scope.today})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, risk.close, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, "The risk was closed.")
        return redirect(risk)
    return render(request, "improvement/risk_close.jinja", {"form": form, "risk": risk, "marking": risk.marking})


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_control_add(request: HttpRequest, risk_id: int) -> HttpResponse:
    """Say that an action of the plan controls a risk."""
    risk = _kept(request.scope, risk_id)
    narrow = NarrowForm(request.GET)
    rows = actions_to_link(request.scope, risk.partnership, narrow.asked, risk.controls.all())
    form = ChooseForm(request.POST or None, rows=rows, label="Which action keeps it under control?")
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, risk.control, action=form.cleaned_data["chosen"], by=request.user)
    ):
        messages.success(request, "The control was added.")
        return redirect(risk)
    context = {"form": form, "narrow": narrow, "risk": risk, "offered": OFFERED, "marking": risk.marking}
    return render(request, "improvement/risk_control_add.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_POST
def risk_control_remove(request: HttpRequest, risk_id: int, action_id: int) -> HttpResponse:
    """Take back that an action controls a risk."""
    risk = _kept(request.scope, risk_id)
    action = found(Action.objects.visible_to(request.scope), pk=action_id)
    risk.control_no_more(action, by=request.user)
    messages.success(request, "The control was taken away.")
    return redirect(risk)


def _kept(scope: Scope, risk_id: int) -> Risk:
    """The risk, where the person keeps it: 404 outside their scope, 403 inside it."""
    risk = found(Risk.objects.visible_to(scope).select_related("partnership", "holding_body"), pk=risk_id)
    if not managed(scope, Permission.MANAGE_EVIDENCE, risk):
        raise PermissionDenied
    return risk
