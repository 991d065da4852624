"""Bodies: which there are, who sits on them, who reports to whom."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goldenthread.partnership import body_sections
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.figures import addresses, members_of
from goldenthread.partnership.filters import AsAtForm, BodyFilter, StructureForm
from goldenthread.partnership.forms import BodyForm, LastDayForm, carried_out
from goldenthread.partnership.models import Appointment, Body, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.rules import structure

PER_PAGE = 50


@requires(Permission.SEE_REGISTER)
@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    """Bodies in force on a day, by partnership, kind and name."""
    filters = BodyFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnership/body_list.jinja", {"filters_form": filters, "page": page})


@requires(Permission.SEE_REGISTER)
@require_safe
def body_structure(request: HttpRequest) -> HttpResponse:
    """Who reports to whom in one partnership on a day, as a picture and as a list."""
    scope = request.scope
    usual = current_partnership(scope)
    filters = StructureForm(request.GET, scope=scope, usual=usual)
    chosen = filters.given("partnership") or usual
    names, reports_to = Body.objects.visible_to(scope).structure_of(chosen, filters.day)
    return render(
        request,
        "partnership/body_structure.jinja",
        {
            "filters_form": filters,
            "chosen": chosen,
            "structure": structure(names, reports_to),
            "names": names,
            "further": {key: [names[up] for up in ups[1:]] for key, ups in reports_to.items()},
        },
    )


@requires(Permission.SEE_REGISTER)
@require_safe
def body_page(request: HttpRequest, body_id: int) -> HttpResponse:
    """One body: what it is for, its members on a day, and what other apps add."""
    scope = request.scope
    seen = Body.objects.visible_to(scope)
    body = found(seen.select_related("partnership", "predecessor").prefetch_related("areas"), pk=body_id)
    as_at = AsAtForm(request.GET, scope=scope, usual_day=body.shown_on(scope.today))
    return render(
        request,
        "partnership/body_page.jinja",
        {
            "body": body,
            "as_at": as_at,
            "members": members_of(body, as_at.day),
            "other_seats": Seat.objects.visible_to(scope)
            .filter(body=body)
            .exclude(pk__in=Seat.objects.visible_to(scope).on(as_at.day).filter(body=body).values("pk")),
            "reports_to": seen.filter(reported_by=body),
            "reported_by": seen.filter(reports_to=body),
            "successors": seen.filter(predecessor=body),
            "predecessor": seen.filter(successors=body).first(),
            "sections": body_sections.sections(scope, body),
            "may_edit": scope.may(Permission.MANAGE_REGISTER, body),
            "may_see_contacts": scope.may(Permission.SEE_CONTACTS, body),
        },
    )


@requires(Permission.MANAGE_REGISTER)
def body_add(request: HttpRequest) -> HttpResponse:
    """Add a body."""
    current = current_partnership(request.scope)
    body = Body(partnership=current)
    form = BodyForm(request.POST or None, instance=body, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{body.name} was added.")
        return redirect("body_page", body.pk)
    return render(request, "partnership/body_form.jinja", {"form": form})


@requires(Permission.MANAGE_REGISTER)
def body_edit(request: HttpRequest, body_id: int) -> HttpResponse:
    """Change a body."""
    scope = request.scope
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.MANAGE_REGISTER, body)
    form = BodyForm(request.POST or None, instance=body, scope=scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{body.name} was changed.")
        return redirect("body_page", body.pk)
    return render(request, "partnership/body_form.jinja", {"form": form, "body": body})


@requires(Permission.MANAGE_REGISTER)
def body_close(request: HttpRequest, body_id: int) -> HttpResponse:
    """End a body with its seats and their appointments, once the person has seen how many."""
    scope = request.scope
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.MANAGE_REGISTER, body)
    form = LastDayForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, body.close, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"{body.name} was closed.")
        return redirect("body_page", body.pk)
    seats = Seat.objects.visible_to(scope).filter(body=body).on(scope.today)
    appointments = Appointment.objects.visible_to(scope).filter(seat__body=body).on(scope.today)
    return render(
        request,
        "partnership/body_close.jinja",
        {"form": form, "body": body, "seats": seats.count(), "appointments": appointments.count()},
    )


@requires(Permission.SEE_CONTACTS)
@require_safe
def body_distribution(request: HttpRequest, body_id: int) -> HttpResponse:
    """The e-mail addresses of a body's members and their representatives today, to copy."""
    scope = request.scope
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.SEE_CONTACTS, body)
    return render(
        request, "partnership/body_distribution.jinja", {"body": body, "addresses": addresses(body, scope.today)}
    )
