"""What django-allauth asks of us: who may enter, what is recorded, what people are told, how secrets are kept."""

import base64
import hashlib
from typing import Any, ClassVar, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_bytes

from goldenthread.foundation import messages, trail

MARKING = "OFFICIAL"

CHANGES = {
    "account/email/password_changed": ("sign_in.password_changed", "Your password was changed."),
    "account/email/password_reset": ("sign_in.password_reset", "Your password was set anew from a link we sent you."),
    "mfa/email/totp_activated": ("second_factor.app_added", "An authenticator app was added."),
    "mfa/email/totp_deactivated": ("second_factor.app_removed", "Your authenticator app was removed."),
    "mfa/email/webauthn_added": ("second_factor.passkey_added", "A passkey was added."),
    "mfa/email/webauthn_removed": ("second_factor.passkey_removed", "A passkey was removed."),
    "mfa/email/recovery_codes_generated": ("second_factor.codes_made", "New recovery codes were made."),
    "socialaccount/email/account_connected": ("sign_in.connected", "You signed in through your organisation."),
}
"""What changed in how a person signs in, by the library's name for it: the trail's verb, and a sentence."""


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, sessions and messages."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "enter_current_password": "This is not your current password.",
        "incorrect_code": "The code is not right. Enter the one your app shows now.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "Too many attempts. Wait 15 minutes, then try again.",
        "too_many_login_attempts": "Too many attempts. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people come by invitation."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse with ValidationError while the account or the address is locked, and record it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            trail.record("sign_in.locked", _named(credentials), by=None)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password, and whose account it was tried on if there is one."""
        trail.record("sign_in.failed", _named(credentials), by=None, method="password")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **about: Any) -> HttpResponse:
        """Record the sign-in and by which ways, such as ``password+totp``."""
        ways = (record.get("type", record["method"]) for record in get_authentication_records(request, user))
        trail.record("sign_in.success", user, by=user, method="+".join(ways))
        response: HttpResponse = super().post_login(request, user, **about)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Record the sign-out."""
        user: Any = request.user
        trail.record("sign_in.out", user, by=user)
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> NoReturn:
        """The library's own messages are not sent. Raises LookupError, so that a new one is noticed."""
        raise LookupError(f"{template_prefix} has no message of ours.")

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Queue the link with which a person sets a new password."""
        messages.queue(
            to=user,
            template="foundation/messages/password_reset",
            context={"link": context["password_reset_url"]},
            subject="Set a new password",
            marking=MARKING,
        )

    @transaction.atomic
    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Record a change in how a person signs in, and tell them: the library comes here after each."""
        verb, sentence = CHANGES[template_prefix]
        trail.record(verb, user, by=user)
        messages.queue(
            to=user,
            template="foundation/messages/sign_in_changed",
            context={"sentence": sentence},
            subject="A change to how you sign in",
            marking=MARKING,
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on through the provider the installation names."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect somebody new to the person of the register with the same verified e-mail address, if there is one.

        Anybody else is shown the page that says they are not known here, since nobody signs up.
        """
        if sociallogin.is_existing:
            return
        verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        person = get_user_model()._default_manager.filter(email__in=verified, is_active=True).first()
        if person is None:
            trail.record("sign_in.failed", by=None, method="socialaccount")
        else:
            sociallogin.connect(request, person)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets are encrypted with a key made from the secret key, which no backup holds."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """``text`` as it is kept in the database."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` was given. Raises cryptography's InvalidToken when the secret key has changed."""
        return _vault().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 (the library calls it so)
        """The name offered for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"


def _named(credentials: dict[str, Any]) -> AbstractBaseUser | None:
    """The person whose e-mail address was typed."""
    typed = credentials.get("email", "").lower()
    person: AbstractBaseUser | None = get_user_model()._default_manager.filter(email=typed).first()
    return person


def _vault() -> MultiFernet:
    """Encrypts with the secret key; decrypts with those before it too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"goldenthread.second-factor:" + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
