"""``goldenthread import``: load a file, whole or not at all."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from goldenthread.foundation import imports
from goldenthread.foundation.imports import NoSuchKind, OptionRefused, Result
from goldenthread.foundation.tabular import Source
from goldenthread.partnership.scope import Scope

REFUSED, USAGE = 1, 2


class Command(BaseCommand):
    """Load a CSV or XLSX file of one kind, as the operator."""

    help = "Load a file: agencies, bodies, people, seats, appointments, attendance. Any fault, and nothing is loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        """A kind, a file and what the file does not carry."""
        parser.add_argument("kind", help=f"one of: {', '.join(kind.code for kind in imports.kinds())}")
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--body", default="", metavar="NAME", help="the body the file is of")
        parser.add_argument("--partnership", default="", metavar="NAME", help="the partnership the file is of")
        parser.add_argument("--agency", default="", metavar="NAME", help="the agency the file is of")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *, kind: str, file: Path, **options: Any) -> None:
        """Load the file. Exit code 1 where it was refused, 2 where the command was wrong."""
        given = {name: options[name] for name in ("body", "partnership", "agency") if options[name]}
        try:
            reader = imports.find(kind)(scope=Scope.operator(today=timezone.localdate()), options=given)
            source = Source.of(file)
            result = _load(reader, source, dry_run=options["dry_run"])
        except (NoSuchKind, OptionRefused) as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=USAGE) from error
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json(changes=result.dry_run), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(sentences(result)))
        if not result.ok:
            raise SystemExit(REFUSED)


def _load(kind: imports.Kind, source: Source, *, dry_run: bool) -> Result:
    """Load with a moving line on stderr, where somebody looks at it."""
    if not sys.stderr.isatty():
        return imports.load(kind, source, dry_run=dry_run)
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        line = shown.add_task(source.name)
        return imports.load(
            kind,
            source,
            dry_run=dry_run,
            progress=lambda row: shown.update(line, description=f"{source.name}, row {row:,}"),
        )


def sentences(result: Result) -> list[str]:
    """The result of an import for reading: counts, then each change of a dry run, skipped row and fault."""
    said = f"{result.file} ({result.encoding}): {result.read:,} rows read" if result.encoding else result.file
    lines = [
        f"{said}, {result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged, "
        f"{len(result.skipped):,} left out, {len(result.refused):,} faults."
    ]
    if result.ignored_columns:
        lines.append(f"Columns not read: {', '.join(result.ignored_columns)}.")
    if result.dry_run:
        for row, outcome in result.preview:
            changes = ", ".join(f"{each.column} {each.before!r} to {each.after!r}" for each in outcome.changes)
            lines.append(f"Row {row}: {outcome.what} {outcome.label}{f' ({changes})' if changes else ''}")
    lines += [f"Row {row} left out: {reason}" for row, reason in result.skipped]
    lines += [fault.message for fault in result.refused]
    if not result.ok:
        lines.append("Nothing was loaded.")
    elif result.dry_run:
        lines.append("A dry run: nothing was changed.")
    return lines
