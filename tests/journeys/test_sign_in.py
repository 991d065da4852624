"""Given an invitation, when somebody signs in by each way there is, then they are in; and only they."""

import time
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.foundation.sign_in.middleware import SEEN_AT
from goldenthread.foundation.tests.sign_in import PASSWORD, WRONG, add_app, code, member
from goldenthread.partnership.models import Person
from tests.journeys.visit import Visit

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "una@example.org"


def at(page: Page, name: str) -> bool:
    """Whether ``page`` shows the page of this name."""
    return urlsplit(page.url).path == reverse(name)


def sign_in(page: Page, password: str = PASSWORD) -> None:
    """Fill in the sign-in form and send it."""
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Press the button at the top."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def confirm(page: Page) -> None:
    """Enter the password again where it is asked."""
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def set_up_app(page: Page) -> str:
    """Set up an authenticator app from its page; return its secret."""
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    page.wait_for_load_state("load")
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator(".gt-key").inner_text().replace(" ", "")
    page.get_by_label("Code from your app").fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret


def enter_code(page: Page, given: str) -> None:
    """Send the second step."""
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(given)
    page.get_by_role("button", name="Sign in", exact=True).click()


def expect_signed_in(page: Page) -> None:
    """Somebody is signed in."""
    expect(page.get_by_text("Una Penrose").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def expect_problem(page: Page, sentence: str) -> None:
    """The summary of errors says so."""
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_contain_text(sentence)


def add_key(page: Page) -> None:
    """Give the browser a security key that always says yes."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_from_an_invitation_to_a_password_an_app_and_back_in(page):
    person = Person(name="Una Penrose", email=EMAIL).keep(by=None)
    invitation = person.invite(by=None)

    page.goto(reverse("invitation_accept", args=[invitation.token]))
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect_problem(page, "at least 12 characters")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()
    expect_signed_in(page)

    page.goto(reverse("mfa_index"))
    page.get_by_role("button", name="Set up an app").click()
    secret = set_up_app(page)

    sign_out(page)
    sign_in(page)
    enter_code(page, code(secret))
    expect_signed_in(page)

    sign_out(page)
    page.goto(reverse("invitation_accept", args=[invitation.token]))
    expect(page.get_by_text("This invitation has been used or is too old.")).to_be_visible()


def test_a_passkey_is_set_up_and_signs_in_alone_and_as_second_step(page):
    member()
    add_key(page)
    sign_in(page)
    page.goto(reverse("mfa_add_webauthn"))
    confirm(page)
    expect(page.get_by_label("Name")).to_have_value("Passkey")
    page.get_by_role("button", name="Set up the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_signed_in(page)

    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use your passkey").click()
    expect_signed_in(page)


def test_a_passkey_that_is_refused_says_so(page):
    member()
    page.goto(reverse("account_login"))
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


def test_without_the_app_a_recovery_code_signs_in(page):
    member()
    sign_in(page)
    page.goto(reverse("mfa_activate_totp"))
    confirm(page)
    set_up_app(page)
    recovery = page.locator(".gt-key").first.inner_text()

    sign_out(page)
    sign_in(page)
    enter_code(page, recovery)
    expect_signed_in(page)

    sign_out(page)
    sign_in(page)
    enter_code(page, recovery)
    expect_problem(page, "The code is not right.")


def test_wrong_passwords_lock_the_account(page):
    member()
    for _ in range(5):
        sign_in(page, WRONG)
        expect_problem(page, "is not right")
    sign_in(page)
    expect_problem(page, "Wait 15 minutes")


def test_an_idle_session_ends_and_the_way_back_is_kept(page):
    add_app(member())
    sign_in(page)
    enter_code(page, code())
    expect_signed_in(page)
    page.goto(reverse("account_page"))

    (cookie,) = page.context.cookies()
    session = SessionStore(cookie["value"])
    session[SEEN_AT] = int(time.time()) - 20 * 60
    session.save()

    page.reload()
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    page.get_by_role("button", name="Sign in again").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    enter_code(page, code(later=1))
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert at(page, "account_page")


def test_every_page_is_fit_to_be_seen(page):
    """No fault for axe, no script refused, nothing wider than a telephone: on the way in, and round the account."""
    look = Visit(page, "").look
    invited = Person(name="Una Penrose-Featherstonehaugh", email="una.penrose-featherstonehaugh@southmere.example")
    page.goto(reverse("invitation_accept", args=[invited.keep(by=None).invite(by=None).token]))
    look()
    member()
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "session_ended"):
        page.goto(reverse(name))
        look()
    sign_in(page, WRONG)
    look()
    add_key(page)
    sign_in(page)
    page.goto(reverse("mfa_activate_totp"))
    look()
    confirm(page)
    look()
    page.get_by_label("Code from your app").fill("1")
    page.get_by_role("button", name="Add the app").click()
    look()
    set_up_app(page)
    look()
    page.goto(reverse("mfa_add_webauthn"))
    look()
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url(f"**{reverse('mfa_index')}")
    look()
    for name in (
        "account_page",
        "account_change_password",
        "mfa_list_webauthn",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "account_logout",
    ):
        page.goto(reverse(name))
        look()
    for link in ("Rename", "Remove"):
        page.goto(reverse("mfa_list_webauthn"))
        page.get_by_role("link", name=link).click()
        look()
    sign_out(page)
    sign_in(page)
    look()
    enter_code(page, "1")
    look()
