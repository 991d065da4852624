"""``goldenthread tick``: the clock, called every minute by cron or a systemd timer."""

from typing import Any

from django.core.management.base import BaseCommand

from goldenthread.foundation import schedules


class Command(BaseCommand):
    """Starts what is due."""

    help = "Put every scheduled job that is due in the queue, once in each period. Run it every minute."

    def handle(self, **options: Any) -> None:
        """Start what is due and name it."""
        for path in schedules.tick():
            self.stdout.write(path)
