"""The pages of signing in: which are open, to whom, and that each is drawn in our layout."""

import re

import pytest
from allauth import urls as library
from allauth.mfa.webauthn.internal import auth
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from goldenthread.foundation.sign_in.urls import urlpatterns
from goldenthread.foundation.tests.sign_in import add_app, confirm, member, sign_in

pytestmark = pytest.mark.django_db

FOR_ALL = {
    "account_login",
    "account_logout",
    "account_inactive",
    "session_ended",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "openid_connect_login",
    "openid_connect_callback",
}
GIVEN = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "openid_connect_login": {"provider_id": "organisation"},
    "openid_connect_callback": {"provider_id": "organisation"},
}
NAMES = {pattern.name for pattern in urlpatterns}


def address(name: str) -> str:
    """An address of the page of this name."""
    return reverse(name, kwargs=GIVEN.get(name))


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """Every name among ``patterns``."""
    found = set()
    for pattern in patterns:
        found |= names(pattern.url_patterns) if isinstance(pattern, URLResolver) else {pattern.name}
    return found - {None}


def test_pages_of_the_library_that_are_not_used_are_closed():
    closed = names(library.urlpatterns) - NAMES
    assert {"account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"} <= closed
    for name in closed:
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "2fa/", "3rdparty/", "login/code/"])
def test_their_usual_addresses_lead_nowhere(client, path):
    sign_in(client) if member() else None
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("name", sorted(NAMES - FOR_ALL))
def test_a_visitor_is_led_to_sign_in_from_the_pages_of_an_account(client, name):
    for answer in (client.get(address(name)), client.post(address(name))):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(FOR_ALL))
def test_a_visitor_may_open_the_pages_of_signing_in(client, name):
    answer = client.get(address(name))
    if name.startswith("openid_connect"):
        assert answer.status_code == 404
    elif answer.status_code == 302:
        assert answer.url == reverse("account_login")
    else:
        drawn_in_our_layout(answer)


@pytest.mark.parametrize("name", sorted(NAMES - {"totp_picture", "mfa_download_recovery_codes"}))
def test_every_page_is_drawn_in_our_layout(client, name, monkeypatch):
    monkeypatch.setattr(auth, "get_credentials", lambda user: [])
    person = member()
    add_app(person)
    key = auth.WebAuthn.add(person, "Work laptop", {}).instance
    GIVEN["mfa_edit_webauthn"] = GIVEN["mfa_remove_webauthn"] = {"pk": key.pk}
    client.force_login(person)
    confirm(client, "account_page")
    answer = client.get(address(name), follow=True)
    if answer.status_code == 200:
        drawn_in_our_layout(answer)


def drawn_in_our_layout(answer) -> None:
    """One heading, our marking, no script or style of its own, nothing from elsewhere."""
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert "gt-marking-line" in page
    assert re.findall(r"<title>\s*(\S)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|src=\"data:", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert 'src="/static/' in script or 'type="application/json"' in script, script


def test_the_account_page_says_who_one_is_and_how_one_signs_in(client):
    client.force_login(member())
    page = client.get(reverse("account_page")).content.decode()
    for text in ("Una Penrose", "una@example.org", "Authenticator app", reverse("delegation_list")):
        assert text in page
