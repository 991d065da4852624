"""The ``goldenthread`` command: every word is a management command of the app that owns it."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections


def main() -> None:
    """Run one ``goldenthread`` word. ``demo`` switches the demonstration on for this process.

    A wrong setting or a database out of reach ends it with one sentence and exit code 1.
    """
    if sys.argv[1:2] == ["demo"]:
        os.environ["GOLDENTHREAD_DEMO"] = "yes"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as error:
        sys.exit(f"Goldenthread cannot start. {error}")
    try:
        execute_from_command_line(["goldenthread", *sys.argv[1:]])
    except OperationalError:
        reason = _out_of_reach()
        if reason is None:
            raise
        sys.exit(f"The database (DATABASE_URL) cannot be reached: {reason}")


def _out_of_reach() -> str | None:
    """Why the database cannot be reached, in its own words on one line; None when it can be."""
    try:
        connections[DEFAULT_DB_ALIAS].ensure_connection()
    except OperationalError as error:
        return " ".join(str(error).split())
    return None


if __name__ == "__main__":
    main()
