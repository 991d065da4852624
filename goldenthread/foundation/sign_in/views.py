"""The sign-in pages the library does not have."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe


@require_safe
def account_page(request: HttpRequest) -> HttpResponse:
    """The person's own account: who they are, how they sign in."""
    kept = {each.type: each.wrap() for each in Authenticator.objects.filter(user=request.user)}
    codes = kept.get(Authenticator.Type.RECOVERY_CODES)
    return render(
        request,
        "foundation/sign_in/account_page.jinja",
        {
            "app": kept.get(Authenticator.Type.TOTP),
            "passkeys": Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).count(),
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "has_password": request.user.has_usable_password(),
        },
    )


@reauthentication_required(app="allauth.mfa")
@require_safe
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the authenticator app being set up in this session, or 404."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if secret is None:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@login_not_required
@require_safe
def session_ended(request: HttpRequest) -> HttpResponse:
    """Say that the session ended, and lead back to where the person was."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    return render(
        request, "foundation/sign_in/session_ended.jinja", {"next": back, "idle_minutes": settings.IDLE_MINUTES}
    )
