"""Findings: all of them, one with its thread up and down, and what is recorded about one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.improvement.forms.evidence_filters import FindingFilter
from goldenthread.improvement.forms.finding import (
    OFFERED,
    ChooseForm,
    FindingForm,
    NarrowForm,
    NoActionForm,
    actions_to_link,
    findings_to_repeat,
)
from goldenthread.improvement.models import Action, Finding, LearningProduct, tabled_about
from goldenthread.improvement.views.evidence import MARKING, managed, managed_evidence
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50


@requires(Permission.SEE_EVIDENCE)
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """Findings of all evidence, newest evidence first."""
    filters = FindingFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters_form": filters, "page": page, "marking": MARKING}
    return render(request, "improvement/finding_list.jinja", context)


@requires(Permission.SEE_EVIDENCE)
@require_safe
def finding_page(request: HttpRequest, finding_id: int) -> HttpResponse:
    """The thread of one finding: up to its evidence, down to actions, attestations and impact."""
    scope = request.scope
    seen = Finding.objects.visible_to(scope)
    rows = seen.select_related("evidence__partnership", "evidence__holding_body", "no_action_by")
    finding = found(rows.prefetch_related("themes"), pk=finding_id)
    finding.evidence.read(by=request.user)
    earlier = seen.filter(repeated_by=finding).select_related("evidence")
    later = seen.filter(repeats=finding).select_related("evidence")
    context = {
        "finding": finding,
        "evidence": finding.evidence,
        "earlier": earlier.in_order(),
        "later": later.in_order(),
        "actions": Action.objects.visible_to(scope).filter(findings=finding).with_history(),
        "unseen": finding.actions.count(),
        "products": LearningProduct.objects.visible_to(scope).filter(findings=finding),
        "others": seen.filter(evidence=finding.evidence).exclude(pk=finding.pk).in_order(),
        "may_manage": managed(scope, Permission.MANAGE_EVIDENCE, finding.evidence),
        "tabled": tabled_about(scope, finding=finding),
        "may_table": scope.may(Permission.TABLE_MATTERS),
        "today": scope.today,
        "marking": finding.evidence.marking,
    }
    return render(request, "improvement/finding_page.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_add(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Add a finding to a piece of evidence."""
    evidence = managed_evidence(request.scope, evidence_id)
    last = evidence.findings.aggregate(last=Max("number"))["last"] or 0
    return _asked(request, Finding(evidence=evidence, number=last + 1))


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Change a finding."""
    return _asked(request, managed_finding(request.scope, finding_id))


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_remove(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Delete a finding that was entered by mistake, once confirmed."""
    finding = managed_finding(request.scope, finding_id)
    if request.method == "POST":
        finding.remove(by=request.user)
        messages.success(request, f"{finding} was removed.")
        return redirect(finding.evidence)
    context = {"finding": finding, "marking": finding.evidence.marking}
    return render(request, "improvement/finding_remove.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_answer(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Link a finding to an action of the plan."""
    finding = managed_finding(request.scope, finding_id)
    narrow = NarrowForm(request.GET)
    rows = actions_to_link(request.scope, finding.evidence.partnership, narrow.asked, finding.actions.all())
    form = ChooseForm(request.POST or None, rows=rows, label="Which action is done because of this?")
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, finding.link, action=form.cleaned_data["chosen"], by=request.user)
    ):
        messages.success(request, "The action was linked.")
        return redirect(finding)
    context = {
        "form": form,
        "narrow": narrow,
        "finding": finding,
        "offered": OFFERED,
        "plan_of": _plan_of(request.scope, finding),
        "marking": finding.evidence.marking,
    }
    return render(request, "improvement/finding_answer.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_no_action(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Record why nothing is to be done about a finding."""
    finding = managed_finding(request.scope, finding_id)
    form = NoActionForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, finding.need_no_action, reason=form.cleaned_data["reason"], by=request.user)
    ):
        messages.success(request, "The reason was recorded.")
        return redirect(finding)
    context = {"form": form, "finding": finding, "marking": finding.evidence.marking}
    return render(request, "improvement/finding_no_action.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_POST
def finding_need_action(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Take back that nothing is to be done."""
    finding = managed_finding(request.scope, finding_id)
    finding.need_action(by=request.user)
    messages.success(request, "The reason was taken back. The finding needs an action again.")
    return redirect(finding)


@requires(Permission.MANAGE_EVIDENCE)
@require_POST
def finding_unlink(request: HttpRequest, finding_id: int, action_id: int) -> HttpResponse:
    """Take back that an action is done because of a finding."""
    finding = managed_finding(request.scope, finding_id)
    action = found(Action.objects.visible_to(request.scope), pk=action_id)
    finding.unlink(action, by=request.user)
    messages.success(request, "The action was unlinked.")
    return redirect(finding)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_repeats(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Record that a finding was identified before."""
    finding = managed_finding(request.scope, finding_id)
    narrow = NarrowForm(request.GET)
    rows = findings_to_repeat(request.scope, finding, narrow.asked)
    form = ChooseForm(request.POST or None, rows=rows, label="Which earlier finding does it repeat?")
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, finding.repeat, earlier=form.cleaned_data["chosen"], by=request.user)
    ):
        messages.success(request, "It is recorded as previously identified.")
        return redirect(finding)
    context = {"form": form, "narrow": narrow, "finding": finding, "offered": OFFERED}
    return render(request, "improvement/finding_repeats.jinja", context | {"marking": finding.evidence.marking})


@requires(Permission.MANAGE_EVIDENCE)
@require_POST
def finding_repeat_remove(request: HttpRequest, finding_id: int, earlier_id: int) -> HttpResponse:
    """Take back that a finding repeats an earlier one."""
    finding = managed_finding(request.scope, finding_id)
    earlier = found(Finding.objects.visible_to(request.scope), pk=earlier_id)
    finding.repeat_no_more(earlier, by=request.user)
    messages.success(request, "The link to the earlier finding was taken back.")
    return redirect(finding)


def _plan_of(scope: Scope, finding: Finding) -> Partnership | None:
    """The partnership in force that answers a finding, where the person keeps its plan."""
    partnership = finding.evidence.partnership
    kept = scope.partnership_ids_with(Permission.MANAGE_PLAN)
    lineage = [partnership, *partnership.after()]
    return next((each for each in lineage if each.is_on(scope.today) and each.pk in kept), None)


def managed_finding(scope: Scope, finding_id: int) -> Finding:
    """The finding, where the person keeps its evidence: 404 outside their scope, 403 inside it."""
    rows = Finding.objects.visible_to(scope).select_related("evidence__partnership")
    finding = found(rows, pk=finding_id)
    if not managed(scope, Permission.MANAGE_EVIDENCE, finding.evidence):
        raise PermissionDenied
    return finding


def _asked(request: HttpRequest, finding: Finding) -> HttpResponse:
    """The form of one finding, new or held."""
    is_new = finding.pk is None
    form = FindingForm(request.POST or None, instance=finding, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{finding} was {'added' if is_new else 'changed'}.")
        return redirect(finding)
    context = {
        "form": form,
        "finding": None if is_new else finding,
        "evidence": finding.evidence,
        "marking": finding.evidence.marking,
    }
    return render(request, "improvement/finding_form.jinja", context)
