"""Delegates: who may act for me, and for whom I may act."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goldenthread.foundation import trail
from goldenthread.partnership.access import found, own_pages, requires
from goldenthread.partnership.forms import DelegationForm
from goldenthread.partnership.middleware import ACTING_FOR
from goldenthread.partnership.models import Delegation
from goldenthread.partnership.permissions import Permission


@requires(Permission.OWN_ACCOUNT)
@require_safe
@own_pages
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Who may act for me, and for whom I may act."""
    scope = request.scope
    delegations = Delegation.objects.visible_to(scope).select_related("member", "delegate")
    return render(
        request,
        "partnership/delegation_list.jinja",
        {
            "given": delegations.filter(member=request.user),
            "held": delegations.filter(delegate=request.user),
        },
    )


@requires(Permission.OWN_ACCOUNT)
@own_pages
def delegation_add(request: HttpRequest) -> HttpResponse:
    """Let somebody act for me."""
    delegation = Delegation(member=request.user)
    form = DelegationForm(request.POST or None, instance=delegation, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{delegation.delegate.name} may act for you.")
        return redirect("delegation_list")
    return render(request, "partnership/delegation_form.jinja", {"form": form})


@requires(Permission.OWN_ACCOUNT)
@own_pages
def delegation_withdraw(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a delegation that I gave or hold, once confirmed."""
    delegation = found(Delegation.objects.visible_to(request.scope), pk=delegation_id)
    if request.method == "POST":
        delegation.withdraw(by=request.user)
        messages.success(request, "The delegation was withdrawn.")
        return redirect("delegation_list")
    return render(request, "partnership/delegation_withdraw.jinja", {"delegation": delegation})


@requires(Permission.OWN_ACCOUNT)
@require_POST
@own_pages
def acting_begin(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Act for the member from now until I stop or sign out."""
    held = Delegation.objects.visible_to(request.scope).filter(delegate=request.user)
    delegation = found(held, pk=delegation_id)
    delegation.begin(by=request.user)
    request.session[ACTING_FOR] = delegation.member_id
    messages.success(
        request, f"You act for {delegation.member.name}. What you do is kept in the trail under both names."
    )
    return redirect("home")


@requires(Permission.OWN_ACCOUNT)
@require_POST
def acting_stop(request: HttpRequest) -> HttpResponse:
    """Be myself again."""
    member = request.user.acting_for
    if request.session.pop(ACTING_FOR, None) is not None:
        trail.record("delegation.end", member, by=request.user)
        messages.success(request, f"You no longer act for {member.name}.")
    return redirect("home")
