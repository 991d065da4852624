"""``goldenthread serve``: the web server."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.foundation import serving


class Command(BaseCommand):
    """Serves the program, once it is sure that the database fits it."""

    help = "Serve the program until stopped (SIGTERM or Ctrl-C)."
    requires_system_checks: list[str] = []  # ready() runs all of them, those of the database too

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
        parser.add_argument(
            "--workers",
            type=int,
            default=2 * (os.cpu_count() or 1) + 1,
            help="how many requests are worked on at once (default: twice the processors, plus one)",
        )

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        """Serve until stopped."""
        try:
            serving.ready(host, port)
        except serving.CannotServe as error:
            raise CommandError(str(error)) from error
        serving.serve(host, port, workers, started=lambda: self.stderr.write(f"Serving on http://{host}:{port}"))
