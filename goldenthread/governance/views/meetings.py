"""Meetings: mine, those of a body, one of them; adding, changing, cancelling and removing one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import trail
from goldenthread.governance import rules
from goldenthread.governance.forms import CancelForm, MeetingForm
from goldenthread.governance.models import Apology, Attendance, Meeting, agenda_of, quorum_of, seats_held_at
from goldenthread.governance.rules import Mark
from goldenthread.governance.views import MARKING, about, pages_of, planned_meeting
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50
RECENT = timedelta(days=92)


@requires(Permission.OWN_ACCOUNT)
@require_safe
def my_meetings(request: HttpRequest) -> HttpResponse:
    """Meetings ahead and recent ones: of the bodies I sit on or plan for, and those I am invited to for an item."""
    scope = request.scope
    mine = Meeting.objects.visible_to(scope).mine(scope).select_related("body").prefetch_related("joint_with")
    ahead = mine.filter(held_on__gte=scope.today).order_by("held_on", "starts_at", "id")
    page = Paginator(ahead, PER_PAGE).get_page(request.GET.get("page"))
    recent = mine.filter(held_on__lt=scope.today, held_on__gte=scope.today - RECENT).order_by("-held_on", "-id")
    context = {
        "page": page,
        "held": seats_held_at(page, scope),
        "recent": recent[:PER_PAGE],
        "marking": MARKING,
    }
    return render(request, "governance/my_meetings.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def meeting_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """Every meeting of a body, newest first, with how many came."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    rows = Meeting.objects.visible_to(request.scope).of(body).with_counts()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    trail.record("attendance.read", body, by=request.user)
    may_plan = request.scope.may(Permission.MANAGE_MEETINGS, body)
    context = {"body": body, "page": page, "may_plan": may_plan, "marking": MARKING}
    return render(request, "governance/meeting_list.jinja", context)


@requires(Permission.OWN_ACCOUNT)
@require_safe
def meeting_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting: when and where, the agenda as this person may see it, and who came.

    Somebody invited for one item sees the date, the place and that item with its papers.
    """
    scope = request.scope
    seen = Meeting.objects.visible_to(scope).select_related("body", "attendance_recorded_by", "series")
    meeting = found(seen.prefetch_related("joint_with"), pk=meeting_id)
    sees_all = meeting.allows(Permission.SEE_ATTENDANCE, scope)
    trail.record("attendance.read" if sees_all else "meeting.read", meeting, by=request.user)
    lines = agenda_of(meeting, scope)
    context = {
        "meeting": meeting,
        "lines": lines,
        "about": about(lines, scope),
        "pages": pages_of(meeting, scope),
        "sees_all": sees_all,
        "may_plan": meeting.allows(Permission.MANAGE_MEETINGS, scope),
        "to_come": meeting.held_on > scope.today,
        "marking": MARKING,
    }
    if sees_all:
        context |= _attendance(meeting, scope)
    return render(request, "governance/meeting_page.jinja", context)


def _attendance(meeting: Meeting, scope: Scope) -> dict[str, Any]:
    """Who was expected and who came, body by body."""
    held = Attendance.objects.visible_to(scope).filter(meeting=meeting)
    by_seat = {row.seat_id: row for row in held.select_related("seat__agency", "person")}
    marks = [Mark(row.mark) for row in by_seat.values()]
    places: dict[str, list[Any]] = {}
    for place in meeting.roster():
        places.setdefault(place.seat.body.name, []).append((place, by_seat.get(place.seat.pk)))
    return {
        "places": places,
        "rate": rules.rate(marks),
        "not_expected": marks.count(Mark.NOT_EXPECTED),
        "people": sum(row.people for row in by_seat.values()),
        "quorum": quorum_of(meeting) if meeting.takes_attendance(scope.today) else None,
        "apologies": Apology.objects.visible_to(scope).filter(meeting=meeting).count(),
        "may_record": meeting.allows(Permission.RECORD_ATTENDANCE, scope) and not meeting.is_cancelled,
    }


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add a meeting to a body."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    form = MeetingForm(request.POST or None, instance=Meeting(body=body), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The meeting of {form.instance.when} was added.")
        return redirect("meeting_page", form.instance.pk)
    context = {"form": form, "body": body, "marking": MARKING}
    return render(request, "governance/meeting_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Change when, where and how a body meets."""
    meeting = planned_meeting(request, meeting_id)
    form = MeetingForm(request.POST or None, instance=meeting, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The meeting of {meeting.when} was changed.")
        return redirect("meeting_page", meeting.pk)
    context = {"form": form, "body": meeting.body, "meeting": meeting, "marking": MARKING}
    return render(request, "governance/meeting_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Cancel a meeting, with the reason. It stays listed."""
    meeting = planned_meeting(request, meeting_id)
    form = CancelForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, meeting.cancel, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"The meeting of {meeting.when} was cancelled.")
        return redirect("meeting_page", meeting.pk)
    context = {"form": form, "meeting": meeting, "marking": MARKING}
    return render(request, "governance/meeting_cancel.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_remove(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Remove a meeting that was added by mistake, once the person has confirmed it."""
    meeting = planned_meeting(request, meeting_id)
    if request.method == "POST":
        when, body_id = meeting.when, meeting.body_id
        meeting.remove(by=request.user)
        messages.success(request, f"The meeting of {when} was removed.")
        return redirect("body_page", body_id)
    context = {"meeting": meeting, "marking": MARKING}
    return render(request, "governance/meeting_remove.jinja", context)
