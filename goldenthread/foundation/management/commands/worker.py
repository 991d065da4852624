"""``goldenthread worker``: runs the jobs."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.foundation import jobs, schedules


class Command(BaseCommand):
    """Runs jobs one after another until it is told to stop."""

    help = "Run the jobs in the queue until stopped (SIGTERM or Ctrl-C); the job in hand is finished first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--with-clock", action="store_true", help="also start what is scheduled, as `tick` does")

    def handle(self, *, with_clock: bool, **options: Any) -> None:
        """Work until stopped."""
        worker = jobs.Worker(say=self._say)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, worker.stop)
        worker.run(each_turn=schedules.tick if with_clock else jobs.recover)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
