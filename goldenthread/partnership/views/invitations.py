"""Invitations: how somebody comes in for the first time."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from goldenthread.foundation.sign_in.entrance import enter
from goldenthread.foundation.sign_in.forms import FirstPasswordForm
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Invitation


@login_not_required
@sensitive_post_parameters("password")
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password and sign in. A link that was used or is too old is refused."""
    invitation = Invitation.from_token(token)
    form = FirstPasswordForm(request.POST or None, user=invitation.person)
    if request.method == "POST" and form.is_valid() and carried_out(form, invitation.accept, **form.cleaned_data):
        invitation.refresh_from_db()
        return enter(request, invitation.person, to=reverse("home"))
    return render(request, "partnership/invitation_accept.jinja", {"form": form, "person": invitation.person})
