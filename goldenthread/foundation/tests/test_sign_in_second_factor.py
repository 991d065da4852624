"""The second factor: set up, asked for, used up, taken away, and required of some."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.foundation.tests.sign_in import (
    PASSWORD,
    SECRET,
    add_app,
    code,
    confirm,
    member,
    secret_of,
    sign_in,
    signed_in,
)
from goldenthread.partnership.scope import Scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_earlier_tries():
    """The counts of tries are not in a table that is emptied between tests."""
    yield
    cache.clear()


@pytest.fixture
def required(monkeypatch):
    """Every seat needs a second factor."""
    monkeypatch.setattr(Scope, "needs_second_factor", True)


def set_up(client: Client) -> Client:
    """Set up an authenticator app; return the page that comes after."""
    confirm(client, "mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'gt-key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    return client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)


def ask(client: Client, given: str) -> str:
    """Sign in up to the second step, and send ``given``."""
    assert sign_in(client).url == reverse("mfa_authenticate")
    return client.post(reverse("mfa_authenticate"), {"code": given}, follow=True).content.decode()


def test_setting_up_an_app_asks_for_the_password_first(client):
    member()
    sign_in(client)
    response = client.get(reverse("mfa_activate_totp"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert client.get(reverse("totp_picture")).url.startswith(reverse("account_reauthenticate"))


def test_an_app_is_set_up_with_its_first_code_and_gives_recovery_codes(client):
    person = member()
    sign_in(client)
    page = set_up(client).content.decode()
    assert len(re.findall(r'gt-key">\d{8}<', page)) == 10
    verbs = TrailEntry.objects.filter(verb__startswith="second_factor.").values_list("verb", flat=True)
    assert list(verbs) == ["second_factor.app_added"]
    assert "An authenticator app was added." in Message.objects.get(recipient=person).text


def test_a_wrong_first_code_adds_nothing(client):
    member()
    sign_in(client)
    confirm(client, "mfa_activate_totp")
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "The code is not right." in response.content.decode()
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_readable_in_the_database():
    person = member()
    add_app(person)
    assert SECRET not in str(Authenticator.objects.get().data)
    assert secret_of(person) == SECRET


def test_secrets_are_read_with_an_earlier_secret_key_too(settings):
    person = member()
    add_app(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key that is long enough for everything it does"
    assert secret_of(person) == SECRET


def test_the_picture_is_shown_only_while_an_app_is_being_set_up(client):
    member()
    sign_in(client)
    confirm(client, "mfa_activate_totp")
    assert client.get(reverse("totp_picture")).status_code == 404
    client.get(reverse("mfa_activate_totp"))
    picture = client.get(reverse("totp_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    assert b"<svg" in picture.content
    assert Client().get(reverse("totp_picture")).status_code == 302
    set_up(client)
    assert client.get(reverse("totp_picture")).status_code == 404


def test_nobody_is_signed_in_before_the_second_step(client):
    add_app(member())
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get(reverse("account_page")).status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert Client().get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_password_and_code_sign_in(client):
    add_app(member())
    ask(client, code())
    assert signed_in(client)
    assert TrailEntry.objects.get(verb="sign_in.success").ids == {"method": "password+totp"}


def test_a_code_works_once(client):
    add_app(member())
    used = code()
    ask(client, used)
    client.logout()
    assert "The code is not right." in ask(client, used)


def test_a_code_works_once_even_while_it_is_still_good(client, time_machine):
    time_machine.move_to("2026-11-21 12:00:00+00:00", tick=False)
    add_app(member())
    used = code(later=1)
    ask(client, used)
    client.logout()
    time_machine.shift(31)
    assert "The code is not right." in ask(client, used)


def test_a_code_of_the_period_before_still_works(client, time_machine):
    time_machine.move_to("2026-11-21 12:00:00+00:00", tick=False)
    add_app(member())
    used = code()
    time_machine.shift(31)
    ask(client, used)
    assert signed_in(client)


def test_five_wrong_codes_lock_the_second_step(client):
    add_app(member())
    sign_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    response = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert "Wait 15 minutes" in response.content.decode()
    assert not signed_in(client)
    assert TrailEntry.objects.filter(verb="sign_in.failed", ids__method="code").count() == 6


def test_the_second_step_can_be_left(client):
    add_app(member())
    sign_in(client)
    client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_a_recovery_code_signs_in_once(client):
    person = member()
    sign_in(client)
    set_up(client)
    client.post(reverse("account_logout"))
    recovery = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    ask(client, recovery)
    assert signed_in(client)
    assert "9 left" in client.get(reverse("account_page")).content.decode()
    client.post(reverse("account_logout"))
    assert "The code is not right." in ask(client, recovery)


def test_new_recovery_codes_replace_the_old_ones(client):
    person = member()
    sign_in(client)
    set_up(client)
    old = Authenticator.objects.get(user=person, type="recovery_codes").wrap().generate_codes()
    page = client.post(reverse("mfa_generate_recovery_codes"), follow=True).content.decode()
    assert old[0] not in page
    assert TrailEntry.objects.filter(verb="second_factor.codes_made").exists()
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert len(download.content.split()) == 10


def test_removing_the_app_takes_the_recovery_codes_with_it(client):
    person = member()
    sign_in(client)
    set_up(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()
    assert TrailEntry.objects.filter(verb="second_factor.app_removed").exists()
    assert "Your authenticator app was removed." in Message.objects.latest("pk").text


def test_a_new_password_does_not_pass_the_second_step(client):
    add_app(member())
    client.post(reverse("account_reset_password"), {"email": "una@example.org"})
    link = re.search(r"http://testserver(/\S+)", Message.objects.latest("pk").text)[1]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD})
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert not signed_in(client)


def test_those_who_need_a_second_factor_are_kept_on_the_pages_that_set_it_up(client, required):
    member()
    sign_in(client)
    for name in ("home", "account_page", "account_change_password", "mfa_list_webauthn"):
        assert client.get(reverse(name)).url == reverse("mfa_index"), name
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Set up a second step to go on." in page
    assert client.get(reverse("accessibility_statement")).status_code == 200
    set_up(client)
    assert client.get(reverse("account_page")).status_code == 200


def test_those_who_need_none_go_anywhere(client):
    member()
    sign_in(client)
    assert client.get(reverse("account_page")).status_code == 200
    assert "to go on" not in client.get(reverse("mfa_index")).content.decode()


def test_demonstration_people_need_no_second_factor(client, required):
    client.force_login(member())
    session = client.session
    session["demo"] = True
    session.save()
    assert client.get(reverse("account_page")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, required):
    person = member()
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    sign_in(client)
    assert client.get(reverse("account_page")).url == reverse("mfa_index")
