"""Stands in the way of the queue library's own worker, which would keep the text of failures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refuses."""

    help = "Not used: see `goldenthread worker`."

    def handle(self, **options: Any) -> None:
        """Say which command to use."""
        raise CommandError("Use `goldenthread worker`: it keeps no personal data of failed jobs.")
