"""Themes of quarters, and the updates in which the groups answer them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import tabular, trail
from goldenthread.governance.forms import QuarterlyThemeForm, UpdateForm
from goldenthread.governance.models import GroupUpdate, QuarterlyTheme, SubgroupUpdate, UpdateDraft, updates_of
from goldenthread.governance.rules.quarters import quarter_end
from goldenthread.governance.views import MARKING
from goldenthread.governance.views.matrix import file_of
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 20
CONFLICT = 409
HEADINGS = [
    "Group",
    "State",
    "Submitted on",
    "Work done",
    "Voice of the child",
    "Answer to the theme",
    "New concerns",
    "For those above",
]


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def quarterly_theme_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """The themes a body set, and those it answers as a group, newest quarter first."""
    scope = request.scope
    body = _body(scope, body_id)
    seen = QuarterlyTheme.objects.visible_to(scope)
    asked = Paginator(seen.asked_of(body).select_related("body"), PER_PAGE).get_page(request.GET.get("page"))
    answers = SubgroupUpdate.objects.visible_to(scope).filter(group=body, theme__in=[theme.pk for theme in asked])
    context = {
        "body": body,
        "set_here": seen.filter(body=body)[:PER_PAGE],
        "asked": asked,
        "answers": {update.theme_id: update for update in answers},
        "may_plan": scope.may(Permission.MANAGE_MEETINGS, body),
        "marking": MARKING,
    }
    return render(request, "governance/quarterly_theme_list.jinja", context)


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def quarterly_theme_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Set the theme of a quarter."""
    body = _body(request.scope, body_id)
    request.scope.require(Permission.MANAGE_MEETINGS, body)
    return _asked(request, QuarterlyTheme(body=body))


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def quarterly_theme_edit(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Change a theme, until a group has answered it."""
    return _asked(request, _set_theme(request.scope, theme_id))


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def quarterly_theme_remove(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Delete a theme that was set by mistake, once confirmed."""
    theme = _set_theme(request.scope, theme_id)
    if request.method == "POST":
        theme.remove(by=request.user)
        messages.success(request, "The theme was removed.")
        return redirect("quarterly_theme_list", theme.body_id)
    return render(request, "governance/quarterly_theme_remove.jinja", {"theme": theme, "marking": MARKING})


def _asked(request: HttpRequest, theme: QuarterlyTheme) -> HttpResponse:
    """The form of one theme, new or held."""
    is_new = theme.pk is None
    form = QuarterlyThemeForm(request.POST or None, instance=theme, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"The theme was {'set' if is_new else 'changed'}.")
        return redirect("quarter_updates", theme.pk)
    context = {"form": form, "body": theme.body, "is_new": is_new, "marking": MARKING}
    return render(request, "governance/quarterly_theme_form.jinja", context)


@requires(Permission.SEE_ATTENDANCE)
@require_safe
def quarter_updates(request: HttpRequest, theme_id: int) -> HttpResponse:
    """The updates of a quarter, group by group: what each said, and whose are awaited."""
    scope = request.scope
    theme = found(QuarterlyTheme.objects.visible_to(scope).select_related("body__partnership"), pk=theme_id)
    groups = updates_of(theme, scope)
    trail.record("quarterlytheme.read", theme, by=request.user)
    context = {
        "theme": theme,
        "groups": groups,
        "awaited": [each for each in groups if each.is_awaited],
        "formats": list(tabular.FORMATS),
        "may_export": scope.may(Permission.EXPORT_RECORDS, theme.body),
        "may_plan": scope.may(Permission.MANAGE_MEETINGS, theme.body),
        "marking": MARKING,
    }
    return render(request, "governance/quarter_updates.jinja", context)


@requires(Permission.EXPORT_RECORDS)
@require_safe
def quarter_updates_export(request: HttpRequest, theme_id: int, form: str) -> HttpResponse:
    """The same as a spreadsheet or JSON."""
    theme = found(QuarterlyTheme.objects.visible_to(request.scope).select_related("body__partnership"), pk=theme_id)
    request.scope.require(Permission.EXPORT_RECORDS, theme.body)
    period = (theme.quarter, quarter_end(theme.quarter))
    rows = _rows(updates_of(theme, request.scope))
    response = file_of(form, "updates of groups", theme.body, period, HEADINGS, rows)
    trail.record("quarterlytheme.read", theme, by=request.user, form=form)
    return response


@requires(Permission.MANAGE_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def update_write(request: HttpRequest, theme_id: int, body_id: int) -> HttpResponse:
    """Write the update of a group: save it as a draft, or submit it."""
    scope = request.scope
    theme = found(QuarterlyTheme.objects.visible_to(scope).select_related("body__partnership"), pk=theme_id)
    group = found(Body.objects.visible_to(scope), pk=body_id)
    scope.require(Permission.MANAGE_MEETINGS, group)
    if group.pk not in {each.pk for each in theme.groups()}:
        raise Http404
    submitted = SubgroupUpdate.objects.visible_to(scope).filter(theme=theme, group=group).first()
    if submitted:
        messages.info(request, "This update has been submitted.")
        return redirect(submitted)
    draft = UpdateDraft.objects.visible_to(scope).filter(theme=theme, group=group).first()
    form = UpdateForm(request.POST or None, instance=draft or UpdateDraft(theme=theme, group=group), scope=scope)
    theirs = None
    if request.method == "POST" and form.is_valid():
        if "submit" in request.POST:
            if form.submit(by=request.user):
                messages.success(request, f"The update of {group.name} was submitted.")
                return redirect("quarter_updates", theme.pk)
        elif form.keep(by=request.user):
            messages.success(request, "The draft was saved.")
            return redirect("update_write", theme.pk, group.pk)
        if form.is_stale:
            theirs = found(UpdateDraft.objects.visible_to(scope), theme=theme, group=group)
            form = _again(request, form, theirs)
    context = {"form": form, "theme": theme, "group": group, "theirs": theirs, "marking": MARKING}
    return render(request, "governance/update_write.jinja", context, status=CONFLICT if theirs else 200)


def _again(request: HttpRequest, stale: UpdateForm, theirs: UpdateDraft) -> UpdateForm:
    """The form with what was typed, about the draft that is saved now: saving it once more is then a choice."""
    typed = request.POST.copy()
    typed["seen"] = theirs.fingerprint
    form = UpdateForm(typed, instance=stale.instance, scope=request.scope)
    form.is_valid()
    for sentence in stale.non_field_errors():
        form.add_error(None, sentence)
    return form


def _body(scope: Scope, body_id: int) -> Body:
    """A body of a partnership whose meetings the person sees."""
    body = found(Body.objects.visible_to(scope).filter(partnership__isnull=False), pk=body_id)
    scope.require(Permission.SEE_ATTENDANCE, body)
    return body


def _set_theme(scope: Scope, theme_id: int) -> QuarterlyTheme:
    """The theme, where the person plans the meetings of the body that set it."""
    theme = found(QuarterlyTheme.objects.visible_to(scope).select_related("body__partnership"), pk=theme_id)
    scope.require(Permission.MANAGE_MEETINGS, theme.body)
    return theme


def _rows(groups: list[GroupUpdate]) -> Iterator[dict[str, Any]]:
    for each in groups:
        row: dict[str, Any] = {"Group": each.group.name, "State": "Awaiting" if each.is_awaited else "Submitted"}
        if each.update:
            said = each.update
            row |= {
                "Submitted on": said.dated_on,
                "Work done": said.work_done,
                "Voice of the child": said.voice_of_the_child,
                "Answer to the theme": said.theme_response,
                "New concerns": said.new_concerns,
                "For those above": said.escalated,
            }
        yield row
