"""The parts of contributors: asking for one, attesting it, releasing it, asking again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.improvement.forms import AttestForm, ContributorForm, ReleaseForm
from goldenthread.improvement.models import Attestation
from goldenthread.improvement.views import MARKING, kept_action, rows_kept
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def contributor_add(request: HttpRequest, action_id: int) -> HttpResponse:
    """Ask somebody more for a part of an action."""
    action = kept_action(request.scope, action_id)
    part = Attestation(action=action, asked_on=request.scope.today)
    form = ContributorForm(request.POST or None, instance=part, scope=request.scope)
    if request.method == "POST" and form.is_valid() and carried_out(form, part.ask, by=request.user):
        messages.success(request, f"{part.contributor} is asked for its part.")
        return redirect("action_page", action.pk)
    return render(request, "improvement/contributor_add.jinja", {"form": form, "action": action, "marking": MARKING})


@requires(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def attestation_attest(request: HttpRequest, attestation_id: int) -> HttpResponse:
    """Say that one's part is done, with what shows it."""
    part = _part(request.scope, attestation_id)
    if not (part.may_be_settled_by(request.scope) or _kept(request.scope, part)):
        raise PermissionDenied
    form = AttestForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        given = {"said": form.cleaned_data["said"], "on": form.cleaned_data["on"], "files": form.files_given}
        if carried_out(form, part.attest, by=request.user, **given):
            messages.success(request, f"The part of {part.contributor} is attested.")
            return redirect("action_page", part.action_id)
    return render(request, "improvement/attestation_attest.jinja", {"form": form, "part": part, "marking": MARKING})


@requires(Permission.MANAGE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def attestation_release(request: HttpRequest, attestation_id: int) -> HttpResponse:
    """No longer ask for a part, with the reason."""
    part = _kept_part(request.scope, attestation_id)
    form = ReleaseForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, part.release, said=form.cleaned_data["said"], by=request.user)
    ):
        messages.success(request, f"{part.contributor} is released from its part.")
        return redirect("action_page", part.action_id)
    return render(request, "improvement/attestation_release.jinja", {"form": form, "part": part, "marking": MARKING})


@requires(Permission.MANAGE_PLAN)
@require_POST
def attestation_again(request: HttpRequest, attestation_id: int) -> HttpResponse:
    """Ask for a part anew that was attested or released."""
    part = _kept_part(request.scope, attestation_id)
    part.ask_again(by=request.user)
    messages.success(request, f"{part.contributor} is asked again.")
    return redirect("action_page", part.action_id)


def _part(scope: Scope, attestation_id: int) -> Attestation:
    rows = Attestation.objects.visible_to(scope).select_related("action__partnership", "agency", "body")
    return found(rows, pk=attestation_id)


def _kept(scope: Scope, part: Attestation) -> bool:
    return rows_kept(scope).filter(pk=part.action_id).exists()


def _kept_part(scope: Scope, attestation_id: int) -> Attestation:
    part = _part(scope, attestation_id)
    if not _kept(scope, part):
        raise PermissionDenied
    return part
