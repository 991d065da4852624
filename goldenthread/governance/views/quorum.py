"""Quorum rules of a body, and what they say about its past meetings."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import trail
from goldenthread.governance.forms import QuorumRuleForm
from goldenthread.governance.models import Meeting, QuorumRule, quorums_of
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import LastDayForm, carried_out
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 25


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def quorum_page(request: HttpRequest, body_id: int) -> HttpResponse:
    """The rules of a body, and what they say about each of its meetings up to today, newest first."""
    body = found(Body.objects.visible_to(request.scope).select_related("partnership"), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    rules = list(QuorumRule.objects.visible_to(request.scope).filter(body=body))
    held = Meeting.objects.visible_to(request.scope).of(body).on_a_day()
    page = Paginator(held.filter(held_on__lte=request.scope.today), PER_PAGE).get_page(request.GET.get("page"))
    said = quorums_of(body, page) if rules else {}
    trail.record("attendance.read", body, by=request.user)
    context = {
        "body": body,
        "rules": rules,
        "page": page,
        "meetings": [(meeting, said.get(meeting.pk)) for meeting in page],
        "may_manage": request.scope.may(Permission.MANAGE_MEETINGS, body),
        "marking": MARKING,
    }
    return render(request, "governance/quorum_page.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def quorum_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add a rule to a body."""
    body = found(Body.objects.visible_to(request.scope).select_related("partnership"), pk=body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    form = QuorumRuleForm(request.POST or None, instance=QuorumRule(body=body), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The rule was added. Below is what it says about past meetings.")
        return redirect("quorum_page", body.pk)
    context = {"form": form, "body": body, "marking": MARKING}
    return render(request, "governance/quorum_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def quorum_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Correct a rule."""
    rule = _rule(request.scope, rule_id)
    form = QuorumRuleForm(request.POST or None, instance=rule, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The rule was changed.")
        return redirect("quorum_page", rule.body_id)
    context = {"form": form, "body": rule.body, "rule": rule, "marking": MARKING}
    return render(request, "governance/quorum_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def quorum_end(request: HttpRequest, rule_id: int) -> HttpResponse:
    """End a rule. Meetings before keep it."""
    rule = _rule(request.scope, rule_id)
    form = LastDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ended(form, rule, request):
        messages.success(request, "The rule was ended.")
        return redirect("quorum_page", rule.body_id)
    context = {"form": form, "rule": rule, "marking": MARKING}
    return render(request, "governance/quorum_end.jinja", context)


def _ended(form: LastDayForm, rule: QuorumRule, request: HttpRequest) -> bool:
    on: date = form.cleaned_data["on"]
    return carried_out(form, rule.end, on=on, by=request.user)


def _rule(scope: Scope, rule_id: int) -> QuorumRule:
    """The rule, where the person plans the meetings of its body."""
    rules = QuorumRule.objects.visible_to(scope).select_related("body__partnership")
    rule = found(rules, pk=rule_id)
    scope.require(Permission.MANAGE_MEETINGS, rule.body)
    return rule
