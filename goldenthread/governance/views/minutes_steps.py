"""Taking minutes a step further: circulated, taken back, agreed by a later meeting, published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.governance import renderings
from goldenthread.governance.forms import AgreeForm, ReopenForm, SureForm
from goldenthread.governance.models import Minutes
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_circulate(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Circulate a draft, once it is confirmed who will be told and what is doubtful has been looked at."""
    minutes = _minutes(request, meeting_id)
    minutes.require_draft()
    doubts = renderings.doubts(minutes, names=False)
    form = SureForm(request.POST or None, doubts=doubts)
    if request.method == "POST" and form.is_valid() and carried_out(form, minutes.circulate, by=request.user):
        messages.success(request, "The minutes were circulated.")
        return redirect("minutes_page", meeting_id)
    return _step(request, "circulate", minutes, form, doubts=doubts, readers=minutes.readers())


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_reopen(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Take circulated minutes back, with a reason."""
    minutes = _minutes(request, meeting_id)
    minutes.require_circulated()
    form = ReopenForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, minutes.reopen, reason=form.cleaned_data["reason"], by=request.user)
    ):
        messages.success(request, "The minutes are a draft again. Nobody but those who plan the meeting reads them.")
        return redirect("minutes_write", meeting_id)
    return _step(request, "reopen", minutes, form)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_agree(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Record that a later meeting agreed the minutes as a correct record (R112)."""
    minutes = _minutes(request, meeting_id)
    minutes.require_circulated()
    form = AgreeForm(request.POST or None, about=minutes.meeting, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        given = {
            "at": form.cleaned_data["meeting"],
            "corrections": form.cleaned_data["corrections"],
            "restricted_corrections": form.cleaned_data["restricted_corrections"],
        }
        if carried_out(form, minutes.agree, **given, by=request.user):
            messages.success(request, "The minutes are agreed as a correct record.")
            return redirect("minutes_page", meeting_id)
    return _step(request, "agree", minutes, form)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_publish(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Mark the public minutes as published, once what is doubtful has been looked at."""
    minutes = _minutes(request, meeting_id)
    minutes.require_agreed()
    doubts = renderings.doubts(minutes, names=True)
    form = SureForm(request.POST or None, doubts=doubts)
    if request.method == "POST" and form.is_valid() and carried_out(form, minutes.publish, by=request.user):
        messages.success(request, "The public minutes are published.")
        return redirect("minutes_public", meeting_id)
    return _step(request, "publish", minutes, form, doubts=doubts)


def _minutes(request: HttpRequest, meeting_id: int) -> Minutes:
    minutes = found(Minutes.objects.visible_to(request.scope), meeting_id=meeting_id)
    request.scope.require(Permission.MANAGE_MEETINGS, minutes.meeting.body)
    return minutes


def _step(request: HttpRequest, step: str, minutes: Minutes, form: Any, **more: Any) -> HttpResponse:
    context = {"meeting": minutes.meeting, "minutes": minutes, "form": form, "marking": MARKING, **more}
    return render(request, f"governance/minutes_{step}.jinja", context)
