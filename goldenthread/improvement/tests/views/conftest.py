"""Asking for pages as a person, as the register's tests do, and a partnership with a protocol."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from goldenthread.improvement.tests.challenges import a_place, a_protocol
from goldenthread.partnership.tests.conftest import context, get, post  # noqa: F401


@pytest.fixture(scope="module")
def shared_challenged(shared) -> Callable[[], SimpleNamespace]:
    return shared(_challenged)


@pytest.fixture
def challenged(shared_challenged: Callable[[], SimpleNamespace], db: None) -> SimpleNamespace:
    """A partnership with a protocol of three stages, and who sits in it."""
    return shared_challenged()


def _challenged() -> SimpleNamespace:
    place = a_place()
    place.protocol = a_protocol(place.partnership)
    return place
