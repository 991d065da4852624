"""A stranger sees the sign-in page and the public pages, and nothing more."""

import pytest
from django.urls import reverse

PUBLIC = ["accessibility_statement", "cookies_and_privacy", "account_reset_password", "session_ended"]
OTHERS = ["home", "body_list", "person_list", "import_list", "trail_list", "account_page"]
NAMES = ["Northmere", "Southmere", "Bryony Marsh", "Petra Holm"]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_visitor(visit, universe, javascript):
    visitor = visit("visitor", javascript=javascript)
    for page in OTHERS:
        visitor.when_opens(reverse(page))
        visitor.then_is_at(reverse("account_login"))
        visitor.then_does_not_see(*NAMES)
    for row in ("north board", "south board"):
        visitor.when_opens(reverse("body_page", args=[universe[row].pk]))
        visitor.then_is_at(reverse("account_login"))
    for page in PUBLIC:
        visitor.when_opens(reverse(page))
        visitor.then_is_at(reverse(page))
        visitor.then_does_not_see(*NAMES)
    visitor.when_opens(reverse("account_login"))
    visitor.when_enters(Password="not the password")
    visitor.when_fills("E-mail address", "nobody@example.org")
    visitor.when_presses("Sign in")
    visitor.then_sees("The e-mail address or the password is not right.")


def test_somebody_without_a_seat(visit, universe):
    stranger = visit("stranger")
    for page in ("home", "account_page", "delegation_list"):
        stranger.when_opens(reverse(page))
        stranger.then_does_not_see(*NAMES)
    for page in ("body_list", "person_list", "import_list", "trail_list"):
        stranger.when_opens(reverse(page), status=403)
        stranger.then_does_not_see(*NAMES)
    stranger.when_opens("/no/such/page/", status=404)
    stranger.then_does_not_see(*NAMES)
