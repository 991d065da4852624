"""Choosing who to be."""

import pytest
from django.urls import NoReverseMatch, reverse

from demo.tests import addresses
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.urls(addresses.__name__)]

PAGE = "/demo/sign-in/"


@pytest.fixture(autouse=True)
def demonstration(settings):
    """The program as the demonstration."""
    settings.DEMO = True
    if "demo" not in settings.INSTALLED_APPS:
        settings.INSTALLED_APPS = ["demo", *settings.INSTALLED_APPS]


@pytest.fixture
def una() -> Person:
    """Somebody of the demonstration, who has no password."""
    return Person(name="Una Penrose", email="una@demo.example").keep(by=None)


def test_everybody_of_the_demonstration_is_offered_and_nobody_else(client, una):
    Person(name="Real Person", email="person@example.org").keep(by=None)
    page = client.get(PAGE).content.decode()
    assert "Una Penrose" in page
    assert "No seats" in page
    assert "Real Person" not in page


def test_choosing_signs_in(client, una):
    assert client.post(PAGE, {"person": una.pk}).url == reverse("home")
    assert client.session["demo"] is True
    assert client.get(reverse("account_page")).status_code == 200
    assert TrailEntry.objects.get(verb="sign_in.success").actor == una


def test_somebody_else_cannot_be_chosen(client):
    other = Person(name="Real Person", email="person@example.org").keep(by=None)
    assert client.post(PAGE, {"person": other.pk}).status_code == 404


def test_without_people_it_says_what_to_do(client):
    assert "goldenthread demo" in client.get(PAGE).content.decode()


def test_the_sign_in_page_leads_there(client):
    assert PAGE in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_closed_to_other_machines(client, una, method):
    assert getattr(client, method)(PAGE, {"person": una.pk}, REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_closed_outside_the_demonstration(client, una, method, settings):
    settings.DEMO = False
    assert getattr(client, method)(PAGE, {"person": una.pk}).status_code == 404


@pytest.mark.urls("goldenthread.config.urls")
def test_outside_the_demonstration_it_has_no_address(client):
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in")
    assert "Choose who to be" not in client.get(reverse("account_login")).content.decode()
