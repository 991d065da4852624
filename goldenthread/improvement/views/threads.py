"""Threads: that of an action, and where threads are broken."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.foundation import tabular
from goldenthread.foundation.rendering import day
from goldenthread.improvement.figures.threads import BrokenThread, broken, counts, lines
from goldenthread.improvement.forms.evidence_filters import BrokenFilter
from goldenthread.improvement.models import Action, Finding, Risk, tabled_about
from goldenthread.improvement.origins import origins
from goldenthread.improvement.rules.threads import Break
from goldenthread.improvement.views.evidence import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission

PER_PAGE = 50
HEADINGS = ["What is broken", "Reference", "What", "Partnership", "Since", "What mends it", "Page that mends it"]


@requires(Permission.SEE_PLAN)
@require_safe
def action_thread(request: HttpRequest, action_id: int) -> HttpResponse:
    """The thread of one action: up to findings and their evidence, down to attestations and impact."""
    scope = request.scope
    action = found(Action.objects.visible_to(scope).with_history(), pk=action_id)
    findings = Finding.objects.visible_to(scope).filter(actions=action).select_related("evidence").in_order()
    context = {
        "action": action,
        "findings": findings,
        "risks": Risk.objects.visible_to(scope).filter(controls=action).select_related("holding_body"),
        "standing": action.standing_on(scope.today),
        "tabled": tabled_about(scope, action=action),
        "origins": origins(scope, action),
        "may_table": scope.may(Permission.TABLE_MATTERS),
        "today": scope.today,
        "marking": MARKING,
    }
    return render(request, "improvement/action_thread.jinja", context)


@requires(Permission.SEE_EVIDENCE)
@require_safe
def broken_threads_page(request: HttpRequest) -> HttpResponse:
    """Where threads are broken, one kind at a time, each with the link that mends it."""
    filters = BrokenFilter(request.GET, scope=request.scope)
    kind, partnership = filters.chosen, filters.given("partnership")
    days = filters.days_asked
    page = Paginator(broken(kind, request.scope, partnership, days), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters_form": filters,
        "kind": kind,
        "counts": counts(request.scope, partnership, days),
        "page": page,
        "threads": lines(kind, page),
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "marking": MARKING,
    }
    return render(request, "improvement/broken_threads.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def broken_export(request: HttpRequest, form: str) -> HttpResponse:
    """Every broken thread of every kind as a spreadsheet or JSON."""
    if form not in tabular.FORMATS:
        raise Http404
    request.scope.require(Permission.SEE_EVIDENCE)
    scope = request.scope.where(Permission.EXPORT_RECORDS)
    filters = BrokenFilter(request.GET, scope=request.scope)
    partnership, days = filters.given("partnership"), filters.days_asked
    found_all = (line for kind in Break for line in lines(kind, broken(kind, scope, partnership, days)))
    about = {"What": "Broken threads", "Made on": day(scope.today), "Marking": MARKING}
    content = BytesIO()
    rows = _rows(found_all, request)
    tabular.write(form, HEADINGS, rows, content, title="Broken threads", about=about)
    response = HttpResponse(content.getvalue(), content_type=tabular.FORMATS[form])
    name = f"{MARKING} broken threads {scope.today.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(threads: Iterator[BrokenThread], request: HttpRequest) -> Iterator[dict[str, Any]]:
    for thread in threads:
        cells = (
            thread.kind.value.capitalize(),
            thread.reference,
            thread.what,
            thread.partnership,
            thread.since,
            thread.remedy,
            request.build_absolute_uri(thread.mend),
        )
        yield dict(zip(HEADINGS, cells, strict=True))
