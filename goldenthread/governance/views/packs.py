"""The packs of a meeting: what is in them, building, publishing, taking one's own copy."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import jobs, trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import AgendaItem, Meeting, Pack, PackEntry, PackFile
from goldenthread.governance.packs import numbering
from goldenthread.governance.tasks import build_pack
from goldenthread.governance.views import MARKING, pages_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.records.views.documents import saved


@dataclass(frozen=True)
class PackShown:
    """One pack as the page shows it to one person."""

    pack: Pack
    file: PackFile | None
    """What the person may take."""
    entries: list[tuple[PackEntry, str]]
    """Where each paper the person may read stands, with its page range in words."""
    audiences: list[tuple[PackFile, str]]
    """Who gets which, for whoever plans the meeting."""
    is_current: bool


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def pack_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The packs of a meeting, and what could not be put into them."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    plans = request.scope.may(Permission.MANAGE_MEETINGS, meeting.body)
    packs = Pack.objects.visible_to(request.scope).filter(meeting=meeting).select_related("meeting__body")
    shown = [_shown(pack, request.scope, plans=plans) for pack in packs]
    trail.record("pack.look", meeting, by=request.user)
    context = {
        "meeting": meeting,
        "pages": pages_of(meeting, request.scope),
        "packs": shown,
        "plans": plans,
        "next": _next(meeting) if plans else None,
        "waiting": any(not row.pack.is_published for row in shown),
        "marking": MARKING,
    }
    return render(request, "governance/pack_page.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def pack_build(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Build the pack, or the next supplement, as a job whose progress is shown."""
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    request.scope.require(Permission.MANAGE_MEETINGS, meeting.body)
    Pack.to_build(meeting)
    return redirect("job_page", jobs.enqueue(build_pack, meeting.pk, request.user.pk, owner=request.user).pk)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def pack_publish(request: HttpRequest, pack_id: int) -> HttpResponse:
    """Publish a pack, once the person has confirmed it."""
    seen = Pack.objects.visible_to(request.scope)
    pack = found(seen.select_related("meeting__body"), pk=pack_id)
    request.scope.require(Permission.MANAGE_MEETINGS, pack.meeting.body)
    if request.method == "POST":
        pack.publish(by=request.user)
        messages.success(request, f"{pack} was published.")
        return redirect("pack_page", pack.meeting_id)
    missing = PackEntry.objects.visible_to(request.scope).filter(pack=pack).exclude(problem="").count()
    context = {"pack": pack, "meeting": pack.meeting, "missing": missing, "marking": MARKING}
    return render(request, "governance/pack_publish.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def pack_download(request: HttpRequest, pack_id: int) -> FileResponse:
    """The pack with every paper the person may read, and no other."""
    pack = found(Pack.objects.visible_to(request.scope).select_related("meeting__body"), pk=pack_id)
    files = PackFile.objects.visible_to(request.scope).filter(pack=pack)
    mine = pack.file_for(request.scope)
    file: PackFile = found(files, pk=mine.pk if mine else None)
    name = f"{MARKING} {slugify(str(pack))} {slugify(pack.meeting.body.name)} {pack.meeting.held_on}.pdf"
    response = saved(file.file, filename=name, content_type="application/pdf")
    file.read(by=request.user)
    return response


def _next(meeting: Meeting) -> str | None:
    """What can be built now, in words; None where there is nothing."""
    try:
        agenda = Pack.to_build(meeting)
    except NotPossible:
        return None
    return f"supplement {agenda.supplement}" if agenda.supplement else "the agenda pack"


def _shown(pack: Pack, scope: Scope, *, plans: bool) -> PackShown:
    rows = PackEntry.objects.visible_to(scope).filter(pack=pack)
    entries = [
        (entry, _range(entry, pack))
        for entry in rows.select_related("paper__item", "paper__document").order_by("first_page", "paper__item")
    ]
    files = PackFile.objects.visible_to(scope).filter(pack=pack) if plans else []
    names = dict(AgendaItem.objects.visible_to(scope).filter(meeting=pack.meeting_id).values_list("pk", "title"))
    audiences = [(file, _audience(file, names)) for file in files]
    current = pack.is_published or not plans or pack.is_current
    return PackShown(pack, pack.file_for(scope), entries, audiences, current)


def _range(entry: PackEntry, pack: Pack) -> str:
    if entry.first_page is None or entry.last_page is None:
        return ""
    return numbering.page_range(pack.supplement, entry.first_page, entry.last_page)


def _audience(file: PackFile, names: dict[int, str]) -> str:
    """Who gets a file, in words."""
    if not file.audience:
        return "Everybody who may see no restricted paper"
    items = ", ".join(names.get(pk, f"item {pk}") for pk in sorted(file.item_ids))
    return f"Those who may read what is restricted of: {items}"
