"""How far the minutes of each meeting of a body are, and the register of interests."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.foundation import tabular, trail
from goldenthread.governance.forms import PeriodForm
from goldenthread.governance.models import Declaration, Meeting, Minutes
from goldenthread.governance.views import MARKING
from goldenthread.governance.views.matrix import file_of, usual_period, years_met
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50
HEADINGS = ["Date", "Item", "Who", "Seat", "Agency", "Nature", "Interest", "What was done", "Restricted"]


def standings(request: HttpRequest, body: Body) -> Page:
    """Meetings that have taken place, newest first, each with its minutes if the person may read them."""
    today = request.scope.today
    readable = Minutes.objects.visible_to(request.scope)
    held = Meeting.objects.visible_to(request.scope).filter(body=body, held_on__lte=today, cancelled_at__isnull=True)
    rows = held.order_by("-held_on", "-pk").annotate(
        is_overdue=Exists(readable.overdue_on(today).filter(meeting=OuterRef("pk")).values("pk"))
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    minutes = {row.meeting_id: row for row in readable.filter(meeting__in=[row.pk for row in page])}
    page.object_list = [(meeting, minutes.get(meeting.pk)) for meeting in page]
    return page


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def interest_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """The register of interests: what was declared at the meetings of a body over a period (R111)."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    years = years_met(request.scope, body)
    form = PeriodForm(request.GET, usual=usual_period(years, request.scope.today))
    rows = _declared(request.scope, body, form.period) if form.is_valid() else None
    trail.record("declaration.read", body, by=request.user)
    context = {
        "body": body,
        "form": form,
        "years": years,
        "rows": list(rows) if rows is not None else None,
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS, body),
        "marking": MARKING,
    }
    return render(request, "governance/interest_list.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def interest_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The same as a spreadsheet or JSON."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    asked = PeriodForm(request.GET, usual=usual_period(years_met(request.scope, body), request.scope.today))
    if not asked.is_valid():
        return HttpResponseBadRequest("Expected a period.")
    rows = map(_row, _declared(request.scope, body, asked.period))
    response = file_of(form, "register of interests", body, asked.period, HEADINGS, rows)
    trail.record("declaration.read", body, by=request.user, form=form)
    return response


def _declared(scope: Scope, body: Body, period: tuple[date, date]) -> QuerySet[Declaration]:
    """What was declared at the body's own meetings in the period, as far as the person may read it."""
    seen = Declaration.objects.visible_to(scope).filter(item__meeting__body=body, item__meeting__held_on__range=period)
    return seen.select_related("item__meeting", "seat__agency").order_by("item__meeting__held_on", "item_id", "pk")


def _row(row: Declaration) -> dict[str, str]:
    return {
        "Date": row.item.meeting.held_on.isoformat(),
        "Item": row.item.title,
        "Who": row.name,
        "Seat": row.seat.title if row.seat else "",
        "Agency": row.seat.agency.name if row.seat and row.seat.agency else "",
        "Nature": row.get_nature_display(),
        "Interest": row.text,
        "What was done": row.get_outcome_display(),
        "Restricted": "yes" if row.restricted or row.item.restricted else "no",
    }
