"""The sheet of one meeting: a mark for every seat on one page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.foundation import trail
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.rendering import day
from goldenthread.governance.errors import Stale
from goldenthread.governance.forms import SheetForm
from goldenthread.governance.models import Attendance, Meeting, quorum_of
from goldenthread.governance.views import MARKING, pages_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission

CONFLICT = 409


@requires(Permission.RECORD_ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_record(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Record who came, for every seat in force on the day of the meeting."""
    seen = Meeting.objects.visible_to(request.scope).select_related("body")
    meeting = found(seen.prefetch_related("joint_with"), pk=meeting_id)
    request.scope.require(Permission.RECORD_ATTENDANCE, meeting.body)
    form = SheetForm(request.POST or None, meeting=meeting, places=meeting.roster())
    if request.method != "POST":
        trail.record("attendance.read", meeting, by=request.user)
        return _sheet(request, meeting, form)
    if not form.is_valid():
        return _sheet(request, meeting, form)
    entries = form.entries(rest_present="rest_present" in request.POST)
    try:
        saved = meeting.record_attendance(entries, version=form.cleaned_data["version"], by=request.user)
    except Stale as refusal:
        return _stale(request, meeting, entries, refusal)
    except (Refusal, ValidationError) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _sheet(request, meeting, form)
    seats = "1 seat" if saved == 1 else f"{saved} seats"
    changed = f"{seats} changed" if saved else "nothing had changed"
    messages.success(request, f"Attendance of {day(meeting.held_on)} was saved: {changed}.")
    return redirect("meeting_page", meeting.pk)


def _sheet(request: HttpRequest, meeting: Meeting, form: SheetForm) -> HttpResponse:
    context = {
        "meeting": meeting,
        "form": form,
        "rows": list(form.rows()),
        "joint": len(meeting.joint_with.all()) > 0,
        "to_come": meeting.held_on > request.scope.today,
        "quorum": quorum_of(meeting),
        "pages": pages_of(meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/attendance_record.jinja", context)


def _stale(request: HttpRequest, meeting: Meeting, entries: list[Attendance], refusal: Stale) -> HttpResponse:
    """Show what was typed again beside what somebody else saved; saving it a second time is then a choice."""
    meeting.refresh_from_db()
    places = meeting.roster()
    typed = SheetForm(meeting=meeting, places=places).kept_where_empty(request.POST)
    form = SheetForm(typed, meeting=meeting, places=places)
    form.is_valid()
    form.add_error(None, str(refusal))
    context = {
        "meeting": meeting,
        "form": form,
        "rows": list(form.rows()),
        "differences": [
            _difference(form.held.get(entry.seat_id), entry) for entry in entries if _differs(form, entry)
        ],
        "joint": len(meeting.joint_with.all()) > 0,
        "to_come": False,
        "pages": pages_of(meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/attendance_record.jinja", context, status=CONFLICT)


def _differs(form: SheetForm, typed: Attendance) -> bool:
    theirs = form.held.get(typed.seat_id)
    return not theirs.says_the_same(typed) if theirs else bool(typed.mark)


def _difference(theirs: Attendance | None, typed: Attendance) -> tuple[str, str, str]:
    return typed.seat.title, _words(theirs), _words(typed)


def _words(row: Attendance | None) -> str:
    return row.get_mark_display() if row and row.mark else "No mark"
