"""Lifting the trail's triggers, which only tests do, and only to empty their database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from goldenthread.foundation import triggers


@contextmanager
def lifted() -> Iterator[None]:
    """Let the trail be changed inside; protect it again afterwards."""
    settle()
    triggers.remove(connection)
    try:
        yield
    finally:
        settle()
        triggers.install(connection)


def settle() -> None:
    """Check foreign keys now: PostgreSQL lets no trigger be changed while checks wait for the commit."""
    connection.check_constraints()
