"""The one way in beside the sign-in page: straight after a first password was set."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse


def enter(request: HttpRequest, person: AbstractBaseUser, *, to: str) -> HttpResponse:
    """Sign in ``person``, who has just set their password, and lead to the address ``to``.

    They are not asked for the same password again when they set up a second factor next.
    """
    record_authentication(request, person, method="password", reauthenticated=True)
    response: HttpResponse = perform_login(request, person, redirect_url=to)
    return response
