"""Serving the program: what must hold first, the web server, and other words running beside it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from goldenthread.foundation.errors import Refusal


class CannotServe(Refusal):
    """The program cannot be served as things stand."""


def ready(host: str, port: int) -> None:
    """See that the database is as new as the program, every system check holds and the port is free.

    Raises CannotServe, or SystemCheckError with every check that failed.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotServe("The database is older than the program. Run `goldenthread migrate`, then start again.")
    call_command("check", databases=[DEFAULT_DB_ALIAS], stdout=StringIO())
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there it would mean that the port may be shared
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} of {host} cannot be used ({error.strerror}). Choose another with --port."
            ) from error


def serve(host: str, port: int, workers: int, *, started: Callable[[], None] = lambda: None) -> None:
    """Serve until stopped (SIGTERM or Ctrl-C); ``started`` is called once, when requests are being taken.

    gunicorn with ``workers`` processes where it exists, else waitress with as many threads.
    """
    if settings.STATIC_ROOT:
        call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()  # a connection must not be shared with the processes made from this one
    if find_spec("gunicorn"):
        _serve_with_gunicorn(host, port, workers, started)
    else:
        _serve_with_waitress(host, port, workers, started)


def run(*words: str) -> int:
    """Run another ``goldenthread`` word to its end in a process of its own, and return its exit code."""
    with _started(*words) as process:
        return process.wait()


@contextmanager
def beside(*words: str) -> Iterator[None]:
    """Run another ``goldenthread`` word, such as ``worker``, as long as the block lasts."""
    process = _started(*words)
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:  # the server's own processes leave this block too
            process.terminate()
            process.wait()


def _started(*words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "goldenthread", *words],
        env={**os.environ, "PYTHONPATH": str(settings.ROOT)},
        stdin=subprocess.DEVNULL,
    )


def _serve_with_gunicorn(host: str, port: int, workers: int, started: Callable[[], None]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn, told everything here and nothing by files or the environment."""

        def load_config(self) -> None:
            """Give gunicorn its settings."""
            given: dict[str, Any] = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "worker_class": "sync",
                "timeout": 60,
                "loglevel": "warning",
                "control_socket_disable": True,
                "when_ready": lambda _: started(),
            }
            for name, value in given.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            """The application, made in each process."""
            return get_wsgi_application()

    Server().run()


def _serve_with_waitress(host: str, port: int, threads: int, started: Callable[[], None]) -> None:
    from waitress import create_server

    server = create_server(
        get_wsgi_application(), host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=False
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # not the one of SIGINT: a shell may have it ignored
    started()
    server.run()
