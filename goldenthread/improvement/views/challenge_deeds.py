"""What is done to a challenge: answer, take up, shorten, settle, withdraw, note what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.improvement.forms import challenge_deeds as asked
from goldenthread.improvement.models import Challenge, Theme
from goldenthread.improvement.models.challenge_rights import Rights, rights
from goldenthread.improvement.views.challenges import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_respond(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Answer a challenge."""
    challenge = _seen(request, challenge_id, lambda held: held.answers)
    form = asked.RespondForm(request.POST or None)
    return _deed(request, challenge, form, challenge.respond, "Answer", "The answer was recorded.")


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_escalate(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Take a challenge to the next stage."""
    challenge = _seen(request, challenge_id, lambda held: held.takes_up)
    form = asked.EscalateForm(request.POST or None, challenge=challenge, today=request.scope.today)
    said = "It was taken to the next stage, and those there were told."
    return _deed(request, challenge, form, challenge.escalate, "Take it to the next stage", said)


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_shorten(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Shorten the stage because a child is at immediate risk."""
    challenge = _seen(request, challenge_id, lambda held: held.takes_up)
    form = asked.ShortenForm(request.POST or None)
    said = "The stage was shortened, and those at it were told."
    return _deed(request, challenge, form, challenge.shorten, "Shorten for immediate risk", said)


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_resolve(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Record how a challenge was settled."""
    challenge = _seen(request, challenge_id, lambda held: held.takes_up)
    form = asked.ResolveForm(request.POST or None)
    return _deed(request, challenge, form, challenge.resolve, "Record how it was settled", "It is settled.")


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_withdraw(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Take a challenge back."""
    challenge = _seen(request, challenge_id, lambda held: held.takes_up)
    form = asked.WithdrawForm(request.POST or None)
    return _deed(request, challenge, form, challenge.withdraw, "Withdraw it", "It was withdrawn.")


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_note(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Note what was learned and what difference it made."""
    challenge = _seen(request, challenge_id, lambda held: held.keeps, open_only=False)
    form = asked.NoteForm(
        request.POST or None,
        challenge=challenge,
        themes=Theme.objects.visible_to(request.scope),
        initial={"learning": challenge.learning, "impact": challenge.impact, "themes": challenge.themes.all()},
    )

    def note(*, learning: str, impact: str, themes: Any = None, by: Any) -> None:
        held = list(challenge.themes.all()) if themes is None else themes
        challenge.note(learning=learning, impact=impact, themes=held, by=by)

    return _deed(request, challenge, form, note, "Note learning and impact", "Learning and impact were noted.")


def _seen(
    request: HttpRequest, challenge_id: int, may: Callable[[Rights], bool], *, open_only: bool = True
) -> Challenge:
    """The challenge, where the person may do this: 404 outside their scope, 403 inside it."""
    challenge = found(Challenge.objects.visible_to(request.scope).with_parts(), pk=challenge_id)
    if not may(rights(challenge, request.scope)):
        raise PermissionDenied
    if open_only:
        challenge.require_open()
    return challenge


def _deed(
    request: HttpRequest,
    challenge: Challenge,
    form: forms.Form,
    verb: Callable[..., Any],
    heading: str,
    said: str,
) -> HttpResponse:
    """Ask for what the verb needs, do it, go back to the challenge."""
    if request.method == "POST" and form.is_valid() and carried_out(form, verb, **form.cleaned_data, by=request.user):
        messages.success(request, said)
        return redirect("challenge_page", challenge.pk)
    context = {
        "form": form,
        "challenge": challenge,
        "run": challenge.run,
        "heading": heading,
        "deed": request.resolver_match.url_name if request.resolver_match else "",
        "marking": MARKING,
    }
    return render(request, "improvement/challenge_deed.jinja", context)
