"""``goldenthread trail``: seals the trail, and proves that nobody changed it."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.foundation import trail


class Command(BaseCommand):
    """``trail seal`` and ``trail verify``."""

    help = "Seal the trail, or verify that none of it was changed (exit code 1 when faults are found)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the words."""
        words = parser.add_subparsers(dest="word", required=True)
        words.add_parser("seal", help="number and chain the entries that have no seal yet")
        verify = words.add_parser("verify", help="seal, then read the whole chain and report every fault")
        verify.add_argument("--json", action="store_true", help="print the result as JSON")
        verify.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMBER:DIGEST",
            help="a head kept elsewhere (in a backup or the log) to hold the chain against; may be repeated",
        )

    def handle(self, *, word: str, **options: Any) -> None:
        """Run one word."""
        if word == "seal":
            self.stdout.write(f"{trail.seal()} entries sealed.")
        else:
            self._verify(as_json=options["json"], heads=options["head"])

    def _verify(self, *, as_json: bool, heads: list[str]) -> None:
        try:
            result = trail.verify([trail.Head.parse(head) for head in heads])
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        if as_json:
            self.stdout.write(json.dumps(asdict(result)))
        else:
            for fault in result.faults:
                self.stdout.write(fault.sentence)
            self.stdout.write(f"{result.checked} entries checked, {len(result.faults)} faults. Head: {result.head}")
        if result.faults:
            raise SystemExit(1)
