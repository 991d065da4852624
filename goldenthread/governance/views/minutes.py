"""Minutes as they are read: those of a meeting, what arises from the last ones, all of a body, and as files."""

from dataclasses import asdict
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.foundation import pdf, trail
from goldenthread.foundation.word import CONTENT_TYPE
from goldenthread.governance import renderings
from goldenthread.governance.models import Decision, Meeting, Minutes, decided, open_actions
from goldenthread.governance.renderings import Rendering
from goldenthread.governance.views import MARKING, pages_of
from goldenthread.governance.views.minutes_listed import standings
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

TEMPLATE = Path(__file__).parent.parent / "typst" / "minutes.typ"
FORMS = {"pdf": "application/pdf", "docx": CONTENT_TYPE, "txt": "text/plain; charset=utf-8"}
"""The files minutes come as, with their types."""


@requires(Permission.OWN_ACCOUNT)
@require_safe
def minutes_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes of a meeting as this reader may read them; a draft is there only for whoever plans the meeting."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    minutes = Minutes.objects.visible_to(request.scope).filter(meeting=meeting).first()
    may_manage = request.scope.may(Permission.MANAGE_MEETINGS, meeting.body)
    if minutes is None and not may_manage:
        raise Http404
    if minutes:
        trail.record("minutes.read", minutes, by=request.user)
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "shown": renderings.for_reader(minutes, request.scope) if minutes else None,
        "may_manage": may_manage,
        "to_come": meeting.held_on > request.scope.today,
        "forms": list(FORMS),
        "decided": decided(meeting, request.scope) if minutes else [],
        "may_raise": meeting.body.partnership_id and request.scope.may(Permission.MANAGE_PLAN, meeting.body),
        "pages": pages_of(meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/minutes_page.jinja", context)


@requires(Permission.OWN_ACCOUNT)
@require_safe
def minutes_download(request: HttpRequest, meeting_id: int, form: str) -> HttpResponse:
    """The same as a file."""
    minutes = _readable(request, meeting_id)
    response = _file(renderings.for_reader(minutes, request.scope), form)
    trail.record("minutes.read", minutes, by=request.user, form=form)
    return response


@requires(Permission.OWN_ACCOUNT)
@require_safe
def minutes_public(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Exactly what the public reads. Before it is published, only for whoever plans the meeting."""
    minutes = _open_to_public(request, meeting_id)
    trail.record("minutes.read", minutes, by=request.user, form="public")
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "shown": renderings.for_public(minutes),
        "forms": list(FORMS),
        "may_manage": request.scope.may(Permission.MANAGE_MEETINGS, minutes.meeting.body),
        "pages": pages_of(minutes.meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/minutes_public.jinja", context)


@requires(Permission.OWN_ACCOUNT)
@require_safe
def minutes_public_download(request: HttpRequest, meeting_id: int, form: str) -> HttpResponse:
    """The public minutes as a file."""
    minutes = _open_to_public(request, meeting_id)
    response = _file(renderings.for_public(minutes), form)
    trail.record("minutes.read", minutes, by=request.user, form=f"public.{form}")
    return response


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def minutes_matters(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Matters arising: what the meeting before this one decided, and open actions that earlier decisions raised."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    before = (
        Meeting.objects.allowing(Permission.SEE_ATTENDANCE, request.scope)
        .filter(body_id=meeting.body_id, held_on__lt=meeting.held_on, cancelled_at__isnull=True, informal=False)
        .order_by("-held_on", "-pk")
        .first()
    )
    decisions = Decision.objects.visible_to(request.scope).filter(item__meeting=before)
    minutes = Minutes.objects.visible_to(request.scope).filter(meeting=before).first() if before else None
    trail.record("minutes.read", meeting, by=request.user)
    context = {
        "meeting": meeting,
        "before": before,
        "minutes": minutes,
        "decisions": list(decisions),
        "raised": open_actions(meeting, request.scope),
        "pages": pages_of(meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/minutes_matters.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def minutes_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """The minutes of every meeting of a body that has taken place: how far they are, and what is overdue."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.SEE_ATTENDANCE, body)
    context = {"body": body, "page": standings(request, body), "marking": MARKING}
    return render(request, "governance/minutes_list.jinja", context)


def _readable(request: HttpRequest, meeting_id: int) -> Minutes:
    return found(Minutes.objects.visible_to(request.scope), meeting_id=meeting_id)


def _open_to_public(request: HttpRequest, meeting_id: int) -> Minutes:
    """Published minutes of a meeting the person sees; others for whoever plans the meeting."""
    minutes = _readable(request, meeting_id)
    if minutes.published_at is None:
        request.scope.require(Permission.MANAGE_MEETINGS, minutes.meeting.body)
    return minutes


def _file(shown: Rendering, form: str) -> HttpResponse:
    """A rendering as a file to save, its marking in its name. 404 for a form there is not."""
    match form:
        case "pdf":
            content = pdf.compile(TEMPLATE, asdict(shown), title=shown.title)
        case "docx":
            content = renderings.as_word(shown)
        case "txt":
            content = renderings.as_text(shown).encode()
        case _:
            raise Http404
    which = "public minutes" if shown.is_public else "minutes"
    name = f"{shown.marking} {which} {slugify(shown.body)} {slugify(shown.held_on)}.{form}"
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
