"""Raising challenges and disagreements, and correcting what they say."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.improvement.forms.challenges import ChallengeEditForm, ChallengeForm, DisagreementForm
from goldenthread.improvement.models import Challenge
from goldenthread.improvement.models.challenge_rights import rights
from goldenthread.improvement.views.challenges import MARKING, keeps_some
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission


@requires(Permission.MANAGE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_add(request: HttpRequest) -> HttpResponse:
    """Record a strategic challenge."""
    return _added(request, ChallengeForm, "The challenge was recorded.", "improvement/challenge_form.jinja")


@requires(Permission.MANAGE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def disagreement_add(request: HttpRequest) -> HttpResponse:
    """Record a disagreement about a case, from the stage at which the team is told."""
    return _added(
        request,
        DisagreementForm,
        "The disagreement was recorded, and both sides were told.",
        "improvement/disagreement_form.jinja",
    )


@requires(Permission.SEE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_edit(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Correct what a challenge says."""
    challenge = found(Challenge.objects.visible_to(request.scope).with_parts(), pk=challenge_id)
    if not rights(challenge, request.scope).keeps:
        raise PermissionDenied
    form = ChallengeEditForm(request.POST or None, instance=challenge, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, "The challenge was changed.")
        return redirect("challenge_page", challenge.pk)
    context = {"form": form, "challenge": challenge, "marking": MARKING}
    return render(request, "improvement/challenge_edit.jinja", context)


def _added(request: HttpRequest, form_class: type[ChallengeForm], said: str, template: str) -> HttpResponse:
    if not keeps_some(request.scope):
        raise PermissionDenied
    form = form_class(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.begin(by=request.user):
        messages.success(request, said)
        return redirect("challenge_page", form.instance.pk)
    return render(request, template, {"form": form, "marking": MARKING})
