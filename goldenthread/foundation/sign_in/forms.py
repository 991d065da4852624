"""The library's forms in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError

from goldenthread.foundation import trail

LONG_ENOUGH = "At least 12 characters. Three words that have nothing to do with each other are easy to remember."


def digits(field: forms.Field) -> None:
    """Make ``field`` ask for a code with the keyboard for digits."""
    field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Check both together; an error stands at the first, so that its link leads somewhere."""
        try:
            super().clean()
        except ValidationError as refused:
            self.add_error("login", refused)
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password again, before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AskForResetForm(account.ResetPasswordForm):
    """The e-mail address to which the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"

    def clean_email(self) -> str:
        """Only those with a password can set a new one: others come by invitation."""
        email: str = super().clean_email()
        self.users: list[Any] = [user for user in self.users if user.has_usable_password()]
        return email


class _NewPassword:
    """The new password is asked once: it can be shown while it is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # type: ignore[attr-defined]
        self.fields["password1"].label = "New password"  # type: ignore[attr-defined]
        self.fields["password1"].help_text = LONG_ENOUGH  # type: ignore[attr-defined]


class ResetForm(_NewPassword, account.ResetPasswordKeyForm):
    """A new password, after the link of a message."""


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    """The current password, and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        self.fields["oldpassword"].help_text = ""


class AddAppForm(totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code from your app"
        digits(self.fields["code"])


class _Code:
    """A code of the app, or a recovery code. A wrong one is recorded; each code of the app works once."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"  # type: ignore[attr-defined]
        self.fields["code"].help_text = "6 digits from your authenticator app, or a recovery code."  # type: ignore[attr-defined]
        digits(self.fields["code"])  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """The code. Raises ValidationError."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if self.authenticator.type == Authenticator.Type.TOTP:
                self._use_up(code)
        except ValidationError:
            trail.record("sign_in.failed", self.user, by=None, method="code")
            raise
        return code

    def _use_up(self, code: str) -> None:
        """The library forgets a used code after one period; with the tolerance it would be good for longer."""
        lasting = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"goldenthread.code.{self.authenticator.pk}.{code.strip()}", True, timeout=lasting):
            raise get_adapter().validation_error("incorrect_code")


class SecondFactorForm(_Code, second.AuthenticateForm):
    """The code asked at sign-in."""


class ConfirmCodeForm(_Code, second.ReauthenticateForm):
    """The code asked before something important."""


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """The name of a new passkey, and whether it signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "To tell your passkeys apart, for example: work laptop."
        self.fields["passwordless"].label = "Sign in with this passkey alone, without a password"
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"


class FirstPasswordForm(forms.Form):
    """The password somebody chooses when they first come."""

    password = forms.CharField(
        label="Choose a password",
        help_text=LONG_ENOUGH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """The password. Raises ValidationError where it is too easy to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
