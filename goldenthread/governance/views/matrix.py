"""The attendance matrix of a body over a period: on screen, as a picture, as a file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.foundation import charts, tabular, trail
from goldenthread.foundation.figures import Rate
from goldenthread.foundation.rendering import day
from goldenthread.governance import rules
from goldenthread.governance.figures import AttendanceFigures, matrix
from goldenthread.governance.forms import PeriodForm
from goldenthread.governance.models import Meeting
from goldenthread.governance.rules import Mark
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def attendance_matrix(request: HttpRequest, body_id: int) -> HttpResponse:
    """Roles down, dates across, with rates by seat and by agency."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    years = years_met(request.scope, body)
    form = PeriodForm(request.GET, usual=usual_period(years, request.scope.today))
    figures = matrix(body, *form.period) if form.is_valid() else None
    trail.record("attendance.read", body, by=request.user)
    context = {
        "body": body,
        "form": form,
        "figures": figures,
        "years": years,
        "marks": list(Mark),
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS, body),
        "may_follow_up": request.scope.may(Permission.FOLLOW_UP_ATTENDANCE, body),
        "may_record": request.scope.may(Permission.RECORD_ATTENDANCE, body),
        "marking": MARKING,
    }
    return render(request, "governance/attendance_matrix.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def attendance_chart(request: HttpRequest, body_id: int) -> HttpResponse:
    """Seats present and absent at each meeting, as SVG. The page beside it holds the same as a table."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    form = PeriodForm(request.GET, usual=usual_period(years_met(request.scope, body), request.scope.today))
    if not form.is_valid():
        return HttpResponseBadRequest("Expected a period: from and to.")
    figures = matrix(body, *form.period)
    rows = [
        {"Meeting": f"{meeting.date.day} {meeting.date:%b %Y}", "Seats": count, "Attendance": part}
        for meeting in figures.meetings
        for part, count in (
            (Mark.PRESENT.label, meeting.present),
            (Mark.ABSENT.label, meeting.expected - meeting.present),
        )
    ]
    svg = charts.bars(
        rows,
        x="Meeting",
        y="Seats",
        colour="Attendance",
        title=f"{body.name}, {MARKING}",
        description=f"For each meeting of {body.name}, how many of the seats expected were present.",
    )
    return HttpResponse(svg, content_type="image/svg+xml")


@requires(Permission.EXPORT_RECORDS)
@require_safe
def attendance_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The matrix as a spreadsheet or JSON."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    asked = PeriodForm(request.GET, usual=usual_period(years_met(request.scope, body), request.scope.today))
    if not asked.is_valid():
        return HttpResponseBadRequest("Expected a period: from and to.")
    figures = matrix(body, *asked.period)
    response = file_of(form, "attendance", body, asked.period, HEAD + _dates(figures) + TAIL, _rows(figures))
    trail.record("attendance.read", body, by=request.user, form=form)
    return response


def years_met(scope: Scope, body: Body) -> list[tuple[date, date]]:
    """The reporting years, April to March, in which the body met, newest first."""
    days = Meeting.objects.visible_to(scope).on_a_day().of(body).values_list("held_on", flat=True)
    return sorted({rules.reporting_year(held_on) for held_on in days}, reverse=True)


def usual_period(years: list[tuple[date, date]], today: date) -> tuple[date, date]:
    """The latest year in which the body met that has begun, else this year."""
    return next((year for year in years if year[0] <= today), rules.reporting_year(today))


HEAD = ["Role", "Agency"]
TAIL = ["Expected", "Present", "Percent", "Longest run of absences"]


def _dates(figures: AttendanceFigures) -> list[str]:
    return [meeting.date.isoformat() for meeting in figures.meetings]


def _rows(figures: AttendanceFigures) -> Iterable[dict[str, Any]]:
    """A row for each seat, then the totals of each meeting and of all."""
    for seat in figures.seats:
        yield {
            "Role": seat.role,
            "Agency": seat.agency or "",
            **{held_on.isoformat(): mark.value for held_on, mark in seat.marks.items()},
            "Expected": seat.expected,
            "Present": seat.present,
            "Percent": as_text(seat.rate),
            "Longest run of absences": seat.longest_run_of_absences,
        }
    yield {"Role": "Seats expected", **{meeting.date.isoformat(): meeting.expected for meeting in figures.meetings}}
    yield {
        "Role": "Seats present",
        **{meeting.date.isoformat(): meeting.present for meeting in figures.meetings},
        "Expected": figures.totals.expected,
        "Present": figures.totals.present,
        "Percent": as_text(figures.totals.rate),
    }


def as_text(rate: Rate) -> str:
    """The percentage as a cell of a file, empty where nothing was expected."""
    return "" if rate.percent is None else str(rate.percent)


def file_of(
    form: str,
    what: str,
    body: Body,
    period: tuple[date, date],
    headings: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
) -> HttpResponse:
    """Rows about ``body`` as a file to save, its marking in its name. 404 for a form there is not."""
    if form not in tabular.FORMATS:
        raise Http404
    first, last = period
    about = {
        "What": f"{what.capitalize()} of {body.name}",
        "Period": f"{day(first)} to {day(last)}",
        "Marking": MARKING,
    }
    content = BytesIO()
    tabular.write(form, headings, rows, content, title=what.capitalize(), about=about)
    name = f"{MARKING} {what} {slugify(body.name)} {first} to {last}.{form}"
    response = HttpResponse(content.getvalue(), content_type=tabular.FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
