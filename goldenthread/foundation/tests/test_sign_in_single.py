"""Single sign-on: the provider says who it is, the register says whether they may enter."""

import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.urls import reverse

from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.foundation.tests.sign_in import add_app, member, signed_in

pytestmark = pytest.mark.django_db

PROVIDER = {"provider_id": "organisation"}
ISSUER = "https://login.example.org"


@pytest.fixture
def provider(settings, monkeypatch):
    """A provider that says what the test tells it to."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    **PROVIDER,
                    "name": "Northmere Council",
                    "client_id": "goldenthread",
                    "secret": "known to both",
                    "settings": {"server_url": ISSUER},
                }
            ],
        }
    }
    about = {"sub": "1", "email": "una@example.org", "email_verified": True}
    configuration = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorise",
        "token_endpoint": f"{ISSUER}/token",
        "userinfo_endpoint": f"{ISSUER}/about",
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", configuration)
    monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *given, **more: {"access_token": "x"})
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda adapter, token: about)
    return about


def come_back(client):
    """Go to the provider and come back from it; return the page that follows."""
    there = client.post(reverse("openid_connect_login", kwargs=PROVIDER)).url
    state = parse_qs(urlsplit(there).query)["state"][0]
    return client.get(reverse("openid_connect_callback", kwargs=PROVIDER), {"code": "x", "state": state}, follow=True)


def test_the_sign_in_page_offers_it_only_where_it_is_set(client):
    assert "organisation" not in client.get(reverse("account_login")).content.decode()


def test_the_sign_in_page_names_the_provider(client, provider):
    assert "Sign in with Northmere Council" in client.get(reverse("account_login")).content.decode()


def test_leaving_for_the_provider_is_a_form(client, provider):
    page = client.get(reverse("openid_connect_login", kwargs=PROVIDER)).content.decode()
    assert "Sign in with Northmere Council" in page
    there = urlsplit(client.post(reverse("openid_connect_login", kwargs=PROVIDER)).url)
    assert there.hostname == "login.example.org"
    assert parse_qs(there.query)["code_challenge_method"] == ["S256"]


def test_somebody_of_the_register_enters_by_their_verified_address(client, provider):
    person = member()
    come_back(client)
    assert signed_in(client)
    assert TrailEntry.objects.get(verb="sign_in.success").actor == person
    assert "through your organisation" in Message.objects.get().text
    client.logout()
    provider["email"] = "una.now.married@example.org"
    come_back(client)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_password_stays_as_it_was(client, provider):
    person = member()
    come_back(client)
    before = person.password
    person.refresh_from_db()
    assert person.password == before


def test_a_second_factor_is_asked_for_all_the_same(client, provider):
    add_app(member())
    assert come_back(client).redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not signed_in(client)


@pytest.mark.parametrize("about", [{"email": "nobody@example.org"}, {"email_verified": False}, {"email": None}])
def test_nobody_else_enters_and_nobody_is_added(client, provider, about):
    person = member()
    provider.update(about)
    assert "You are not known here" in come_back(client).content.decode()
    assert not signed_in(client)
    assert type(person).objects.count() == 1
    assert TrailEntry.objects.filter(verb="sign_in.failed").count() == 1


def test_somebody_stopped_does_not_enter(client, provider):
    member(is_active=False)
    come_back(client)
    assert not signed_in(client)


def test_somebody_stopped_later_does_not_enter_again(client, provider):
    person = member()
    come_back(client)
    person.stop_signing_in(by=None)
    client.logout()
    assert "Your account is closed" in come_back(client).content.decode()
    assert not signed_in(client)


def test_what_the_provider_refuses_is_said(client, provider):
    back = reverse("openid_connect_callback", kwargs=PROVIDER)
    there = client.post(reverse("openid_connect_login", kwargs=PROVIDER)).url
    state = parse_qs(urlsplit(there).query)["state"][0]
    response = client.get(back, {"error": "access_denied", "state": state}, follow=True)
    assert "You are not signed in" in response.content.decode()
    response = client.get(back, {"error": "server_error", "state": "unknown"})
    assert "did not let you in" in response.content.decode()


@pytest.mark.parametrize(
    "environment, named",
    [
        ({"GOLDENTHREAD_OIDC_ISSUER": "http://login.example.org"}, "GOLDENTHREAD_OIDC_ISSUER"),
        ({"GOLDENTHREAD_OIDC_ISSUER": ISSUER}, "GOLDENTHREAD_OIDC_CLIENT_ID"),
        (
            {"GOLDENTHREAD_OIDC_ISSUER": ISSUER, "GOLDENTHREAD_OIDC_CLIENT_ID": "goldenthread"},
            "GOLDENTHREAD_OIDC_SECRET",
        ),
    ],
)
def test_half_a_setting_stops_the_start(environment, named, tmp_path):
    start = subprocess.run(
        [sys.executable, "-m", "goldenthread", "check"],
        env={**os.environ, "GOLDENTHREAD_HOME": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode != 0
    assert named in start.stderr + start.stdout
