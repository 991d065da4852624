"""Meetings of a body: which there are, one of them, adding, correcting and removing one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import trail
from goldenthread.foundation.rendering import day
from goldenthread.governance import rules
from goldenthread.governance.forms import MeetingForm
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.rules import Mark
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

PER_PAGE = 50


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def meeting_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """Every meeting of a body, newest first, with how many came."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    rows = Meeting.objects.visible_to(request.scope).filter(body=body).with_counts()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    trail.record("attendance.read", body, by=request.user)
    may_record = request.scope.may(Permission.RECORD_ATTENDANCE, body)
    context = {"body": body, "page": page, "may_record": may_record, "marking": MARKING}
    return render(request, "governance/meeting_list.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def meeting_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting: who was expected, who came."""
    seen = Meeting.objects.visible_to(request.scope)
    meeting = found(seen.select_related("body", "attendance_recorded_by"), pk=meeting_id)
    held = Attendance.objects.visible_to(request.scope).filter(meeting=meeting)
    by_seat = {row.seat_id: row for row in held.select_related("seat__agency", "person")}
    marks = [Mark(row.mark) for row in by_seat.values()]
    trail.record("attendance.read", meeting, by=request.user)
    context = {
        "meeting": meeting,
        "places": [(place, by_seat.get(place.seat.pk)) for place in meeting.roster()],
        "rate": rules.rate(marks),
        "not_expected": marks.count(Mark.NOT_EXPECTED),
        "people": sum(row.people for row in by_seat.values()),
        "to_come": meeting.held_on > request.scope.today,
        "may_record": request.scope.may(Permission.RECORD_ATTENDANCE, meeting.body),
        "marking": MARKING,
    }
    return render(request, "governance/meeting_page.jinja", context)


@requires(Permission.RECORD_ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add a meeting to a body."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.RECORD_ATTENDANCE, body)
    form = MeetingForm(request.POST or None, instance=Meeting(body=body), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The meeting of {day(form.instance.held_on)} was added.")
        return redirect("meeting_page", form.instance.pk)
    context = {"form": form, "body": body, "marking": MARKING}
    return render(request, "governance/meeting_form.jinja", context)


@requires(Permission.RECORD_ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Correct a meeting's date, kind or how people took part."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    request.scope.require(Permission.RECORD_ATTENDANCE, meeting.body)
    form = MeetingForm(request.POST or None, instance=meeting, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The meeting of {day(meeting.held_on)} was changed.")
        return redirect("meeting_page", meeting.pk)
    context = {"form": form, "body": meeting.body, "meeting": meeting, "marking": MARKING}
    return render(request, "governance/meeting_form.jinja", context)


@requires(Permission.RECORD_ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_remove(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Remove a meeting that has no attendance, once the person has confirmed it."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    request.scope.require(Permission.RECORD_ATTENDANCE, meeting.body)
    if request.method == "POST":
        meeting.remove(by=request.user)
        messages.success(request, f"The meeting of {day(meeting.held_on)} was removed.")
        return redirect("body_page", meeting.body_id)
    context = {"meeting": meeting, "marking": MARKING}
    return render(request, "governance/meeting_remove.jinja", context)
