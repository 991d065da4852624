"""Somebody to sign in, and how they do it."""

import time
from functools import cache
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

PASSWORD = "three mild otters by the weir"
WRONG = "three wild otters by the weir"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def member(email: str = "una@example.org", **about: Any) -> Any:
    """A person of the register with a password."""
    return get_user_model()(name="Una Penrose", email=email, password=_password(), **about).keep(by=None)


@cache
def _password() -> str:
    return make_password(PASSWORD)


def code(secret: str = SECRET, *, later: int = 0) -> str:
    """What an authenticator app shows now, or ``later`` periods from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def add_app(person: Any) -> None:
    """Give ``person`` an authenticator app."""
    TOTP.activate(person, SECRET)


def secret_of(person: Any) -> str:
    """The secret of the authenticator app of ``person``."""
    return get_adapter().decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"])


def sign_in(
    client: Client, *, email: str = "una@example.org", password: str = PASSWORD, to: str = "", follow: bool = False
) -> Any:
    """Send the sign-in form, on the way to the address ``to``."""
    page = reverse("account_login", query={"next": to} if to else None)
    return client.post(page, {"login": email, "password": password}, follow=follow)


def confirm(client: Client, to: str) -> Any:
    """Send the password again on the way to ``to``."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse(to)})


def signed_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return "_auth_user_id" in client.session
