"""``goldenthread pack build``: write the open pack of a meeting as a file."""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.foundation import trail
from goldenthread.foundation.errors import Refusal
from goldenthread.governance.models import Meeting, Pack
from goldenthread.governance.packs import engine, gathering
from goldenthread.governance.packs.agenda import OPEN, Agenda, Entry
from goldenthread.records import store

USAGE = 2


class Command(BaseCommand):
    """Packs, as the operator: who is no reader of what is restricted."""

    help = "Write the agenda pack of a meeting as one PDF, without what is restricted."

    def add_arguments(self, parser: CommandParser) -> None:
        """The word ``build``, a meeting and a file."""
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        build = words.add_parser("build", help="write the pack with every open paper")
        build.add_argument("--meeting", required=True, metavar="ID", help="its number, or its reference")
        build.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write the PDF")
        build.add_argument("--supplement", type=int, default=0, metavar="N", help="supplement N instead of the pack")

    def handle(self, *, meeting: str, out: Path, supplement: int, **options: Any) -> None:
        """Write the file. A published pack is copied as it was published; else it is built anew.

        Exit code 1 where there is nothing to build, 2 where the command was wrong.
        """
        row = _meeting(meeting)
        if row is None:
            raise CommandError(f"There is no meeting {meeting}.", returncode=USAGE)
        unfinished = out.with_name(f"{out.name}.part")
        try:
            published = Pack.objects.published().filter(meeting=row, supplement=supplement).first()
            if published:
                shutil.copyfile(store.path(published.files.get(audience="").file), unfinished)
                said = [f"{out}: {published} as it was published."]
            else:
                said = self._build(row, supplement, unfinished, out)
            trail.record("pack.write", row, by=None, supplement=supplement)
            unfinished.replace(out)
        except Refusal as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.", returncode=USAGE) from error
        finally:
            unfinished.unlink(missing_ok=True)
        for sentence in said:
            self.stderr.write(sentence)

    def _build(self, meeting: Meeting, supplement: int, unfinished: Path, out: Path) -> list[str]:
        agenda = Pack.to_build(meeting)
        if agenda.supplement != supplement:
            raise CommandError(f"There is no supplement {supplement} to build.", returncode=USAGE)
        with engine.prepare(agenda) as prepared:
            pages = prepared.write(unfinished, OPEN)
        return [f"{out}: {pages:,} pages. {gathering.MARKING}.", *_told(agenda, prepared.seen_by(OPEN))]


def _told(agenda: Agenda, entries: list[Entry]) -> list[str]:
    """What could not be read, and how much is left out."""
    said = [
        f"Not included, item {entry.item.number}: {entry.paper.title}. {entry.problem.what} {entry.problem.remedy}"
        for entry in entries
        if entry.problem
    ]
    left_out = sum(1 for _ in agenda.papers()) - len(entries)
    if left_out:
        said.append(
            "1 restricted paper is left out." if left_out == 1 else f"{left_out} restricted papers are left out."
        )
    return said


def _meeting(named: str) -> Meeting | None:
    rows = Meeting.objects.select_related("body")
    if named.isdecimal():
        return rows.filter(pk=int(named)).first()
    return rows.filter(reference=named).first() if named else None
