"""Planning an agenda: its items, their order, and who may read them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.governance import rules
from goldenthread.governance.forms import CopyForm, InviteForm, ItemForm, SeatsForm
from goldenthread.governance.models import (
    AgendaItem,
    ItemReader,
    Meeting,
    add_standing_items,
    agenda_of,
    copy_items,
    gathered_for,
    last_agenda,
    offered,
)
from goldenthread.governance.views import MARKING, about, pages_of, planned_item, planned_meeting
from goldenthread.improvement.models.tabling_listed import as_listed
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission


@requires(Permission.MANAGE_MEETINGS)
@require_safe
def agenda_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The agenda as it is planned: every item with its papers, who is named for it, and when it comes."""
    meeting = planned_meeting(request, meeting_id)
    lines = agenda_of(meeting, request.scope)
    readers: dict[int, list[ItemReader]] = {}
    named = ItemReader.objects.visible_to(request.scope).filter(item__meeting=meeting)
    for reader in named.select_related("seat", "person"):
        readers.setdefault(reader.item_id, []).append(reader)
    minutes = [line.item.minutes_allotted for line in lines if line.item and not line.item.is_withdrawn]
    context = {
        "meeting": meeting,
        "lines": lines,
        "readers": readers,
        "taken": rules.total(minutes),
        "without_minutes": minutes.count(None),
        "planned": rules.minutes_between(meeting.starts_at, meeting.ends_at),
        "pages": pages_of(meeting, request.scope),
        "earlier": last_agenda(meeting),
        "tabled": as_listed(offered(meeting, request.scope), request.scope),
        "about": about(lines, request.scope),
        "gathered": gathered_for(meeting, request.scope),
        "marking": MARKING,
    }
    return render(request, "governance/agenda_page.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Add an item at the end of the agenda."""
    meeting = planned_meeting(request, meeting_id)
    form = ItemForm(request.POST or None, instance=AgendaItem(meeting=meeting), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.add(by=request.user):
        messages.success(request, "The item was added.")
        return redirect("agenda_page", meeting.pk)
    return _form(request, meeting, form)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, item_id: int) -> HttpResponse:
    """Change an item. Its title and whether it is restricted stay as they are once it is published."""
    item = planned_item(request, item_id)
    form = ItemForm(request.POST or None, instance=item, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The item was changed.")
        return redirect("agenda_page", item.meeting_id)
    return _form(request, item.meeting, form, item=item)


def _form(request: HttpRequest, meeting: Meeting, form: ItemForm, **given: Any) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "marking": MARKING, **given}
    return render(request, "governance/item_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: HttpRequest, item_id: int) -> HttpResponse:
    """Remove an item that is not published, once the person has confirmed it."""
    item = planned_item(request, item_id)
    if request.method == "POST":
        item.remove(by=request.user)
        messages.success(request, "The item was removed.")
        return redirect("agenda_page", item.meeting_id)
    return render(request, "governance/item_remove.jinja", {"item": item, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_withdraw(request: HttpRequest, item_id: int) -> HttpResponse:
    """Withdraw a published item: it stays listed, and is said to be withdrawn."""
    item = planned_item(request, item_id)
    if request.method == "POST":
        item.withdraw(by=request.user)
        messages.success(request, "The item was withdrawn.")
        return redirect("agenda_page", item.meeting_id)
    return render(request, "governance/item_withdraw.jinja", {"item": item, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def item_move(request: HttpRequest, item_id: int) -> HttpResponse:
    """Move an item one place up or down."""
    item = planned_item(request, item_id)
    item.move(up=_up(request), by=request.user)
    return redirect("agenda_page", item.meeting_id)


def _up(request: HttpRequest) -> bool:
    """Which way the button that was pressed moves. Raises Http404 for neither."""
    if request.POST.get("to") not in ("up", "down"):
        raise Http404
    return bool(request.POST["to"] == "up")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_copy(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Copy items of the last agenda of the body: never their papers or minutes."""
    meeting = planned_meeting(request, meeting_id)
    earlier = last_agenda(meeting)
    if earlier is None:
        messages.warning(request, "No earlier meeting of this body has an agenda to copy.")
        return redirect("agenda_page", meeting.pk)
    items = AgendaItem.objects.visible_to(request.scope).filter(meeting=earlier, withdrawn_at__isnull=True)
    form = CopyForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        made = copy_items(meeting, form.cleaned_data["items"], by=request.user)
        messages.success(request, f"Items copied: {len(made)}.")
        return redirect("agenda_page", meeting.pk)
    context = {"form": form, "meeting": meeting, "earlier": earlier, "marking": MARKING}
    return render(request, "governance/agenda_copy.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def agenda_standing(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put the standing items of the month on the agenda."""
    meeting = planned_meeting(request, meeting_id)
    made = add_standing_items(meeting, by=request.user)
    if made:
        messages.success(request, f"Standing items added: {len(made)}.")
    else:
        messages.info(request, "No standing item of this month is missing.")
    return redirect("agenda_page", meeting.pk)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_readers(request: HttpRequest, item_id: int) -> HttpResponse:
    """Who is named for an item: seats that may read what is restricted of it, and people invited for it."""
    item = planned_item(request, item_id)
    form = SeatsForm(request.POST or None, item=item, places=item.meeting.roster())
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, item.trust, seats=list(form.cleaned_data["seats"]), by=request.user)
    ):
        messages.success(request, "Who may read this item was changed.")
        return redirect("agenda_page", item.meeting_id)
    readers = ItemReader.objects.visible_to(request.scope).filter(item=item, person__isnull=False)
    context = {
        "form": form,
        "item": item,
        "invited": readers.select_related("person__agency"),
        "marking": MARKING,
    }
    return render(request, "governance/item_readers.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def reader_invite(request: HttpRequest, item_id: int) -> HttpResponse:
    """Invite somebody of the register for one item (R09)."""
    item = planned_item(request, item_id)
    form = InviteForm(request.POST or None, instance=ItemReader(item=item), scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{form.instance.person.name} was invited for this item.")
        return redirect("item_readers", item.pk)
    return render(request, "governance/reader_invite.jinja", {"form": form, "item": item, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def reader_remove(request: HttpRequest, reader_id: int) -> HttpResponse:
    """Invite somebody no longer."""
    reader = found(ItemReader.objects.visible_to(request.scope).select_related("item__meeting__body"), pk=reader_id)
    request.scope.require(Permission.MANAGE_MEETINGS, reader.item.meeting.body)
    reader.take_away(by=request.user)
    messages.success(request, "The invitation was taken back.")
    return redirect("item_readers", reader.item_id)
