"""Agencies: who works together, and what became of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goldenthread.partnership.access import found, found_allowing, requires
from goldenthread.partnership.filters import AgencyFilter, AsAtForm
from goldenthread.partnership.forms import AgencyForm, SuccessionForm, carried_out
from goldenthread.partnership.models import Agency, Person, Seat
from goldenthread.partnership.permissions import Permission

PER_PAGE = 50


@requires(Permission.SEE_REGISTER)
@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Agencies in force on a day, by sector, area and name."""
    filters = AgencyFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnership/agency_list.jinja", {"filters_form": filters, "page": page})


@requires(Permission.SEE_REGISTER)
@require_safe
def agency_page(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency: where it sits on a day, its people, what came before and after."""
    scope = request.scope
    seen = Agency.objects.visible_to(scope)
    agency = found(seen.prefetch_related("areas"), pk=agency_id)
    as_at = AsAtForm(request.GET, scope=scope, usual_day=agency.shown_on(scope.today))
    seats = Seat.objects.visible_to(scope).filter(agency=agency).on(as_at.day)
    return render(
        request,
        "partnership/agency_page.jinja",
        {
            "agency": agency,
            "as_at": as_at,
            "seats": seats.select_related("body__partnership").order_by("body__name", "position", "title"),
            "people": Person.objects.visible_to(scope).filter(agency=agency),
            "before": agency.successions_in.filter(predecessor__in=seen).select_related("predecessor"),
            "after": agency.successions_out.filter(successor__in=seen).select_related("successor"),
            "may_edit": Agency.objects.visible_to(scope.where(Permission.MANAGE_REGISTER))
            .filter(pk=agency.pk)
            .exists()
            and scope.may(Permission.MANAGE_REGISTER),
        },
    )


@requires(Permission.MANAGE_REGISTER)
def agency_add(request: HttpRequest) -> HttpResponse:
    """Add an agency."""
    agency = Agency()
    form = AgencyForm(request.POST or None, instance=agency, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{agency.name} was added.")
        return redirect("agency_page", agency.pk)
    return render(request, "partnership/agency_form.jinja", {"form": form})


@requires(Permission.MANAGE_REGISTER)
def agency_edit(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Change an agency."""
    agency = found_allowing(Agency, request.scope, Permission.MANAGE_REGISTER, pk=agency_id)
    form = AgencyForm(request.POST or None, instance=agency, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{agency.name} was changed.")
        return redirect("agency_page", agency.pk)
    return render(request, "partnership/agency_form.jinja", {"form": form, "agency": agency})


@requires(Permission.MANAGE_REGISTER)
def agency_succeed(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Record which agencies this one took over from."""
    scope = request.scope
    agency = found_allowing(Agency, scope, Permission.MANAGE_REGISTER, pk=agency_id)
    form = SuccessionForm(request.POST or None, agency=agency, scope=scope)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, agency.succeed, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"What came before {agency.name} was recorded.")
        return redirect("agency_page", agency.pk)
    return render(request, "partnership/agency_succeed.jinja", {"form": form, "agency": agency})
