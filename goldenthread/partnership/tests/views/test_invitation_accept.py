"""Accepting an invitation."""

import pytest
from django.urls import reverse

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Invitation, Person

pytestmark = pytest.mark.django_db

PASSWORD = "three mild otters by the weir"


@pytest.fixture
def invitation() -> Invitation:
    """Una's, just sent."""
    return Person(name="Una Penrose", email="una@example.org").keep(by=None).invite(by=None)


def accept(client, token: str, password: str = PASSWORD):
    """Send the form."""
    return client.post(reverse("invitation_accept", args=[token]), {"password": password})


def test_it_greets_by_name_and_asks_for_a_password(client, invitation):
    page = client.get(reverse("invitation_accept", args=[invitation.token])).content.decode()
    assert "Welcome, Una Penrose" in page
    assert "una@example.org" in page


def test_the_password_signs_in_and_the_invitation_is_used_up(client, invitation):
    assert accept(client, invitation.token).url == reverse("home")
    assert client.get(reverse("account_page")).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert invitation.person.check_password(PASSWORD)
    verbs = list(TrailEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["invitation.accept", "sign_in.success"]
    client.logout()
    assert accept(client, invitation.token, "another password altogether").status_code == 409


def test_a_password_that_is_easy_to_guess_is_refused(client, invitation):
    assert "at least 12 characters" in accept(client, invitation.token, "short").content.decode()
    assert "too similar" in accept(client, invitation.token, "una@example.org1").content.decode()
    invitation.refresh_from_db()
    assert not invitation.accepted_at


def test_it_is_good_for_seven_days(client, time_machine):
    time_machine.move_to("2026-11-01 12:00:00+00:00", tick=False)
    invitation = Person(name="Una Penrose", email="una@example.org").keep(by=None).invite(by=None)
    time_machine.shift(7 * 24 * 60 * 60 + 1)
    response = client.get(reverse("invitation_accept", args=[invitation.token]))
    assert response.status_code == 409
    assert "too old" in response.content.decode()


def test_a_newer_invitation_replaces_it(client, invitation):
    newer = invitation.person.invite(by=None)
    assert accept(client, invitation.token).status_code == 409
    assert accept(client, newer.token).status_code == 302


def test_a_made_up_link_is_refused(client):
    assert client.get(reverse("invitation_accept", args=["x"])).status_code == 409


def test_somebody_stopped_cannot_use_it(client, invitation):
    invitation.person.stop_signing_in(by=None)
    assert accept(client, invitation.token).status_code == 409
