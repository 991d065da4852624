"""Writing minutes: every item on one page, decisions and declarations on pages of their own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.forms import DecisionForm, DeclarationForm, SeenForm, WritingForm
from goldenthread.governance.models import AgendaItem, Decision, Declaration, ItemMinutes, Meeting, Minutes
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission

CONFLICT = 409


@dataclass(frozen=True)
class Conflict:
    """An item that somebody else saved meanwhile: the sentence, their two texts, and those typed here."""

    item: AgendaItem
    sentence: str
    theirs: ItemMinutes
    text: str
    restricted_text: str


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_begin(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Begin the minutes of a meeting."""
    meeting = _meeting(request, meeting_id)
    if request.method == "POST":
        Minutes(meeting=meeting).begin(by=request.user)
        return redirect("minutes_write", meeting.pk)
    context = {"meeting": meeting, "to_come": meeting.held_on > request.scope.today, "marking": MARKING}
    return render(request, "governance/minutes_begin.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_write(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write the minutes, item by item; what somebody else saved meanwhile is shown and not overwritten."""
    meeting = _meeting(request, meeting_id)
    minutes = found(Minutes.objects.visible_to(request.scope), meeting=meeting)
    form = WritingForm(request.POST or None, parts=minutes.parts())
    if request.method != "POST":
        minutes.require_draft()
        trail.record("minutes.read", minutes, by=request.user)
        return _page(request, minutes, form)
    if not form.is_valid():
        return _page(request, minutes, form)
    try:
        saved, conflicts = _saved(request, form)
    except NotPossible as refusal:  # circulated meanwhile, say: what was typed stays on the page
        form.add_error(None, str(refusal))
        return _page(request, minutes, form, status=CONFLICT)
    if conflicts:
        return _conflicting(request, minutes, conflicts)
    if saved:
        items = "1 item" if saved == 1 else f"{saved} items"
        messages.success(request, f"The minutes were saved: {items} changed.")
    elif "add" not in request.POST:
        messages.info(request, "Nothing had changed.")
    return _next(request, meeting)


def _saved(request: HttpRequest, form: WritingForm) -> tuple[int, list[Conflict]]:
    """Save each item by itself: how many changed, and which somebody else had changed."""
    saved, conflicts = 0, []
    for item, part, typed in form.typed():
        try:
            saved += part.write(**typed, by=request.user)
        except Stale as stale:
            theirs = ItemMinutes.objects.visible_to(request.scope).filter(item=item).first() or ItemMinutes(item=item)
            conflicts.append(Conflict(item, str(stale), theirs, typed["text"], typed["restricted_text"]))
    return saved, conflicts


def _conflicting(request: HttpRequest, minutes: Minutes, conflicts: list[Conflict]) -> HttpResponse:
    """The page with what was typed again, in the version that is there now: saving it once more is then a choice."""
    held = dict(minutes.parts())
    typed = request.POST.copy()
    for item, part in held.items():
        typed[f"version_{item.pk}"] = str(part.version)
    form = WritingForm(typed, parts=held.items())
    form.is_valid()
    for conflict in conflicts:
        form.add_error(f"text_{conflict.item.pk}", conflict.sentence)
    by_item = {conflict.item.pk: conflict for conflict in conflicts}
    return _page(request, minutes, form, conflicts=by_item, status=CONFLICT)


def _next(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Where the button leads: to a decision or declaration to add, else back to the item it stood under."""
    what, _, item = request.POST.get("add", "").partition(" ")
    if what in {"decision", "declaration"} and item.isdecimal():
        return redirect(f"{what}_add", meeting.pk, int(item))
    here = request.POST.get("save", "")
    return redirect(reverse("minutes_write", args=[meeting.pk]) + (f"#item-{here}" if here.isdecimal() else ""))


def _page(
    request: HttpRequest,
    minutes: Minutes,
    form: WritingForm,
    *,
    conflicts: dict[int, Conflict] | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting = minutes.meeting
    decisions = Decision.objects.visible_to(request.scope).filter(item__meeting=meeting)
    declarations = Declaration.objects.visible_to(request.scope).filter(item__meeting=meeting)
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "form": form,
        "rows": list(form.rows()),
        "conflicts": conflicts or {},
        "decisions": _by_item(decisions),
        "declarations": _by_item(declarations),
        "marking": MARKING,
    }
    return render(request, "governance/minutes_write.jinja", context, status=status)


def _by_item(rows: Any) -> dict[int, list[Any]]:
    found_by: dict[int, list[Any]] = {}
    for row in rows:
        found_by.setdefault(row.item_id, []).append(row)
    return found_by


# Decisions and declarations


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_add(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Add a decision under an item."""
    return _row_form(request, DecisionForm, Decision(item=_item(request, meeting_id, item_id)), "decision")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Change a decision."""
    return _row_form(request, DecisionForm, _row(request, Decision, decision_id), "decision")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_remove(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Remove a decision, once that is confirmed."""
    return _row_remove(request, _row(request, Decision, decision_id), "decision")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def declaration_add(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Add an interest that somebody declared under an item (R111)."""
    return _row_form(request, DeclarationForm, Declaration(item=_item(request, meeting_id, item_id)), "declaration")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def declaration_edit(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Change a declaration."""
    return _row_form(request, DeclarationForm, _row(request, Declaration, declaration_id), "declaration")


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def declaration_remove(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Remove a declaration, once that is confirmed."""
    return _row_remove(request, _row(request, Declaration, declaration_id), "declaration")


def _meeting(request: HttpRequest, meeting_id: int) -> Meeting:
    meeting = found(Meeting.objects.visible_to(request.scope).select_related("body"), pk=meeting_id)
    request.scope.require(Permission.MANAGE_MEETINGS, meeting.body)
    return meeting


def _item(request: HttpRequest, meeting_id: int, item_id: int) -> AgendaItem:
    """An item of a meeting the person plans."""
    _meeting(request, meeting_id)
    seen = AgendaItem.objects.visible_to(request.scope).select_related("meeting__body")
    return found(seen, pk=item_id, meeting_id=meeting_id)


def _row(request: HttpRequest, model: type[Decision] | type[Declaration], pk: int) -> Any:
    row = found(model.objects.visible_to(request.scope).select_related("item__meeting__body"), pk=pk)
    request.scope.require(Permission.MANAGE_MEETINGS, row.item.meeting.body)
    return row


def _row_form(request: HttpRequest, form_class: Any, row: Any, what: str) -> HttpResponse:
    meeting, is_new = row.item.meeting, row.pk is None
    if request.method != "POST":
        minutes = found(Minutes.objects.visible_to(request.scope), meeting=meeting)
        minutes.require_draft()
        row.refuse(minutes)
    form = form_class(request.POST or None, instance=row, scope=request.scope)
    theirs = None
    if request.method == "POST" and form.is_valid():
        if form.keep(by=request.user):
            messages.success(request, f"The {what} was {'added' if is_new else 'changed'}.")
            return _back(meeting, row.item)
        if form.is_stale:
            theirs = found(type(row).objects.visible_to(request.scope), pk=row.pk)
            form = _again(request, form_class, row, theirs, form)
    context = {
        "form": form,
        "row": row,
        "is_new": is_new,
        "item": row.item,
        "meeting": meeting,
        "theirs": theirs,
        "marking": MARKING,
    }
    return render(request, f"governance/{what}_form.jinja", context, status=CONFLICT if theirs else 200)


def _again(request: HttpRequest, form_class: Any, row: Any, theirs: Any, stale: Any) -> Any:
    """The form with what was typed, about what is saved now: sending it once more is then a choice."""
    typed = request.POST.copy()
    typed["seen"] = theirs.fingerprint
    form = form_class(typed, instance=row, scope=request.scope)
    form.is_valid()
    for sentence in stale.non_field_errors():
        form.add_error(None, sentence)
    return form


def _row_remove(request: HttpRequest, row: Any, what: str) -> HttpResponse:
    meeting, item = row.item.meeting, row.item
    found(Minutes.objects.visible_to(request.scope), meeting=meeting).require_draft()
    form = SeenForm(request.POST or None, initial={"seen": row.fingerprint})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, row.remove, by=request.user, seen=form.cleaned_data["seen"])
    ):
        messages.success(request, f"The {what} was removed.")
        return _back(meeting, item)
    context = {"form": form, "row": row, "what": what, "item": item, "meeting": meeting, "marking": MARKING}
    return render(request, "governance/minutes_row_remove.jinja", context)


def _back(meeting: Meeting, item: AgendaItem) -> HttpResponse:
    return redirect(f"{reverse('minutes_write', args=[meeting.pk])}#item-{item.pk}")
