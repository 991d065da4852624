"""Tabling: asking for something to be discussed, taking that back, and what is tabled for a body."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import tabular, trail
from goldenthread.foundation.rendering import day
from goldenthread.improvement.forms.tabling import TablingForm
from goldenthread.improvement.models import Action, ActionUpdate, Evidence, Finding, Tabling, tabled_for
from goldenthread.improvement.models.tabling_listed import as_listed
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MARKING = Circulation.BODY.marking
PER_PAGE = 50
HEADINGS = ["What", "Neutral title", "Sort", "Tabled on", "Tabled by", "Discussed on"]


@requires(Permission.TABLE_MATTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_table(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Table a piece of evidence for a body."""
    rows = Evidence.objects.visible_to(request.scope).select_related("partnership", "holding_body")
    return _asked(request, evidence=found(rows, pk=evidence_id))


@requires(Permission.TABLE_MATTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_table(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Table a finding for a body."""
    rows = Finding.objects.visible_to(request.scope).select_related("evidence__partnership")
    return _asked(request, finding=found(rows, pk=finding_id))


@requires(Permission.TABLE_MATTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def action_table(request: HttpRequest, action_id: int) -> HttpResponse:
    """Table an action of the plan for a body."""
    rows = Action.objects.visible_to(request.scope).select_related("partnership")
    return _asked(request, action=found(rows, pk=action_id))


@requires(Permission.TABLE_MATTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def update_table(request: HttpRequest, update_id: int) -> HttpResponse:
    """Table what was said of an action for a body."""
    rows = ActionUpdate.objects.visible_to(request.scope).select_related("action__partnership")
    return _asked(request, update=found(rows, pk=update_id))


def _asked(request: HttpRequest, **subject: Any) -> HttpResponse:
    """The form that tables one thing."""
    tabling = Tabling(**subject)
    form = TablingForm(request.POST or None, instance=tabling, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"It is tabled for {tabling.body.name}.")
        return redirect(tabling.page)
    context = {"form": form, "subject_title": tabling.full_title, "page": tabling.page, "marking": MARKING}
    return render(request, "improvement/tabling_form.jinja", context)


@requires(Permission.TABLE_MATTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tabling_take_back(request: HttpRequest, tabling_id: int) -> HttpResponse:
    """Table something no longer, once confirmed: what one tabled oneself, or what is for a body one plans for."""
    tabling = found(Tabling.objects.listed_for(request.scope).with_subjects(), pk=tabling_id)
    (line,) = as_listed([tabling], request.scope)
    if tabling.discussed_on is None and not line.may_take_back:
        raise PermissionDenied
    if request.method == "POST":
        tabling.take_back(by=request.user)
        messages.success(request, f"It is tabled for {tabling.body.name} no longer.")
        return redirect("tabled_list", tabling.body_id)
    context = {"tabling": tabling, "name": line.name, "marking": MARKING}
    return render(request, "improvement/tabling_take_back.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def tabled_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """What is tabled for a body, with the day each was discussed."""
    body = _body(request.scope, body_id)
    page = Paginator(tabled_for(body, request.scope), PER_PAGE).get_page(request.GET.get("page"))
    trail.record("tabling.read", body, by=request.user)
    context = {
        "body": body,
        "page": page,
        "lines": as_listed(page, request.scope),
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS, body),
        "may_see_evidence": request.scope.may(Permission.SEE_EVIDENCE),
        "marking": MARKING,
    }
    return render(request, "improvement/tabled_list.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def tabled_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The same as a spreadsheet or JSON."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    if form not in tabular.FORMATS:
        raise Http404
    lines = as_listed(tabled_for(body, request.scope), request.scope)
    rows = (
        dict(
            zip(
                HEADINGS,
                (line.name, line.neutral, line.sort, line.tabled_on, line.tabled_by, line.discussed_on),
                strict=True,
            )
        )
        for line in lines
    )
    today = request.scope.today
    about = {"What": f"Tabled for {body.name}", "Made on": day(today), "Marking": MARKING}
    content = BytesIO()
    tabular.write(form, HEADINGS, rows, content, title="Tabled", about=about)
    trail.record("tabling.read", body, by=request.user, form=form)
    response = HttpResponse(content.getvalue(), content_type=tabular.FORMATS[form])
    name = f"{MARKING} tabled {slugify(body.name)} {today.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _body(scope: Scope, body_id: int) -> Body:
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.SEE_ATTENDANCE, body)
    return body
