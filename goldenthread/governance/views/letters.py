"""Letters from the chair: a register per body, from draft to reply."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import pdf, tabular, trail
from goldenthread.governance.forms import ChairLetterForm, ReplyForm
from goldenthread.governance.letters import as_letter, chair_of
from goldenthread.governance.models import ChairLetter
from goldenthread.governance.views import MARKING
from goldenthread.governance.views.matrix import file_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

TEMPLATE = Path(__file__).parent.parent / "typst" / "letter.typ"
PER_PAGE = 50
HEADINGS = [
    "Date",
    "To",
    "Agency",
    "Meeting",
    "Subject",
    "Signed by",
    "Sent on",
    "Reply due by",
    "Reply received on",
    "Overdue",
    "Text",
    "Reply",
]


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def letter_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """The letters of a body: those awaiting a reply, the one due first at the top, then all, newest first."""
    body = _body(request.scope, body_id)
    rows = _letters(request.scope, body)
    trail.record("letters.read", body, by=request.user)
    context = {
        "body": body,
        "awaiting": [(row, row.is_overdue(request.scope.today)) for row in rows.awaiting_reply()],  # type: ignore[attr-defined]
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS, body),
        "may_manage": request.scope.may(Permission.MANAGE_MEETINGS, body),
        "marking": MARKING,
    }
    return render(request, "governance/letter_list.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def letter_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The register of letters as a spreadsheet or JSON."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    rows = list(_letters(request.scope, body))
    days = [row.dated_on for row in rows] or [request.scope.today]
    cells = [_cells(row, request.scope.today) for row in rows]
    response = file_of(form, "letters", body, (min(days), max(days)), HEADINGS, cells)
    trail.record("letters.read", body, by=request.user, form=form)
    return response


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Draft a letter."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    today = request.scope.today
    letter = ChairLetter(body=body, dated_on=today, signed_by=", ".join(chair_of(body, body.shown_on(today))))
    form = ChairLetterForm(request.POST or None, instance=letter, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The letter was drafted. Mark it as sent when it has been posted or e-mailed.")
        return redirect("letter_page", letter.pk)
    context = {"form": form, "body": body, "marking": MARKING}
    return render(request, "governance/letter_form.jinja", context)


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def letter_page(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter and its reply."""
    letter = _letter(request.scope, letter_id)
    trail.record("letter.read", letter, by=request.user)
    context = {
        "letter": letter,
        "text": as_letter(letter, marking=MARKING).text,
        "overdue": letter.is_overdue(request.scope.today),
        "may_manage": request.scope.may(Permission.MANAGE_MEETINGS, letter.body),
        "marking": MARKING,
    }
    return render(request, "governance/letter_page.jinja", context)


@requires(Permission.FOLLOW_UP_ATTENDANCE)
@require_safe
def letter_pdf(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as PDF, to sign."""
    letter = _letter(request.scope, letter_id)
    content = pdf.compile(TEMPLATE, asdict(as_letter(letter, marking=MARKING)), title=letter.subject)
    trail.record("letter.read", letter, by=request.user, form="pdf")
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{MARKING} letter {slugify(letter.subject)} {letter.dated_on}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Change a draft, or when the reply to a letter that was sent is due."""
    letter = _managed(request.scope, letter_id)
    form = ChairLetterForm(request.POST or None, instance=letter, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The letter was changed.")
        return redirect("letter_page", letter.pk)
    context = {"form": form, "body": letter.body, "letter": letter, "marking": MARKING}
    return render(request, "governance/letter_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_POST
def letter_send(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Mark a letter as sent."""
    letter = _managed(request.scope, letter_id)
    letter.send(by=request.user)
    messages.success(request, "The letter is marked as sent.")
    return redirect("letter_page", letter.pk)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_reply(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Record the reply."""
    letter = _managed(request.scope, letter_id)
    held = {"on": letter.replied_on, "words": letter.reply}
    form = ReplyForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid() and _recorded(form, letter, request):
        messages.success(request, "The reply was recorded.")
        return redirect("letter_page", letter.pk)
    context = {"form": form, "letter": letter, "marking": MARKING}
    return render(request, "governance/letter_reply.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_remove(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Remove a draft, once confirmed."""
    letter = _managed(request.scope, letter_id)
    if request.method == "POST":
        body_id = letter.body_id
        letter.remove(by=request.user)
        messages.success(request, "The draft was removed.")
        return redirect("letter_list", body_id)
    return render(request, "governance/letter_remove.jinja", {"letter": letter, "marking": MARKING})


def _body(scope: Scope, body_id: int) -> Body:
    """The body, where the person sees its letters."""
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.FOLLOW_UP_ATTENDANCE, body)
    return body


def _letters(scope: Scope, body: Body) -> QuerySet[ChairLetter]:
    return ChairLetter.objects.visible_to(scope).filter(body=body).select_related("agency", "meeting__body")


def _letter(scope: Scope, letter_id: int) -> ChairLetter:
    rows = ChairLetter.objects.visible_to(scope).select_related("body", "agency", "meeting__body", "sent_by")
    letter = found(rows, pk=letter_id)
    return letter


def _managed(scope: Scope, letter_id: int) -> ChairLetter:
    letter = _letter(scope, letter_id)
    scope.require(Permission.MANAGE_MEETINGS, letter.body)
    return letter


def _recorded(form: ReplyForm, letter: ChairLetter, request: HttpRequest) -> bool:
    return carried_out(form, letter.record_reply, by=request.user, **form.cleaned_data)


def _cells(row: ChairLetter, today: date) -> dict[str, object]:
    return {
        "Date": row.dated_on,
        "To": row.to_name,
        "Agency": row.agency.name if row.agency else "",
        "Meeting": row.meeting.held_on if row.meeting else None,
        "Subject": row.subject,
        "Signed by": row.signed_by,
        "Sent on": row.sent_on,
        "Reply due by": row.reply_due_on,
        "Reply received on": row.replied_on,
        "Overdue": row.is_overdue(today),
        "Text": row.text,
        "Reply": row.reply,
    }
