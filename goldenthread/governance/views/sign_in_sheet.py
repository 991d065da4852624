"""The sheet that goes round the table: everybody expected, with room for a signature."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.foundation import pdf, trail
from goldenthread.foundation.rendering import day
from goldenthread.governance import rules
from goldenthread.governance.models import Apology, Meeting, Place
from goldenthread.governance.views import MARKING
from goldenthread.governance.views.matrix import file_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

TEMPLATE = Path(__file__).parent.parent / "typst" / "sign_in_sheet.typ"
GUESTS = 8
"""Blank lines at the end, for whoever comes without a seat."""
HEADINGS = ["Seat", "Agency", "Member", "Representatives", "Apologies", "Comes instead", "Signature"]


@requires(Permission.RECORD_ATTENDANCE)
@require_safe
def sign_in_sheet(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The sheet as PDF, to print."""
    meeting = _meeting(request.scope, meeting_id)
    title = f"Sign-in sheet, {meeting.body.name}, {day(meeting.held_on)}"
    data = {
        "marking": MARKING,
        "body": meeting.body.name,
        "about": _about(meeting),
        "date": day(meeting.held_on),
        "rows": _rows(request.scope, meeting),
        "guests": GUESTS,
    }
    content = pdf.compile(TEMPLATE, data, title=title)
    trail.record("attendance.read", meeting, by=request.user, form="pdf")
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{MARKING} sign-in sheet {slugify(meeting.body.name)} {meeting.held_on}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.EXPORT_RECORDS)
@require_safe
def sign_in_sheet_export(request: HttpRequest, meeting_id: int, form: str) -> HttpResponse:
    """The same as a spreadsheet or JSON."""
    meeting = _meeting(request.scope, meeting_id)
    request.scope.require(Permission.EXPORT_RECORDS, meeting.body)
    rows = [
        {
            "Seat": row["seat"],
            "Agency": row["agency"],
            "Member": row["member"],
            "Representatives": "; ".join(row["representatives"]),
            "Apologies": row["apologies"],
            "Comes instead": row["instead"],
        }
        for row in _rows(request.scope, meeting)
    ]
    period = (meeting.held_on, meeting.held_on)
    response = file_of(form, "sign-in sheet", meeting.body, period, HEADINGS, rows)
    trail.record("attendance.read", meeting, by=request.user, form=form)
    return response


def _meeting(scope: Scope, meeting_id: int) -> Meeting:
    meeting = found(Meeting.objects.visible_to(scope).select_related("body"), pk=meeting_id)
    scope.require(Permission.RECORD_ATTENDANCE, meeting.body)
    return meeting


def _about(meeting: Meeting) -> str:
    """When and where, in one line."""
    times = [f"{time:%H:%M}" for time in (meeting.starts_at, meeting.ends_at) if time]
    return ", ".join(part for part in (day(meeting.held_on), " to ".join(times), meeting.place) if part)


def _rows(scope: Scope, meeting: Meeting) -> list[dict[str, Any]]:
    """A row for each seat in force on the day, in the order of the list."""
    given = Apology.objects.visible_to(scope).filter(meeting=meeting).select_related("representative")
    apologies = {row.seat_id: row for row in given}
    return [_row(place, apologies.get(place.seat.pk)) for place in meeting.roster()]


def _row(place: Place, apology: Apology | None) -> dict[str, Any]:
    seat = place.seat
    return {
        "seat": seat.title,
        "agency": seat.agency.name if seat.agency else "",
        "member": place.holder_name or ("Vacant" if place.is_vacant else "Name not held"),
        "representatives": [
            f"{row.person} ({'with' if row.delegated_authority else 'without'} authority to decide)"
            for row in place.representatives
        ],
        "apologies": apology is not None,
        "instead": apology.who_comes if apology else "",
        "expected": rules.default_mark(seat.role) is None,
    }
