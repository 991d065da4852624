"""Clocks: the rules there are, when something is due, and the clocks that run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.rendering import day
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.records.calendar_sheet import sheet
from goldenthread.records.clock_print import printed
from goldenthread.records.forms import ClockDeedForm, ClockRuleFilter, WhenDueForm
from goldenthread.records.models import Clock, ClockRule

PER_PAGE = 50
DONE = "Record that it was done"


@requires(Permission.SEE_REGISTER)
@require_safe
def clock_rule_list(request: HttpRequest) -> HttpResponse:
    """The rules in force on a day, with edition, source and status."""
    filters = ClockRuleFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "records/clock_rule_list.jinja", {"filters_form": filters, "page": page})


@requires(Permission.SEE_REGISTER)
@require_safe
def clock_rule_page(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One rule: how it counts and where it comes from, in this and other editions."""
    rule = found(ClockRule.objects.visible_to(request.scope).select_related("partnership"), pk=rule_id)
    others = ClockRule.objects.visible_to(request.scope).filter(code=rule.code).exclude(pk=rule.pk).newest_first()
    return render(request, "records/clock_rule_page.jinja", {"rule": rule, "others": others})


@requires(Permission.SEE_REGISTER)
@require_safe
def clock_when_due(request: HttpRequest) -> HttpResponse:
    """When is it due? The days that count, one by one."""
    form = WhenDueForm(request.GET, scope=request.scope)
    context: dict[str, Any] = {"form": form if form.was_asked else None, "due_form": form}
    if form.was_asked and form.is_valid():
        context |= {"rule": form.asked, "event": form.event_at, "found": form.found}
        context["sheet"] = sheet(form.found, form.event_at)
    return render(request, "records/clock_when_due.jinja", context)


@requires(Permission.SEE_REGISTER)
@require_safe
def clock_list(request: HttpRequest) -> HttpResponse:
    """The clocks that run for what the person may see, what is due first at the top."""
    clocks = Clock.objects.visible_to(request.scope).running().select_related("rule")
    page = Paginator(clocks, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "records": Clock.records_of(page.object_list), "now": timezone.now()}
    return render(request, "records/clock_list.jinja", context)


@requires(Permission.SEE_REGISTER)
@require_safe
def clock_page(request: HttpRequest, clock_id: int) -> HttpResponse:
    """One clock: how it stands, what happened to it, and the days that count."""
    clock = _seen(request, clock_id)
    reckoning = clock.reckoning()
    context = {
        "clock": clock,
        "record": clock.record,
        "now": timezone.now(),
        "found": reckoning,
        "sheet": sheet(reckoning, clock.event),
        "may_run": _may_run(request, clock),
        "marking": clock.marking,
    }
    return render(request, "records/clock_page.jinja", context)


@requires(Permission.SEE_REGISTER)
@require_safe
def clock_print(request: HttpRequest, clock_id: int) -> HttpResponse:
    """The timeline of a clock as a PDF."""
    clock = _seen(request, clock_id)
    response = HttpResponse(printed(clock, now=timezone.now()), content_type="application/pdf")
    name = f"clock-{clock.pk}-{request.scope.today.isoformat()}-{clock.marking}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Protective-Marking"] = clock.marking
    clock.taken_out(by=request.user)
    return response


@requires(Permission.SEE_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_pause(request: HttpRequest, clock_id: int) -> HttpResponse:
    """Let a clock stand still."""
    return _deed(request, clock_id, "Pause the clock", "First day of the pause", lambda clock: clock.pause)


@requires(Permission.SEE_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_resume(request: HttpRequest, clock_id: int) -> HttpResponse:
    """Let a paused clock run again."""
    return _deed(
        request, clock_id, "Let the clock run again", "First day that counts", lambda clock: clock.resume, reason=False
    )


@requires(Permission.SEE_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_extend(request: HttpRequest, clock_id: int) -> HttpResponse:
    """Give a clock more time."""

    def extend(clock: Clock) -> Callable[..., None]:
        return lambda *, on, reason, by: clock.extend(to=on, reason=reason, by=by)

    return _deed(request, clock_id, "Give more time", "New due date", extend)


@requires(Permission.SEE_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_meet(request: HttpRequest, clock_id: int) -> HttpResponse:
    """Say that what was due was done."""
    return _deed(request, clock_id, DONE, "Day it was done", lambda clock: clock.meet, reason=False)


@requires(Permission.SEE_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_stop(request: HttpRequest, clock_id: int) -> HttpResponse:
    """Stop a clock whose duty fell away."""
    return _deed(request, clock_id, "Stop the clock", "Last day", lambda clock: clock.stop)


def _deed(
    request: HttpRequest,
    clock_id: int,
    heading: str,
    label: str,
    verb: Callable[[Clock], Callable[..., None]],
    *,
    reason: bool = True,
) -> HttpResponse:
    """Ask for a day and, where it is needed, a reason; do it; go back to the clock."""
    clock = _seen(request, clock_id)
    if not _may_run(request, clock):
        raise PermissionDenied
    timed = clock.rule.terms.unit.is_timed and heading == DONE
    form = ClockDeedForm(
        request.POST or None, initial={"on": request.scope.today}, label=label, reason=reason, timed=timed
    )
    if request.method == "POST" and form.is_valid() and carried_out(form, verb(clock), **form.given, by=request.user):
        clock.refresh_from_db()
        messages.success(request, f"{clock.rule.name}: {_stands(clock)}.")
        return redirect("clock_page", clock.pk)
    context = {"form": form, "clock": clock, "heading": heading, "marking": clock.marking}
    return render(request, "records/clock_deed.jinja", context)


def _stands(clock: Clock) -> str:
    """How a clock stands now, with its date, for a message."""
    words = clock.words(timezone.now())
    due: date | datetime | None = clock.due
    return words if clock.has_ended or due is None else f"{words[:1].lower()}{words[1:]}, on {day(due)}"


def _seen(request: HttpRequest, clock_id: int) -> Clock:
    return found(Clock.objects.visible_to(request.scope).with_steps(), pk=clock_id)


def _may_run(request: HttpRequest, clock: Clock) -> bool:
    return (
        not clock.has_ended
        and Clock.objects.visible_to(request.scope).run_by(request.scope).filter(pk=clock.pk).exists()
    )
