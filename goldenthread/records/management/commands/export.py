"""``goldenthread export``: write what there is as a file that ``import`` reads back."""

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.foundation import imports, tabular
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.imports import NoSuchKind, OptionRefused
from goldenthread.partnership.asking import scope_of
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.permissions import Permission
from goldenthread.records import exports

USAGE = 2


class Command(BaseCommand):
    """Write one kind as CSV, XLSX or JSON."""

    help = "Write a register as a spreadsheet; the columns are those that import reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """A kind, how and where to write it, and what of it."""
        parser.add_argument("kind", help=f"one of: {', '.join(kind.code for kind in imports.kinds())}")
        parser.add_argument("--body", default="", metavar="NAME", help="only this body")
        parser.add_argument("--partnership", default="", metavar="NAME", help="only this partnership")
        parser.add_argument("--agency", default="", metavar="NAME", help="only this agency")
        parser.add_argument("--format", dest="form", choices=list(tabular.FORMATS), default="csv")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it; without it, standard output")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="only what this person may export")

    def handle(self, *, kind: str, form: str, out: Path | None, email: str | None, **options: Any) -> None:
        """Write the file. Exit code 1 where it was refused, 2 where the command was wrong."""
        given = {name: options[name] for name in ("body", "partnership", "agency") if options[name]}
        try:
            scope = scope_of(email)
            scope.require(Permission.EXPORT_RECORDS)
            found = imports.find(kind)(scope=scope, options=given)
            if out is None:
                exports.write(found, form, sys.stdout.buffer)
            else:
                unfinished = out.with_name(f"{out.name}.part")
                with unfinished.open("wb") as file:
                    count = exports.write(found, form, file)
                unfinished.replace(out)
                self.stderr.write(f"{out}: {count:,} rows. {exports.MARKING}.")
        except (NoSuchKind, OptionRefused, NotPossible) as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except Refusal as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{email} may not export.") from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.", returncode=USAGE) from error
