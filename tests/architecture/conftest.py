"""The cast's universe, for every walk over the whole program."""

from collections.abc import Callable

import pytest

from tests import cast


@pytest.fixture(scope="module")
def shared_universe(shared) -> Callable[[], cast.Universe]:
    return shared(cast.universe)


@pytest.fixture
def universe(shared_universe: Callable[[], cast.Universe], db: None) -> cast.Universe:
    """The cast and what there is around them."""
    return shared_universe()
