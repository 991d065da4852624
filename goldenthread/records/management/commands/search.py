"""``goldenthread search``: keep the index of search."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from goldenthread.foundation import search
from goldenthread.records import search_index


class Command(BaseCommand):
    """``search rebuild`` and ``search update``."""

    help = "Make the index of search anew, or bring it up to date. People can search meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the words."""
        words = parser.add_subparsers(dest="word", required=True)
        for word, what in (
            ("rebuild", "make the whole index anew: after an upgrade that says so, or when it is in doubt"),
            ("update", "index what was changed since the last time; a worker does this by itself"),
        ):
            words.add_parser(word, help=what).add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, word: str, **options: Any) -> None:
        """Run one word."""
        if word == "update":
            done = search_index.index_due()
            self.stdout.write(json.dumps({"changes": done}) if options["json"] else f"{done:,} changes indexed.")
            return
        with Progress(console=Console(stderr=True), transient=True) as shown:
            lines = {source.title: shown.add_task(source.title, total=None) for source in search.sources()}
            counts = search_index.rebuild(
                lambda title, done, total: shown.update(lines[title], completed=done, total=total)
            )
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        for source in search.sources():
            self.stdout.write(f"{source.title}: {counts[source.code]:,}")
