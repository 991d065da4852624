"""Apologies given in advance, by members for themselves and by whoever plans the meeting for them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import trail
from goldenthread.foundation.rendering import day
from goldenthread.governance.forms import ApologyForm
from goldenthread.governance.models import Apology, Meeting, Place, own_places
from goldenthread.governance.views import MARKING, pages_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@requires(Permission.OWN_ACCOUNT)
@require_safe
def apology_list(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who sends apologies to a meeting, and who comes for them. Whoever plans it sees every seat."""
    scope = request.scope
    meeting = found(
        Meeting.objects.visible_to(scope).select_related("body").prefetch_related("joint_with"), pk=meeting_id
    )
    held = Apology.objects.visible_to(scope).filter(meeting=meeting).select_related("representative", "given_by")
    given = {row.seat_id: row for row in held}
    places = [place for place in meeting.roster() if not place.is_vacant]
    own = {place.seat.pk for place in own_places(meeting, scope)}
    managed = meeting.allows(Permission.MANAGE_MEETINGS, scope)
    if not own and not meeting.allows(Permission.SEE_ATTENDANCE, scope):
        raise Http404  # invited for an item alone
    trail.record("attendance.read", meeting, by=request.user)
    context = {
        "meeting": meeting,
        "pages": pages_of(meeting, scope),
        "rows": [
            (place, given.get(place.seat.pk), managed or place.seat.pk in own)
            for place in places
            if managed or place.seat.pk in own or place.seat.pk in given
        ],
        "to_come": meeting.held_on >= scope.today and not meeting.is_cancelled,
        "marking": MARKING,
    }
    return render(request, "governance/apology_list.jinja", context)


@requires(Permission.OWN_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def apology_give(request: HttpRequest, meeting_id: int, seat_id: int) -> HttpResponse:
    """Give apologies for one's own seat, or for any where one plans the meeting; say who comes instead."""
    scope = request.scope
    meeting = found(
        Meeting.objects.visible_to(scope).select_related("body").prefetch_related("joint_with"), pk=meeting_id
    )
    place = _place(scope, meeting, seat_id)
    held = Apology.objects.visible_to(scope).filter(meeting=meeting, seat=place.seat).first()
    form = ApologyForm(request.POST or None, meeting=meeting, place=place, held=held)
    if request.method == "POST" and form.is_valid() and form.give(by=request.user):
        messages.success(request, f"Apologies for the meeting of {day(meeting.held_on)} were given.")
        return redirect("apology_list", meeting.pk)
    context = {"form": form, "meeting": meeting, "place": place, "held": held, "marking": MARKING}
    return render(request, "governance/apology_form.jinja", context)


@requires(Permission.OWN_ACCOUNT)
@require_POST
def apology_withdraw(request: HttpRequest, apology_id: int) -> HttpResponse:
    """Take apologies back."""
    scope = request.scope
    apology = found(Apology.objects.visible_to(scope).select_related("meeting__body"), pk=apology_id)
    meeting = _meeting(scope, apology.meeting_id)
    _place(scope, meeting, apology.seat_id)
    apology.withdraw(by=request.user)
    messages.success(request, f"The apologies for the meeting of {day(meeting.held_on)} were withdrawn.")
    return redirect("apology_list", meeting.pk)


def _meeting(scope: Scope, meeting_id: int) -> Meeting:
    seen = Meeting.objects.visible_to(scope).select_related("body").prefetch_related("joint_with")
    return found(seen, pk=meeting_id)


def _place(scope: Scope, meeting: Meeting, seat_id: int) -> Place:
    """The place for which the person may speak: their own, or any where they plan the meeting; else 404."""
    managed = meeting.allows(Permission.MANAGE_MEETINGS, scope)
    for place in meeting.roster() if managed else own_places(meeting, scope):
        if place.seat.pk == seat_id and not place.is_vacant:
            return place
    raise Http404
