"""Evidence: what there is, one piece with all that follows from it, adding and changing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.improvement.forms.evidence import FORMS, EvidenceDocumentForm, form_of
from goldenthread.improvement.forms.evidence_filters import EvidenceFilter
from goldenthread.improvement.models import Action, Evidence, Finding, Risk, tabled_about
from goldenthread.improvement.models.finding import ASKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.models import Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.records.errors import NoRoom, UploadRefused
from goldenthread.records.models import Document

MARKING = Circulation.BODY.marking
"""Lists may hold what is for the members of a body alone."""
PER_PAGE = 50


@requires(Permission.SEE_EVIDENCE)
@require_safe
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Evidence of every kind, newest first."""
    filters = EvidenceFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters_form": filters, "page": page, "may_add": _may_add(request.scope), "marking": MARKING}
    return render(request, "improvement/evidence_list.jinja", context | {"sorts": SORTS})


@requires(Permission.SEE_EVIDENCE)
@require_safe
def evidence_page(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """One piece of evidence and its thread: findings, actions, impact."""
    scope = request.scope
    seen = Evidence.objects.visible_to(scope).select_related("partnership", "holding_body")
    evidence = found(seen.prefetch_related("areas", "themes"), pk=evidence_id)
    row = evidence.as_kind()
    if row.page != "evidence_page":
        return redirect(row)
    evidence.read(by=request.user)
    findings = Finding.objects.visible_to(scope).filter(evidence=evidence).in_order()
    context = {
        "evidence": evidence,
        "row": row,
        "findings": list(findings.with_thread(scope)),
        "asking": ASKING,
        "documents": Document.objects.visible_to(scope).filter(evidence=evidence).with_newest(),
        "may_read_documents": scope.may(Permission.SEE_DOCUMENTS),
        "may_manage": managed(scope, Permission.MANAGE_EVIDENCE, evidence),
        "may_edit": form_of(evidence) is not None,
        "may_upload": scope.may(Permission.MANAGE_DOCUMENTS),
        "tabled": tabled_about(scope, evidence=evidence),
        "may_table": scope.may(Permission.TABLE_MATTERS),
        "today": scope.today,
        "marking": evidence.marking,
    }
    if isinstance(row, Risk):
        context["controls"] = Action.objects.visible_to(scope).filter(controls_risks=row).with_history()
    return render(request, "improvement/evidence_page.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, sort: str) -> HttpResponse:
    """Add evidence of one kind to the partnership whose pages these are."""
    if sort not in FORMS:
        raise Http404
    partnership = _partnership(request.scope)
    row: Any = FORMS[sort]._meta.model(partnership=partnership)
    if sort == "risk":
        row.dated_on = request.scope.today
    return _asked(request, row, FORMS[sort], is_new=True)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_edit(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Change a piece of evidence of a kind that is entered here."""
    evidence = managed_evidence(request.scope, evidence_id)
    form = form_of(evidence)
    if form is None:
        raise Http404
    return _asked(request, evidence.as_kind(), form, is_new=False)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_document_add(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Add a file to a piece of evidence. It is kept among the documents of a body."""
    evidence = managed_evidence(request.scope, evidence_id)
    request.scope.require(Permission.MANAGE_DOCUMENTS)
    form = EvidenceDocumentForm(request.POST or None, request.FILES or None, evidence=evidence, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                document = form.document(evidence).add(form.filename, form.content, by=request.user)
                evidence.attach(document, by=request.user)
        except (UploadRefused, NoRoom) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{document.title} was added.")
            return redirect(evidence)
    context = {"form": form, "evidence": evidence, "marking": evidence.marking}
    return render(request, "improvement/evidence_document_add.jinja", context)


def managed_evidence(scope: Scope, evidence_id: int) -> Evidence:
    """The evidence, where the person keeps it: 404 outside their scope, 403 inside it."""
    rows = Evidence.objects.visible_to(scope).select_related("partnership", "holding_body")
    evidence = found(rows, pk=evidence_id)
    if not managed(scope, Permission.MANAGE_EVIDENCE, evidence):
        raise PermissionDenied
    return evidence


def managed(scope: Scope, permission: Permission, evidence: Evidence) -> bool:
    """Whether the person holds ``permission`` over this evidence."""
    return Evidence.objects.allowing(permission, scope).filter(pk=evidence.pk).exists()


SORTS = [(sort, str(form._meta.model._meta.verbose_name)) for sort, form in FORMS.items()]
"""The kinds that are entered here: the word in the address, and the kind in words."""


def _asked(request: HttpRequest, row: Any, form_class: Any, *, is_new: bool) -> HttpResponse:
    """The form of one piece of evidence, new or held."""
    form = form_class(request.POST or None, instance=row, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{row.title} was {'added' if is_new else 'changed'}.")
        return redirect(row)
    context = {
        "form": form,
        "evidence": None if is_new else row,
        "kind_name": row._meta.verbose_name,
        "of": row.partnership,
        "marking": MARKING if is_new else row.marking,
    }
    return render(request, "improvement/evidence_form.jinja", context)


def _may_add(scope: Scope) -> bool:
    partnership = current_partnership(scope)
    return partnership is not None and _keeps_some_of(scope, partnership)


def _partnership(scope: Scope) -> Partnership:
    """The partnership whose pages these are, where the person keeps evidence of it, or of a body of it."""
    partnership = current_partnership(scope)
    if partnership is None or not _keeps_some_of(scope, partnership):
        raise PermissionDenied
    return partnership


def _keeps_some_of(scope: Scope, partnership: Partnership) -> bool:
    bodies = Body.objects.allowing(Permission.MANAGE_EVIDENCE, scope)
    return (
        partnership.pk in scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)
        or bodies.filter(partnership=partnership).exists()
    )
