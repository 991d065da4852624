"""Worries of practitioners: those of a local group or a board, and what came of each."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import tabular, trail
from goldenthread.foundation.rendering import day
from goldenthread.governance.forms import AnswerForm, EscalateForm, WorryForm
from goldenthread.governance.models import Meeting, Worry
from goldenthread.governance.views import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope

PER_PAGE = 50
HEADINGS = ["Raised on", "Group", "Worry", "Taken up to", "Taken up on", "What came of it", "Answered on"]


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def worry_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """What practitioners are worried about: raised at the meetings of a body, or taken up to it."""
    scope = request.scope
    body = _body(scope, body_id)
    rows = Worry.objects.visible_to(scope).of(body).select_related("meeting__body", "escalated_to")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    planned = Body.objects.allowing(Permission.MANAGE_MEETINGS, scope)
    concerned = {each.pk for worry in page for each in (worry.meeting.body, worry.answers)}
    trail.record("worry.read", body, by=request.user)
    context = {
        "body": body,
        "page": page,
        "waiting": rows.waiting().count(),
        "plans": set(planned.filter(pk__in=concerned).values_list("pk", flat=True)),
        "takes_worries": body.kind == BodyKind.LOCAL_GROUP,
        "may_plan": scope.may(Permission.MANAGE_MEETINGS, body),
        "formats": list(tabular.FORMATS),
        "may_export": scope.may(Permission.EXPORT_RECORDS, body),
        "marking": MARKING,
    }
    return render(request, "governance/worry_list.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def worry_export(request: HttpRequest, body_id: int, form: str) -> HttpResponse:
    """The same as a spreadsheet or JSON."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.EXPORT_RECORDS, body)
    if form not in tabular.FORMATS:
        raise Http404
    worries = Worry.objects.visible_to(request.scope).of(body).select_related("meeting__body", "escalated_to")
    today = request.scope.today
    about = {"What": f"Worries of practitioners, {body.name}", "Made on": day(today), "Marking": MARKING}
    content = BytesIO()
    tabular.write(form, HEADINGS, _rows(worries), content, title="Worries", about=about)
    trail.record("worry.read", body, by=request.user, form=form)
    response = HttpResponse(content.getvalue(), content_type=tabular.FORMATS[form])
    name = f"{MARKING} worries {slugify(body.name)} {today.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def worry_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Record a worry that was raised at a meeting of a local group."""
    scope = request.scope
    body = _body(scope, body_id)
    scope.require(Permission.MANAGE_MEETINGS, body)
    if body.kind != BodyKind.LOCAL_GROUP:
        raise Http404
    held = Meeting.objects.visible_to(scope).not_cancelled().filter(body=body, held_on__lte=scope.today)
    latest = held.order_by("-held_on", "-pk").first()
    return _asked(request, Worry(meeting=latest) if latest else Worry(), body)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def worry_edit(request: HttpRequest, worry_id: int) -> HttpResponse:
    """Change a worry that was neither taken up nor answered."""
    worry = _of_group(request.scope, worry_id)
    return _asked(request, worry, worry.meeting.body)


def _asked(request: HttpRequest, worry: Worry, group: Body) -> HttpResponse:
    """The form of one worry, new or held."""
    is_new = worry.pk is None
    form = WorryForm(request.POST or None, instance=worry, scope=request.scope, group=group)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The worry was {'recorded' if is_new else 'changed'}.")
        return redirect("worry_list", group.pk)
    context = {"form": form, "body": group, "is_new": is_new, "marking": MARKING}
    return render(request, "governance/worry_form.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def worry_remove(request: HttpRequest, worry_id: int) -> HttpResponse:
    """Delete a worry that was entered by mistake, once confirmed."""
    worry = _of_group(request.scope, worry_id)
    group = worry.meeting.body
    if request.method == "POST":
        worry.remove(by=request.user)
        messages.success(request, "The worry was removed.")
        return redirect("worry_list", group.pk)
    return render(request, "governance/worry_remove.jinja", {"worry": worry, "body": group, "marking": MARKING})


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def worry_escalate(request: HttpRequest, worry_id: int) -> HttpResponse:
    """Take a worry up to a board."""
    worry = _of_group(request.scope, worry_id)
    form = EscalateForm(request.POST or None, bodies=worry.may_go_to())
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["to"]
        if carried_out(form, worry.escalate, to=body, by=request.user):
            messages.success(request, f"The worry was taken up to {body.name}.")
            return redirect("worry_list", worry.meeting.body_id)
    context = {"form": form, "worry": worry, "body": worry.meeting.body, "marking": MARKING}
    return render(request, "governance/worry_escalate.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def worry_answer(request: HttpRequest, worry_id: int) -> HttpResponse:
    """Say what came of a worry: for the body it was taken up to, else for the group itself."""
    worry = found(_worries(request.scope), pk=worry_id)
    request.scope.require(Permission.MANAGE_MEETINGS, worry.answers)
    form = AnswerForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, worry.reply, text=form.cleaned_data["answer"], by=request.user)
    ):
        messages.success(request, "The answer was recorded.")
        return redirect("worry_list", worry.answers.pk)
    context = {"form": form, "worry": worry, "body": worry.answers, "marking": MARKING}
    return render(request, "governance/worry_answer.jinja", context)


def _worries(scope: Scope) -> Any:
    return Worry.objects.visible_to(scope).select_related("meeting__body__partnership", "escalated_to__partnership")


def _of_group(scope: Scope, worry_id: int) -> Worry:
    """The worry, where the person plans the meetings of the group that raised it."""
    worry: Worry = found(_worries(scope), pk=worry_id)
    scope.require(Permission.MANAGE_MEETINGS, worry.meeting.body)
    return worry


def _body(scope: Scope, body_id: int) -> Body:
    body = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.SEE_ATTENDANCE, body)
    return body


def _rows(worries: Any) -> Iterator[dict[str, Any]]:
    for worry in worries:
        cells = (
            worry.meeting.held_on,
            worry.meeting.body.name,
            worry.text,
            worry.escalated_to.name if worry.escalated_to else "",
            worry.escalated_at.date() if worry.escalated_at else None,
            worry.answer,
            worry.answered_at.date() if worry.answered_at else None,
        )
        yield dict(zip(HEADINGS, cells, strict=True))
