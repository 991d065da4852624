"""What must hold of the database before the program starts."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from goldenthread.foundation import triggers


def trail_is_protected(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each trigger of the trail that is missing."""
    return [
        Error(
            f"The trail is not protected: the trigger {name} is missing.",
            hint="Put it back with `goldenthread migrate --skip-checks`, then run `goldenthread trail verify`.",
            id="foundation.E001",
        )
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
