"""Series of meetings planned ahead, and the school terms that termly ones follow."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.governance.forms import DatesForm, SchoolTermForm, SeriesForm
from goldenthread.governance.forms.series import around
from goldenthread.governance.models import Meeting, MeetingSeries, SchoolTerm
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, found_allowing, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

PER_PAGE = 50


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def series_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Plan a series: how often is asked in the address; its dates are shown, may be changed, and made all at once."""
    body = found(Body.objects.visible_to(request.scope).select_related("partnership"), pk=body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    form = SeriesForm(request.GET or None, body=body, scope=request.scope)
    dates = None
    if form.is_valid():
        first, last = around(form.planned)
        taken = Meeting.objects.visible_to(request.scope).on_a_day().of(body).during(first, last)
        dates = DatesForm(request.POST or None, planned=form.planned, taken=list(taken))
        if (
            request.method == "POST"
            and dates.is_valid()
            and carried_out(dates, form.series().plan, days=dates.days, by=request.user, **form.details)
        ):
            made = "1 meeting was" if len(dates.days) == 1 else f"{len(dates.days)} meetings were"
            messages.success(request, f"{made} added.")
            return redirect("meeting_list", body.pk)
    context = {
        "series_form": form,
        "form": dates or form,
        "dates": dates,
        "rows": list(dates.rows()) if dates else [],
        "moved": sum(each.is_moved for each in form.planned),
        "body": body,
        "query": request.GET.urlencode(),
        "marking": MARKING,
    }
    return render(request, "governance/series_form.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def series_page(request: HttpRequest, series_id: int) -> HttpResponse:
    """How the dates of a series were found, and its meetings."""
    row = found(MeetingSeries.objects.visible_to(request.scope).select_related("body"), pk=series_id)
    rows = Meeting.objects.visible_to(request.scope).filter(series=row).order_by("held_on", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"series": row, "page": page, "marking": MARKING}
    return render(request, "governance/series_page.jinja", context)


@requires(Permission.SEE_REGISTER)
@require_safe
def school_term_list(request: HttpRequest) -> HttpResponse:
    """The school terms of every area seen, newest first."""
    rows = SchoolTerm.objects.visible_to(request.scope).select_related("area").order_by("-starts_on", "area__name")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_change = request.scope.area_ids_with(Permission.MANAGE_MEETINGS)
    context = {"page": page, "may_change": may_change}
    return render(request, "governance/school_term_list.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def school_term_add(request: HttpRequest) -> HttpResponse:
    """Add a term, for those who plan the meetings of a whole partnership."""
    if not request.scope.area_ids_with(Permission.MANAGE_MEETINGS):
        raise PermissionDenied
    form = SchoolTermForm(request.POST or None, instance=SchoolTerm(), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{form.instance.name} was added.")
        return redirect("school_term_list")
    return render(request, "governance/school_term_form.jinja", {"form": form})


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def school_term_edit(request: HttpRequest, term_id: int) -> HttpResponse:
    """Change a term. Meetings planned from it stay where they are."""
    row = found_allowing(SchoolTerm, request.scope, Permission.MANAGE_MEETINGS, pk=term_id)
    form = SchoolTermForm(request.POST or None, instance=row, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{row.name} was changed.")
        return redirect("school_term_list")
    return render(request, "governance/school_term_form.jinja", {"form": form, "term": row})
