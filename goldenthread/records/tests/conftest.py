"""What tests of records share."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from goldenthread.partnership.models import Body, Person
from goldenthread.records.tests.factories import a_board, a_manager


@pytest.fixture
def board(db) -> Body:
    """A board."""
    return a_board()


@pytest.fixture
def manager(board: Body) -> Person:
    """Somebody of the business team of its partnership."""
    return a_manager(board)


@pytest.fixture
def browser() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in, who has a second factor."""

    def signed_in(person: Person) -> Client:
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client()
        client.force_login(person)
        return client

    return signed_in
