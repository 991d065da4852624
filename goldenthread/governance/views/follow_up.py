"""Whom the chair follows up about attendance, with a drafted letter for each."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from goldenthread.foundation import pdf, tabular, trail
from goldenthread.foundation.rendering import percent
from goldenthread.governance import rules
from goldenthread.governance.figures import AttendanceFigures, SeatFigures, matrix
from goldenthread.governance.forms import FollowUpForm
from goldenthread.governance.letters import Letter, chair_of, draft
from goldenthread.governance.models import Attendance, ChairLetter, Meeting, roster
from goldenthread.governance.rules import Mark, Reason
from goldenthread.governance.views import MARKING
from goldenthread.governance.views.matrix import as_text, file_of, usual_period, years_met
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

TEMPLATE = Path(__file__).parent.parent / "typst" / "letter.typ"
NEXT_MEETINGS = 3
HEADINGS = ["Role", "Agency", "Expected", "Present", "Percent", "Absences in a row", "Why"]


@dataclass(frozen=True)
class Listed:
    """A seat on the follow-up list, and why it is there."""

    seat: SeatFigures
    why: list[str]


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def attendance_follow_up(request: HttpRequest, body_id: int) -> HttpResponse:
    """Seats attended too seldom, or missed too often in a row, by the settings in the address."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.FOLLOW_UP_ATTENDANCE, body)
    form = _form(request, body)
    figures = matrix(body, *form.period) if form.is_valid() else None
    trail.record("attendance.read", body, by=request.user)
    context = {
        "body": body,
        "form": form,
        "figures": figures,
        "listed": _listed(figures, form) if figures else [],
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS, body),
        "marking": MARKING,
    }
    return render(request, "governance/attendance_follow_up.jinja", context)


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def follow_up_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The follow-up list as a spreadsheet or JSON."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.FOLLOW_UP_ATTENDANCE, body)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    asked = _form(request, body)
    if not asked.is_valid():
        return HttpResponseBadRequest("Expected a period and settings.")
    rows = _rows(_listed(matrix(body, *asked.period), asked))
    response = file_of(form, "follow-up", body, asked.period, HEADINGS, rows)
    trail.record("attendance.read", body, by=request.user, form=form)
    return response


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def attendance_letter(request: HttpRequest, body_id: int, seat_id: int) -> HttpResponse:
    """The drafted letter to one seat of the list, to read and copy."""
    body, seat, form = _asked(request, body_id, seat_id)
    letter = _letter(request.scope, body, seat, form)
    trail.record("attendance.read", body, by=request.user, seat=seat_id)
    context = {
        "body": body,
        "seat": seat,
        "letter": letter,
        "query": form.query,
        "may_keep": request.scope.may(Permission.MANAGE_MEETINGS, body),
        "marking": MARKING,
    }
    return render(request, "governance/attendance_letter.jinja", context)


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def attendance_letter_pdf(request: HttpRequest, body_id: int, seat_id: int) -> HttpResponse:
    """The same letter as PDF."""
    body, seat, form = _asked(request, body_id, seat_id)
    letter = _letter(request.scope, body, seat, form)
    content = pdf.compile(TEMPLATE, asdict(letter), title=f"{letter.subject}: {seat.role}")
    trail.record("attendance.read", body, by=request.user, seat=seat_id, form="pdf")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{MARKING} letter {slugify(seat.role)}.pdf"'
    return response


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def letter_keep(request: HttpRequest, body_id: int, seat_id: int) -> HttpResponse:
    """Keep the drafted letter in the register of letters, to be changed, sent and tracked there."""
    body, seat, form = _asked(request, body_id, seat_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    drafted = _letter(request.scope, body, seat, form)
    row = found(Seat.objects.visible_to(request.scope), pk=seat.id)
    letter = ChairLetter(
        body=body,
        agency_id=row.agency_id,
        to_name=drafted.to[0],
        subject=drafted.subject,
        text="\n\n".join(drafted.paragraphs),
        signed_by=", ".join(drafted.signed[:-1]),
        dated_on=request.scope.today,
    ).keep(by=request.user)
    messages.success(request, "The letter is in the register as a draft. Say by when a reply is due.")
    return redirect("letter_edit", letter.pk)


def _form(request: HttpRequest, body: Body) -> FollowUpForm:
    return FollowUpForm(request.GET, usual=usual_period(years_met(request.scope, body), request.scope.today))


def _listed(figures: AttendanceFigures, form: FollowUpForm) -> list[Listed]:
    """The seats to follow up: most absences in a row first, then the lowest rate."""
    found = []
    for seat in figures.seats:
        marks = [seat.marks.get(meeting.date) for meeting in figures.meetings]
        below, in_a_row = form.cleaned_data["below"], form.cleaned_data["in_a_row"]
        reasons = rules.reasons_to_follow_up(marks, below=below, in_a_row=in_a_row)
        if reasons:
            found.append(Listed(seat, [_sentence(reason, seat, below) for reason in reasons]))
    return sorted(found, key=lambda row: (-row.seat.current_run_of_absences, row.seat.rate.percent or 0))


def _sentence(reason: Reason, seat: SeatFigures, below: int) -> str:
    if reason == Reason.BELOW_RATE:
        return f"Attended {percent(seat.rate)}, which is less than {below}%."
    run = seat.current_run_of_absences
    return f"Missed the last {run} meetings in a row." if run > 1 else "Missed the last meeting."


def _rows(listed: list[Listed]) -> Iterator[dict[str, Any]]:
    for row in listed:
        yield {
            "Role": row.seat.role,
            "Agency": row.seat.agency or "",
            "Expected": row.seat.expected,
            "Present": row.seat.present,
            "Percent": as_text(row.seat.rate),
            "Absences in a row": row.seat.current_run_of_absences,
            "Why": " ".join(row.why),
        }


def _asked(request: HttpRequest, body_id: int, seat_id: int) -> tuple[Body, SeatFigures, FollowUpForm]:
    """The body, and the seat where it is on the list that the address asks for, else 404."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.FOLLOW_UP_ATTENDANCE, body)
    form = _form(request, body)
    if form.is_valid():
        for row in _listed(matrix(body, *form.period), form):
            if row.seat.id == seat_id:
                return body, row.seat, form
    raise Http404


def _letter(scope: Scope, body: Body, seat: SeatFigures, form: FollowUpForm) -> Letter:
    """The letter from the chair to whoever holds the seat today, or held it on its last day."""
    row = found(Seat.objects.visible_to(scope), pk=seat.id)
    on = min(scope.today, row.ends_on or scope.today)
    places = {place.seat.pk: place for place in roster(body, on)}
    held = Attendance.objects.visible_to(scope).filter(seat_id=seat.id, mark=Mark.ABSENT, apologies=True)
    upcoming = Meeting.objects.visible_to(scope).on_a_day().of(body).after(scope.today)
    return draft(
        body,
        seat,
        period=form.period,
        apologies=list(held.values_list("meeting__held_on", flat=True)),
        next_meetings=list(upcoming.values_list("held_on", flat=True)[:NEXT_MEETINGS]),
        holder=places[seat.id].holder_name if seat.id in places else "",
        signed=[*chair_of(body, on), body.name],
        today=scope.today,
        marking=MARKING,
    )
