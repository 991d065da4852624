"""``goldenthread demo``: a partnership to look at, on this machine."""

import json
from typing import IO, Any, cast

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from demo import loading
from demo.views import ADDRESS
from goldenthread.foundation import serving
from goldenthread.foundation.imports import Result
from goldenthread.partnership.models import Person
from goldenthread.partnership.scope import Scope

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Database, migrations, demonstration data, then the server."""

    help = "Load the demonstration and serve it on this machine. Running it again changes nothing."
    requires_system_checks: list[str] = []  # the database they look at is made here

    def add_arguments(self, parser: CommandParser) -> None:
        """What of it to do."""
        parser.add_argument("--no-serve", action="store_true", help="load the data, and stop")
        parser.add_argument("--json", action="store_true", help="print what was loaded as JSON")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        """Load, say what there is, and serve until stopped.

        What is served is loaded by a process of its own: it draws papers, and the threads that drew them would be
        missing in the server's processes, which are forks of this one and would wait for them for ever.
        """
        address = f"http://{HOST}:{port}/"
        if no_serve:
            self._load(address, as_json=options["json"])
            return
        words = ["demo", "--no-serve", "--port", str(port), *(["--json"] if options["json"] else [])]
        if serving.run(*words):
            raise CommandError("The demonstration was not loaded, so it is not served.")
        self._serve(port, address)

    def _load(self, address: str, *, as_json: bool) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        results = loading.load(today=timezone.localdate(), said=self._say)
        if as_json:
            self.stdout.write(json.dumps(self._as_json(results, address), ensure_ascii=False))
        else:
            self._print(results)
        if not results[-1].ok:
            raise CommandError(" ".join(["Nothing of this file was loaded.", *_sentences(results[-1])]))

    def _say(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)

    def _serve(self, port: int, address: str) -> None:
        try:
            serving.ready(HOST, port)
        except serving.CannotServe as error:
            raise CommandError(str(error)) from error
        with serving.beside("worker", "--with-clock"):
            serving.serve(HOST, port, 3, started=lambda: self._welcome(address))

    def _welcome(self, address: str) -> None:
        self._say(f"Goldenthread is at {address}")
        self._say(f"Choose who to be at {address}demo/sign-in/ (no password). Stop with Ctrl-C.")

    def _as_json(self, results: list[Result], address: str) -> dict[str, Any]:
        return {
            "ok": results[-1].ok,
            "address": address,
            "sign_in": f"{address}demo/sign-in/",
            "home": str(settings.HOME),
            "database": connection.vendor,
            "imports": [result.as_json(changes=False) for result in results],
            "people": [{"name": person.name, "email": person.email, "seats": seats} for person, seats in everybody()],
        }

    def _print(self, results: list[Result]) -> None:
        console = Console(file=cast(IO[str], self.stdout), width=None if self.stdout.isatty() else 160)
        loaded = Table("Kind", "File", "Read", "New", "Changed", "Unchanged", "Left out", title="What was loaded")
        for result in results:
            counts = (result.read, result.new, result.changed, result.unchanged, len(result.skipped))
            loaded.add_row(result.kind, result.file, *map(str, counts))
        console.print(loaded)
        for result in results:
            for line in _sentences(result):
                console.print(line)
        people = Table("Person", "E-mail address", "Seats", title="Who you can be")
        for person, seats in everybody():
            people.add_row(person.name, person.email, "; ".join(seats) or "none")
        console.print(people)


def _sentences(result: Result) -> list[str]:
    left_out = [f"{result.file}, row {row} was left out: {reason}" for row, reason in result.skipped]
    return left_out + [f"{result.file}: {fault.message}" for fault in result.refused]


def everybody() -> list[tuple[Person, list[str]]]:
    """Everybody one can be, with the seats they hold today."""
    today = timezone.localdate()
    people = Person.objects.filter(email__endswith=ADDRESS).order_by("name")
    return [
        (person, [f"{seat.title}, {seat.body_name}" for seat in Scope.of(person, today=today).seats])
        for person in people
    ]
