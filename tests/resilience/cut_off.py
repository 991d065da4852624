"""Run one ``goldenthread`` word and kill it, as ``kill -9`` does, at the n-th call of a function.

    python -m tests.resilience.cut_off MODULE:FUNCTION N WORD …

The place is exact, so that nothing depends on how fast the machine is.
"""

import os
import signal
import sys
from functools import wraps
from importlib import import_module
from operator import attrgetter
from typing import Any


def main(place: str, times: int, words: list[str]) -> None:
    """Run ``words``, ended by the kernel in the middle."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    module_name, _, path = place.partition(":")
    owner_path, _, name = path.rpartition(".")
    module = import_module(module_name)
    owner = attrgetter(owner_path)(module) if owner_path else module
    real = getattr(owner, name)
    calls = 0

    @wraps(real)
    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == times:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    setattr(owner, name, counted)
    execute_from_command_line(["goldenthread", *words])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
