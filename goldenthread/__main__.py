"""The ``goldenthread`` command: every word is a management command of the app that owns it."""

import os
import sys


def main() -> None:
    """Run one ``goldenthread`` word. ``demo`` switches the demonstration on for this process."""
    if sys.argv[1:2] == ["demo"]:
        os.environ["GOLDENTHREAD_DEMO"] = "yes"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goldenthread", *sys.argv[1:]])


if __name__ == "__main__":
    main()
