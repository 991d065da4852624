"""One action: its page with the timeline, adding, changing and removing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.improvement import rules
from goldenthread.improvement.figures.plan import action_figures
from goldenthread.improvement.forms import ActionForm
from goldenthread.improvement.models import Action, ActionFile, Outcome, tabled_about
from goldenthread.improvement.models.timeline import timeline
from goldenthread.improvement.origins import origins
from goldenthread.improvement.renderings.grouped import when
from goldenthread.improvement.views import MARKING, kept_action, plans_kept, seen_action
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.records.views.documents import saved


@requires(Permission.SEE_PLAN)
@require_safe
def action_page(request: HttpRequest, action_id: int) -> HttpResponse:
    """One action: who, when, how it stands and why, whose part is awaited, and all that happened."""
    scope = request.scope
    action = seen_action(scope, action_id)
    seen = Action.objects.visible_to(scope).filter(pk=action_id)
    may_keep = seen.allowing(Permission.MANAGE_PLAN, scope).exists()
    parts = [part for part in action.attestations.all() if part.ended_on is None]
    standing = action.standing_on(scope.today)
    context = {
        "action": action,
        "standing": standing,
        "is_closed": any(closure.reopened_on is None for closure in action.closures.all()),
        "pause": next((pause for pause in action.pauses.all() if pause.as_rule().covers(scope.today)), None),
        "when": when(action_figures(action, scope.today)),
        "parts": [(part, may_keep or part.may_be_settled_by(scope)) for part in parts],
        "timeline": timeline(action),
        "check": next((check for check in action.impact_checks.all() if check.seen_on is None), None),
        "tabled": [*tabled_about(scope, action=action), *tabled_about(scope, update__action=action)],
        "origins": origins(scope, action),
        "may_table": scope.may(Permission.TABLE_MATTERS),
        "may_keep": may_keep,
        "may_update": may_keep or seen.changeable_by(scope).exists(),
        "may_close": may_keep or seen.led_by(scope).exists(),
        "statuses": list(rules.Status),
        "soon": rules.SOON,
        "moved_often": rules.MOVED_OFTEN,
        "marking": MARKING,
    }
    return render(request, "improvement/action_page.jinja", context)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """Add an action to the plan of a partnership; ``outcome`` in the address chooses its outcome."""
    scope = request.scope
    partnership = found(Partnership.objects.visible_to(scope), pk=partnership_id)
    if partnership.pk not in plans_kept(scope):
        raise PermissionDenied
    action = Action(partnership=partnership, starts_on=scope.today)
    outcome = request.GET.get("outcome", "")
    if outcome.isascii() and outcome.isdigit():
        action.outcome = found(Outcome.objects.visible_to(scope), pk=int(outcome))
    form = ActionForm(request.POST or None, instance=action, scope=scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{action.reference} was added to the plan.")
        return redirect("action_page", action.pk)
    return render(
        request, "improvement/action_form.jinja", {"form": form, "partnership_": partnership, "marking": MARKING}
    )


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: HttpRequest, action_id: int) -> HttpResponse:
    """Change what an action is. Its due date changes on a page of its own."""
    action = kept_action(request.scope, action_id)
    form = ActionForm(request.POST or None, instance=action, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{action.reference} was changed.")
        return redirect("action_page", action.pk)
    context = {"form": form, "action": action, "partnership_": action.partnership, "marking": MARKING}
    return render(request, "improvement/action_form.jinja", context)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_remove(request: HttpRequest, action_id: int) -> HttpResponse:
    """Take away an action that was added by mistake, once confirmed."""
    action = kept_action(request.scope, action_id)
    if request.method == "POST":
        action.remove(by=request.user)
        messages.success(request, f"{action.reference} was removed.")
        return redirect("plan_page")
    return render(request, "improvement/action_remove.jinja", {"action": action, "marking": MARKING})


@requires(Permission.SEE_PLAN)
@require_safe
def action_file(request: HttpRequest, file_id: int) -> FileResponse:
    """A document of an action, to be saved."""
    file = found(ActionFile.objects.visible_to(request.scope).select_related("document"), pk=file_id)
    version = file.document.newest
    response = saved(version.file, filename=version.filename, content_type=version.content_type)
    file.document.read(version, by=request.user)
    return response
