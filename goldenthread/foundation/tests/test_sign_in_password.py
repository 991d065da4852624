"""Signing in with a password: who may, who is locked out, how a password is set anew and changed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.foundation.tests.sign_in import PASSWORD, WRONG, member, sign_in, signed_in

pytestmark = pytest.mark.django_db

NEW = "nine quiet herons at dusk"


def verbs() -> list[str]:
    """What the trail says of signing in, oldest first."""
    return list(TrailEntry.objects.filter(verb__startswith="sign_in.").order_by("pk").values_list("verb", flat=True))


def link() -> str:
    """The address in the newest message."""
    return re.search(r"http://testserver(/\S+)", Message.objects.latest("pk").text)[1]


def test_e_mail_and_password_sign_in_whatever_the_capitals(client):
    person = member()
    assert sign_in(client, email="Una@Example.org").url == "/"
    assert signed_in(client)
    entry = TrailEntry.objects.get(verb="sign_in.success")
    assert (entry.actor_id, entry.ids) == (person.pk, {"method": "password"})


def test_the_password_is_kept_with_argon2():
    assert member().password.startswith("argon2$argon2id$")


def test_signing_in_leads_back_to_where_the_person_was_but_never_elsewhere(client):
    member()
    assert sign_in(client, to="/account/").url == "/account/"
    client.logout()
    assert sign_in(client, to="https://example.com/").url == "/"


def test_only_one_cookie_is_set_and_it_is_the_session(client):
    member()
    client.get(reverse("account_login"))
    sign_in(client)
    assert list(client.cookies) == ["sessionid"]


def test_an_unknown_address_and_a_wrong_password_look_the_same(client):
    person = member()
    known = sign_in(client, password=WRONG).content.decode()
    unknown = sign_in(client, email="nobody@example.org").content.decode()
    sentence = "The e-mail address or the password is not right."
    assert sentence in known
    assert sentence in unknown
    assert not signed_in(client)
    tried = TrailEntry.objects.filter(verb="sign_in.failed").order_by("pk").values_list("object_id", flat=True)
    assert list(tried) == [str(person.pk), ""]


def test_somebody_stopped_is_told_only_with_the_right_password(client):
    member(is_active=False)
    assert "is not right" in sign_in(client, password=WRONG).content.decode()
    response = sign_in(client, follow=True)
    assert "Your account is closed" in response.content.decode()
    assert not signed_in(client)


def test_somebody_stopped_loses_an_open_session(client):
    person = member()
    sign_in(client)
    person.stop_signing_in(by=None)
    assert reverse("account_login") in client.get(reverse("account_page")).url


def test_with_another_address_in_the_register_the_old_one_no_longer_signs_in(client):
    person = member()
    sign_in(client)
    client.logout()
    person.email = "una@example.com"
    person.keep(by=None)
    sign_in(client)
    assert not signed_in(client)
    sign_in(client, email="una@example.com")
    assert signed_in(client)


def test_somebody_without_a_password_cannot_sign_in(client):
    person = member()
    person.set_unusable_password()
    person.save()
    sign_in(client, password="")
    sign_in(client)
    assert not signed_in(client)


def test_five_wrong_passwords_lock_the_account_even_from_elsewhere_and_with_the_right_one(client):
    member()
    for _ in range(5):
        sign_in(client, password=WRONG)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert "Wait 15 minutes" in sign_in(elsewhere).content.decode()
    assert not signed_in(elsewhere)
    assert verbs() == ["sign_in.failed"] * 5 + ["sign_in.locked"]


def test_the_lock_ends_after_fifteen_minutes(client, time_machine):
    time_machine.move_to("2026-11-21 12:00:00+00:00", tick=False)
    member()
    for _ in range(5):
        sign_in(client, password=WRONG)
    time_machine.shift(15 * 60 + 1)
    sign_in(client)
    assert signed_in(client)


def test_thirty_wrong_passwords_lock_the_address_for_every_account(client):
    member()
    for number in range(30):
        sign_in(client, email=f"guess{number}@example.org", password=WRONG)
    assert "Wait 15 minutes" in sign_in(client).content.decode()
    sign_in(elsewhere := Client(REMOTE_ADDR="192.0.2.7"))
    assert signed_in(elsewhere)


def test_right_passwords_lock_nothing(client):
    member()
    for _ in range(6):
        sign_in(client)
        client.logout()
    sign_in(client)
    assert signed_in(client)


def test_too_many_requests_get_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    member()
    sign_in(client, password=WRONG)
    response = sign_in(client)
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_signing_out_is_a_form_and_ends_the_session(client):
    member()
    sign_in(client)
    assert "Do you want to sign out?" in client.get(reverse("account_logout")).content.decode()
    assert signed_in(client)
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert not signed_in(client)
    assert verbs() == ["sign_in.success", "sign_in.out"]


def test_a_new_password_is_set_from_a_link_that_works_once(client):
    person = member()
    response = client.post(reverse("account_reset_password"), {"email": "una@example.org"}, follow=True)
    assert "Look in your e-mail" in response.content.decode()
    message = Message.objects.get()
    assert message.recipient == person
    assert message.subject == "OFFICIAL: Set a new password"

    form = client.get(link(), follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW}, follow=True)
    assert "Your password is set" in done.content.decode()
    assert not signed_in(client)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert verbs() == ["sign_in.password_reset"]
    assert "from a link we sent you" in Message.objects.latest("pk").text

    again = Client().get(re.search(r"http://testserver(/\S+)", message.text)[1], follow=True)
    assert "This link no longer works" in again.content.decode()


def test_a_link_for_a_new_password_works_for_a_day(client, time_machine):
    time_machine.move_to("2026-11-21 12:00:00+00:00", tick=False)
    member()
    client.post(reverse("account_reset_password"), {"email": "una@example.org"})
    time_machine.shift(24 * 60 * 60 + 1)
    assert "This link no longer works" in client.get(link(), follow=True).content.decode()


@pytest.mark.parametrize("who", ["unknown", "stopped", "never invited"])
def test_asking_for_a_new_password_looks_the_same_for_those_who_get_none(client, who):
    if who != "unknown":
        person = member(is_active=who != "stopped")
        if who == "never invited":
            person.set_unusable_password()
            person.save()
    response = client.post(reverse("account_reset_password"), {"email": "una@example.org"}, follow=True)
    assert "Look in your e-mail" in response.content.decode()
    assert not Message.objects.exists()


def test_changing_the_password_asks_for_the_current_one_and_ends_other_sessions(client):
    person = member()
    other = Client()
    sign_in(client)
    sign_in(other)
    page = reverse("account_change_password")
    assert "not your current password" in client.post(page, {"oldpassword": WRONG, "password1": NEW}).content.decode()
    client.post(page, {"oldpassword": PASSWORD, "password1": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert client.get(reverse("account_page")).status_code == 200
    assert other.get(reverse("account_page")).status_code == 302
    assert "sign_in.password_changed" in verbs()
    assert "Your password was changed." in Message.objects.get().text


@pytest.mark.parametrize(
    "password, sentence",
    [
        ("short", "at least 12 characters"),
        ("1qaz2wsx3edc4rfv", "too common"),
        ("una@example.org1", "too similar"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(client, password, sentence):
    member()
    sign_in(client)
    response = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password})
    assert sentence in response.content.decode()


def test_those_without_a_password_are_led_away_from_its_page(client):
    person = member()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    response = client.get(reverse("account_change_password"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_page")
    assert "Password" not in response.content.decode()
