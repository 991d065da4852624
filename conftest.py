"""What every test stands on."""

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from django.conf import settings as installed
from django.test import TestCase, TransactionTestCase, override_settings

from tests.triggers import lifted

Rows = TypeVar("Rows")


def pytest_configure() -> None:
    """A class of tests leaves the connection open: closed, it would take along what its module shares."""

    def leave(cls: type[TestCase]) -> None:
        cls._rollback_atomics(cls.cls_atomics)
        super(TestCase, cls).tearDownClass()

    TestCase.tearDownClass = classmethod(leave)


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """A home of its own for each test, so that no file outlives it."""
    settings.HOME = tmp_path
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Callable[[], Rows]], Callable[[], Rows]]]:
    """Make rows once for all tests of a module: ``shared(make)`` gives what hands each test a copy of its own.

    The rows stand in a transaction around those of the tests, so that each test finds them as they were made, and
    their files in its home. It is for tests with ``db`` alone: those that commit would empty the database.
    """
    folder = tmp_path_factory.mktemp("shared")

    def once(make: Callable[[], Rows]) -> Callable[[], Rows]:
        with django_db_blocker.unblock(), override_settings(HOME=folder, DOCUMENTS=folder / "documents"):
            made = make()

        def give() -> Rows:
            if (folder / "documents").exists():
                shutil.copytree(folder / "documents", installed.DOCUMENTS, dirs_exist_ok=True)
            return copy.deepcopy(made)

        return give

    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()
    yield once
    with django_db_blocker.unblock():
        TestCase._rollback_atomics(atomics)


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
