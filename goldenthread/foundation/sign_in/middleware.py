"""When a session ends, and what is closed until a second factor is set up."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from goldenthread.foundation import trail

Handler = Callable[[HttpRequest], HttpResponse]

SEEN_AT = "seen_at"
"""Session key: the second of the last request, exact to a minute."""
BEGAN_AT = "began_at"
"""Session key: the second of the first request after sign-in."""
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def idle_end(get_response: Handler) -> Handler:
    """End a session that has had no request for ``IDLE_MINUTES``, or is older than ``SESSION_COOKIE_AGE``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN_AT, now)
            began = request.session.setdefault(BEGAN_AT, now)
            if now - seen >= settings.IDLE_MINUTES * 60 or now - began >= settings.SESSION_COOKIE_AGE:
                return _ended(request)
            if SEEN_AT not in request.session or now - seen >= 60:
                request.session[SEEN_AT] = now
        return get_response(request)

    return middleware


def _ended(request: HttpRequest) -> HttpResponseRedirect:
    """Sign out, and say so; what was sent with a form is gone, so the way back is the form's page."""
    trail.record("sign_in.ended", request.user, by=request.user)
    logout(request)
    back = request.get_full_path() if request.method == "GET" else urlsplit(request.headers.get("Referer", "")).path
    return HttpResponseRedirect(f"{reverse('session_ended')}?{urlencode({'next': back or '/'})}")


class SecondFactorMiddleware:
    """Keep people whose seats need a second factor on the pages that set one up, until they have one."""

    OPEN = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "brand_css",
            "mfa_index",
            "mfa_activate_totp",
            "totp_picture",
            "mfa_add_webauthn",
        }
    )

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to the set-up page instead of a page that is closed. Demonstration people need no second factor."""
        scope = request.scope  # type: ignore[attr-defined]
        if scope is None or not scope.needs_second_factor or "demo" in request.session:
            return None
        if not getattr(view, "login_required", True) or (request.resolver_match.url_name or "") in self.OPEN:
            return None
        return None if is_mfa_enabled(request.user, FACTORS) else redirect("mfa_index")
