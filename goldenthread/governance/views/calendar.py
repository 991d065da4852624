"""Calendars: a person's own private address, what it answers, one meeting as a file, and inviting people."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import trail
from goldenthread.foundation.limits import within
from goldenthread.foundation.views.errors import throttled
from goldenthread.governance import calendar, notices
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import CalendarFeed, Meeting
from goldenthread.governance.views import MARKING, pages_of
from goldenthread.partnership.access import found, own_pages, requires
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

WRONG_KEYS = "30/15m/ip"
"""How many wrong addresses are answered; who has a right one is not kept out by others in the same building."""


@requires(Permission.OWN_ACCOUNT)
@require_safe
@own_pages
def calendar_settings(request: HttpRequest) -> HttpResponse:
    """My private calendar address: whether there is one, and when it was last read."""
    return _settings(request)


@requires(Permission.OWN_ACCOUNT)
@require_POST
@own_pages
def calendar_make(request: HttpRequest) -> HttpResponse:
    """Make an address in place of the one before. It is shown in this answer and never again."""
    key = CalendarFeed.make(by=request.user)
    return _settings(request, address=f"{settings.ADDRESS}{reverse('calendar_feed', args=[key])}")


@requires(Permission.OWN_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
@own_pages
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """Close my address for good, once confirmed."""
    feed = CalendarFeed.objects.visible_to(request.scope).open().first()
    if request.method == "POST":
        if feed is None:
            raise NotPossible("You have no calendar address.")
        feed.revoke(by=request.user)
        messages.success(request, "Your calendar address was closed. Whoever has it reads nothing any more.")
        return redirect("calendar_settings")
    return render(request, "governance/calendar_revoke.jinja", {"feed": feed})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar behind a private address, as its person's seats are today. Wrong and closed ones look the same."""
    feed = CalendarFeed.opened_by(key)
    if feed is None:
        if not within(request, "calendar_feed", WRONG_KEYS):
            return throttled(request)
        raise Http404
    feed.note_reading()
    scope = Scope.of(feed.person, today=timezone.localdate())
    return _file(
        calendar.feed(notices.calendar_of(scope), name="Goldenthread", stamp=timezone.now()), f"{MARKING} meetings.ics"
    )


@requires(Permission.OWN_ACCOUNT)
@require_safe
def meeting_calendar(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting as a file for a calendar, for everybody who may see it."""
    rows = Meeting.objects.visible_to(request.scope).filter(pk=meeting_id).select_related("body")
    meeting = found(rows, pk=meeting_id)
    if meeting.date_precision != Meeting.Precision.DAY:
        raise NotPossible("The day of this meeting is not known yet, so it cannot go into a calendar.")
    _, invitee = notices.as_invited(rows, request.scope)[0]
    trail.record("meeting.calendar", meeting, by=request.user)
    text = calendar.file(notices.occasion(meeting, invitee), stamp=timezone.now())
    return _file(text, f"{MARKING} meeting.ics")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_invite(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who is told of a meeting, who was, who cannot be; and telling them."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    request.scope.require(Permission.MANAGE_MEETINGS, meeting.body)
    if request.method == "POST":
        job = meeting.invite(by=request.user)
        return redirect("job_page", job.pk)
    plan = notices.plan(meeting, today=request.scope.today)
    context = {
        "meeting": meeting,
        "plan": plan,
        "invited": [each for each in plan.people if each.invitee],
        "left": [each for each in plan.people if not each.invitee],
        "cannot": [(each.name, each.seat, each.why) for each in plan.unreachable],
        "over": meeting.held_on < request.scope.today,
        "dated": meeting.date_precision == Meeting.Precision.DAY,
        "pages": pages_of(meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/meeting_invite.jinja", context)


def _settings(request: HttpRequest, address: str = "") -> HttpResponse:
    feed = CalendarFeed.objects.visible_to(request.scope).open().first()
    return render(request, "governance/calendar_settings.jinja", {"feed": feed, "address": address})


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Protective-Marking"] = MARKING
    return response
