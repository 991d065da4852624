"""Seats, and who is appointed to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import AppointmentForm, LastDayForm, SeatForm, carried_out
from goldenthread.partnership.models import Appointment, Body, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


def _seat(scope: Scope, seat_id: int) -> Seat:
    """The seat, where the person keeps the register of its body."""
    seat = found(Seat.objects.visible_to(scope).select_related("body__partnership"), pk=seat_id)
    scope.require(Permission.MANAGE_REGISTER, seat.body)
    return seat


@requires(Permission.SEE_REGISTER)
@require_safe
def seat_page(request: HttpRequest, seat_id: int) -> HttpResponse:
    """One seat and everybody appointed to it."""
    scope = request.scope
    seats = Seat.objects.visible_to(scope).select_related("body__partnership", "agency", "area")
    seat = found(seats, pk=seat_id)
    appointments = Appointment.objects.visible_to(scope).filter(seat=seat).select_related("person").newest_first()
    return render(
        request,
        "partnership/seat_page.jinja",
        {"seat": seat, "appointments": appointments, "may_edit": scope.may(Permission.MANAGE_REGISTER, seat.body)},
    )


@requires(Permission.MANAGE_REGISTER)
def seat_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add a seat to a body."""
    scope = request.scope
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.MANAGE_REGISTER, body)
    seat = Seat(body=body)
    form = SeatForm(request.POST or None, instance=seat, scope=scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{seat.title} was added.")
        return redirect("body_page", body.pk)
    return render(request, "partnership/seat_form.jinja", {"form": form, "body": body})


@requires(Permission.MANAGE_REGISTER)
def seat_edit(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Change a seat."""
    seat = _seat(request.scope, seat_id)
    form = SeatForm(request.POST or None, instance=seat, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{seat.title} was changed.")
        return redirect("seat_page", seat.pk)
    return render(request, "partnership/seat_form.jinja", {"form": form, "body": seat.body, "seat": seat})


@requires(Permission.MANAGE_REGISTER)
def seat_close(request: HttpRequest, seat_id: int) -> HttpResponse:
    """End a seat and its appointments, once the person has seen how many."""
    scope = request.scope
    seat = _seat(scope, seat_id)
    form = LastDayForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, seat.close, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"{seat.title} was closed.")
        return redirect("seat_page", seat.pk)
    appointments = Appointment.objects.visible_to(scope).filter(seat=seat).on(scope.today)
    return render(
        request, "partnership/seat_close.jinja", {"form": form, "seat": seat, "appointments": appointments.count()}
    )


@requires(Permission.MANAGE_REGISTER)
def appointment_add(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Appoint somebody to a seat."""
    seat = _seat(request.scope, seat_id)
    form = AppointmentForm(request.POST or None, instance=Appointment(seat=seat), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The appointment was added.")
        return redirect("seat_page", seat.pk)
    return render(request, "partnership/appointment_form.jinja", {"form": form, "seat": seat})


@requires(Permission.MANAGE_REGISTER)
def appointment_end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """End an appointment."""
    scope = request.scope
    appointments = Appointment.objects.visible_to(scope).select_related("seat__body__partnership", "person")
    appointment = found(appointments, pk=appointment_id)
    scope.require(Permission.MANAGE_REGISTER, appointment.seat.body)
    form = LastDayForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, appointment.end, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, "The appointment was ended.")
        return redirect("seat_page", appointment.seat_id)
    return render(request, "partnership/appointment_end.jinja", {"form": form, "appointment": appointment})
