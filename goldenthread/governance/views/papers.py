"""The papers of an agenda item: upload, replace, remove, order, download."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.governance.forms import PaperForm
from goldenthread.governance.models import Paper
from goldenthread.governance.views import MARKING, planned_item
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.records.forms import VersionForm
from goldenthread.records.views.documents import saved


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: HttpRequest, item_id: int) -> HttpResponse:
    """Upload a paper for an item."""
    item = planned_item(request, item_id)
    form = PaperForm(request.POST or None, request.FILES or None, item=item)
    if request.method == "POST" and form.is_valid():
        paper = Paper(item=item, restricted=form.cleaned_data.get("restricted", False))
        given = {"title": form.cleaned_data["title"], "filename": form.filename, "content": form.content}
        if carried_out(form, paper.add, **given, by=request.user):
            messages.success(request, "The paper was added.")
            return redirect("agenda_page", item.meeting_id)
    return render(request, "governance/paper_form.jinja", {"form": form, "item": item, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_replace(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Put another file in the place of a paper that is not published."""
    paper = _planned(request, paper_id)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = {"filename": form.filename, "content": form.content}
        if carried_out(form, paper.replace, **given, by=request.user):
            messages.success(request, "The paper was replaced.")
            return redirect("agenda_page", paper.item.meeting_id)
    return render(request, "governance/paper_replace.jinja", {"form": form, "paper": paper, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_remove(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Remove a paper that is not published, once the person has confirmed it."""
    paper = _planned(request, paper_id)
    if request.method == "POST":
        paper.remove(by=request.user)
        messages.success(request, "The paper was removed.")
        return redirect("agenda_page", paper.item.meeting_id)
    return render(request, "governance/paper_remove.jinja", {"paper": paper, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def paper_move(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Move a paper one place up or down among those of its item."""
    paper = _planned(request, paper_id)
    if request.POST.get("to") not in ("up", "down"):
        raise Http404
    paper.move(up=request.POST["to"] == "up", by=request.user)
    return redirect("agenda_page", paper.item.meeting_id)


@requires(Permission.OWN_ACCOUNT)
@require_safe
def paper_download(request: HttpRequest, paper_id: int) -> FileResponse:
    """The file of a paper, to be saved, for whoever may read it."""
    paper = found(Paper.objects.visible_to(request.scope).select_related("document"), pk=paper_id)
    version = paper.document.newest
    response = saved(version.file, filename=version.filename, content_type=version.content_type)
    paper.document.read(version, by=request.user)
    return response


def _planned(request: HttpRequest, paper_id: int) -> Paper:
    """The paper of a meeting the person plans, else 404 or 403."""
    seen = Paper.objects.visible_to(request.scope).select_related("document", "item__meeting__body")
    paper = found(seen, pk=paper_id)
    request.scope.require(Permission.MANAGE_MEETINGS, paper.item.meeting.body)
    return paper
