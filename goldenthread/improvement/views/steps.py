"""What happens to an action: an update, another due date, a pause, closing it on evidence, opening it again."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.forms import CloseForm, DueForm, PauseForm, ReopenForm, UpdateForm
from goldenthread.improvement.models import Action, ActionUpdate, Closure, DueChange, Pause
from goldenthread.improvement.views import MARKING, allowed, kept_action, seen_action
from goldenthread.partnership.access import requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@requires(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def action_update(request: HttpRequest, action_id: int) -> HttpResponse:
    """Say what has happened."""
    action = _changeable(request.scope, action_id)
    form = UpdateForm(request.POST or None, request.FILES or None, action=action, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        update = ActionUpdate(
            action=action,
            text=given["text"],
            expected_on=given["expected_on"],
            done_again=given.get("done_again", False),
            agency=given.get("agency"),
        )
        if carried_out(form, update.say, by=request.user, on=given["on"], files=form.files_given):
            return _done(request, action, "Your update was saved.")
    return _form(request, "action_update", form, action)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_due(request: HttpRequest, action_id: int) -> HttpResponse:
    """Change when an action is due, with the reason."""
    action = kept_action(request.scope, action_id)
    form = DueForm(request.POST or None, initial={"new_due_on": action.due_on})
    if request.method == "POST" and form.is_valid():
        change = DueChange(action=action, **form.cleaned_data)
        if carried_out(form, change.make, by=request.user):
            return _done(request, action, "The due date was changed. The old one stays in the timeline.")
    return _form(request, "action_due", form, action)


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def action_pause(request: HttpRequest, action_id: int) -> HttpResponse:
    """Pause an action, with the reason and until when."""
    action = kept_action(request.scope, action_id)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pause = Pause(action=action, **form.cleaned_data)
        if carried_out(form, pause.begin, by=request.user):
            return _done(request, action, "The action is paused.")
    return _form(request, "action_pause", form, action)


@requires(Permission.MANAGE_PLAN)
@require_POST
def action_resume(request: HttpRequest, action_id: int) -> HttpResponse:
    """Let a paused action go on."""
    action = kept_action(request.scope, action_id)
    pause = next((each for each in action.pauses.all() if each.as_rule().covers(request.scope.today)), None)
    if pause is None:
        raise NotPossible("This action is not paused.")
    pause.end(by=request.user)
    return _done(request, action, "The action goes on.")


@requires(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def action_close(request: HttpRequest, action_id: int) -> HttpResponse:
    """Close an action on evidence, once no part is awaited."""
    action = _led(request.scope, action_id)
    form = CloseForm(request.POST or None, request.FILES or None, action=action, scope=request.scope)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, _close, action=action, form=form, request=request)
    ):
        return _done(request, action, "The action is closed. Its impact check is in the list.")
    return _form(request, "action_close", form, action, awaited=action.standing_on(request.scope.today).awaited)


@transaction.atomic
def _close(*, action: Action, form: CloseForm, request: HttpRequest) -> None:
    """Name the measure where the form asked for it, and close."""
    given = form.cleaned_data
    if "measure" in given:
        action.measure_kind, action.measure = given["measure_kind"], given["measure"]
        action.keep(by=request.user)
    closure = Closure(action=action, evidence=given["evidence"])
    closure.make(by=request.user, on=given["on"], files=form.files_given)


@requires(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def action_reopen(request: HttpRequest, action_id: int) -> HttpResponse:
    """Open a closed action again, with the reason."""
    action = _led(request.scope, action_id)
    closure = next((each for each in action.closures.all() if each.reopened_on is None), None)
    if closure is None:
        raise NotPossible("This action is open.")
    form = ReopenForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, closure.reopen, reason=form.cleaned_data["reason"], by=request.user)
    ):
        return _done(request, action, "The action is open again.")
    return _form(request, "action_reopen", form, action)


def _changeable(scope: Scope, action_id: int) -> Action:
    action = seen_action(scope, action_id)
    return allowed(action, Action.objects.visible_to(scope).changeable_by(scope))


def _led(scope: Scope, action_id: int) -> Action:
    action = seen_action(scope, action_id)
    return allowed(action, Action.objects.visible_to(scope).led_by(scope))


def _done(request: HttpRequest, action: Action, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("action_page", action.pk)


def _form(request: HttpRequest, name: str, form: Any, action: Action, **further: Any) -> HttpResponse:
    context = {"form": form, "action": action, "marking": MARKING, **further}
    return render(request, f"improvement/{name}.jinja", context)
