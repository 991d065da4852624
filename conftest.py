"""What every test stands on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase

from tests.triggers import lifted


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """A home of its own for each test, so that no file outlives it."""
    settings.HOME = tmp_path
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path


@pytest.fixture(autouse=True, scope="session")
def flushing_lifts_the_triggers() -> Iterator[None]:
    """Tests that commit empty the database when they end; the trail's triggers would refuse that."""
    flush = TransactionTestCase._fixture_teardown

    def lifting(self: TransactionTestCase) -> None:
        with lifted():
            flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifting)
        yield
