"""How a session ends."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from goldenthread.foundation.models import TrailEntry
from goldenthread.foundation.sign_in.middleware import BEGAN_AT, SEEN_AT
from goldenthread.foundation.tasks import forget_ended_sessions
from goldenthread.foundation.tests.sign_in import member, sign_in, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/account/"


@pytest.fixture
def clock(time_machine):
    """A clock that stands still until it is moved."""
    time_machine.move_to("2026-11-21 12:00:00+00:00", tick=False)
    return time_machine


@pytest.fixture
def una(client, clock):
    """Somebody signed in."""
    person = member()
    sign_in(client)
    client.get(PAGE)
    return person


def test_twenty_minutes_without_a_request_end_the_session(client, clock, una):
    clock.shift(20 * 60)
    response = client.get(f"{PAGE}?page=2")
    assert response.url == f"{reverse('session_ended')}?next=%2Faccount%2F%3Fpage%3D2"
    assert not signed_in(client)
    assert TrailEntry.objects.filter(verb="sign_in.ended", actor=una).count() == 1


def test_the_page_says_so_and_leads_back(client, clock, una):
    clock.shift(20 * 60)
    page = client.get(f"{PAGE}?page=2", follow=True).content.decode()
    assert "You have been signed out" in page
    assert "20 minutes" in page
    assert f'href="{reverse("account_login")}?next=%2Faccount%2F%3Fpage%3D2"' in page
    assert sign_in(client, to=f"{PAGE}?page=2").url == f"{PAGE}?page=2"


def test_after_a_form_the_way_back_is_the_page_of_the_form(client, clock, una):
    clock.shift(20 * 60)
    response = client.post("/delegates/stop/", headers={"referer": "http://testserver/account/password/"})
    assert response.url == f"{reverse('session_ended')}?next=%2Faccount%2Fpassword%2F"


def test_the_page_leads_nowhere_else(client):
    page = client.get(reverse("session_ended", query={"next": "https://example.com/"})).content.decode()
    assert "example.com" not in page


def test_requests_keep_a_session_open(client, clock, una):
    for _ in range(4):
        clock.shift(19 * 60)
        assert client.get(PAGE).status_code == 200


def test_a_session_lasts_twelve_hours_however_busy(client, clock, una):
    for _ in range(12 * 4 - 1):
        clock.shift(15 * 60)
        assert client.get(PAGE).status_code == 200
    clock.shift(15 * 60)
    assert client.get(PAGE).url.startswith(reverse("session_ended"))


def test_the_time_is_written_at_most_once_a_minute(client, clock, una):
    seen = client.session[SEEN_AT]
    clock.shift(59)
    client.get(PAGE)
    assert client.session[SEEN_AT] == seen
    clock.shift(1)
    client.get(PAGE)
    assert client.session[SEEN_AT] == seen + 60


def test_the_minutes_are_a_setting(client, clock, una, settings):
    settings.IDLE_MINUTES = 5
    clock.shift(5 * 60)
    assert client.get(PAGE).url.startswith(reverse("session_ended"))


def test_signing_in_again_begins_anew(client, clock, una):
    clock.shift(20 * 60)
    client.get(PAGE)
    clock.shift(60)
    sign_in(client)
    client.get(PAGE)
    assert client.session[BEGAN_AT] == client.session[SEEN_AT]


def test_sessions_whose_time_is_over_are_forgotten(client, clock, una):
    forget_ended_sessions.call()
    assert Session.objects.count() == 1
    clock.shift(12 * 60 * 60 + 1)
    forget_ended_sessions.call()
    assert Session.objects.count() == 0


def test_visitors_have_no_clock(client, clock):
    client.get(reverse("account_login"))
    assert SEEN_AT not in client.session
