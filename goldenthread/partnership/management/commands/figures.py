"""``goldenthread figures``: read a number out of the program."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import IO, Any, cast

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from goldenthread.foundation import figures
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.figures import Figure, NoSuchFigure, Rate
from goldenthread.foundation.rendering import day
from goldenthread.partnership.asking import scope_of
from goldenthread.partnership.errors import NotPossible

USAGE = 2
WIDE = 200


class Command(BaseCommand):
    """Print one figure, or without a name all there are."""

    help = "Print a figure, such as governance.attendance; without a name, list the figures there are."

    def add_arguments(self, parser: CommandParser) -> None:
        """A name, and every parameter that some figure is asked with."""
        parser.add_argument("name", nargs="?", help="the figure, such as governance.attendance")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="see what this person may see")
        parser.add_argument("--json", action="store_true", help="print JSON")
        asked: dict[str, list[str]] = {}
        for figure in map(figures.find, figures.names()):
            for parameter in figure.parameters:
                asked.setdefault(parameter.word, []).append(figure.name)
        for word, names in sorted(asked.items()):
            parser.add_argument(f"--{word}", dest=f"parameter {word}", metavar="VALUE", help=f"for {', '.join(names)}")

    def handle(self, *, name: str | None, email: str | None, **options: Any) -> None:
        """Print the figure. Exit code 2 where it was asked for wrongly, 1 where it was refused."""
        if name is None:
            self._list(as_json=options["json"])
            return
        given = {
            key.partition(" ")[2]: value
            for key, value in options.items()
            if key.startswith("parameter ") and value is not None
        }
        try:
            figure = figures.find(name)
            values = _read(figure, given)
            scope = scope_of(email)
        except (NoSuchFigure, NotPossible, ValueError) as error:
            raise CommandError(str(error), returncode=USAGE) from error
        try:
            numbers = figure(scope, **values)
        except Refusal as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{email} may not see {name}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(figures.as_json(numbers), ensure_ascii=False, indent=2))
        else:
            show(self._console(), figure.name, numbers)

    def _list(self, *, as_json: bool) -> None:
        known = [figures.find(name) for name in figures.names()]
        if as_json:
            rows = [
                {
                    "name": figure.name,
                    "description": figure.description,
                    "parameters": [
                        {"name": each.word, "expected": each.expected, "required": each.required}
                        for each in figure.parameters
                    ],
                }
                for figure in known
            ]
            self.stdout.write(json.dumps(rows, indent=2))
            return
        table = Table("Figure", "What it says", "Asked with")
        for figure in known:
            table.add_row(figure.name, figure.description, " ".join(map(_usage, figure.parameters)))
        self._console().print(table)

    def _console(self) -> Console:
        """A console as wide as the screen; wide where nobody looks."""
        return Console(file=cast(IO[str], self.stdout), width=None if self.stdout.isatty() else WIDE)


def _usage(parameter: figures.Parameter) -> str:
    text = f"--{parameter.word} {parameter.type.__name__.upper().replace('STR', 'TEXT')}"
    return text if parameter.required else f"({text})"


def _read(figure: Figure, given: Mapping[str, str]) -> dict[str, Any]:
    """The values a figure is asked with. Raises ValueError with a sentence."""
    known = {parameter.word: parameter for parameter in figure.parameters}
    words = ", ".join(f"--{word}" for word in known) or "nothing"
    for word in given:
        if word not in known:
            raise ValueError(f"{figure.name} does not take --{word}. It takes: {words}.")
    missing = [f"--{word}" for word, parameter in known.items() if parameter.required and word not in given]
    if missing:
        raise ValueError(f"{figure.name} needs {', '.join(missing)}. It takes: {words}.")
    return {known[word].name: known[word].read(text) for word, text in given.items()}


def show(console: Console, title: str, value: Any) -> None:
    """Print a figure for reading: single values in one table, each list of rows in its own."""
    single = Table(title=title.replace("_", " "), title_justify="left", show_header=False)
    further = []
    for name, part in _parts(value):
        if _is_rows(part) or _is_several(part):
            further.append((name, part))
        else:
            single.add_row(name.replace("_", " "), _text(part))
    if single.rows:
        console.print(single)
    for name, part in further:
        if _is_rows(part):
            headings = [heading.replace("_", " ") for heading, _ in _parts(part[0])]
            table = Table(*headings, title=name.replace("_", " "), title_justify="left")
            for row in part:
                table.add_row(*(_text(cell) for _, cell in _parts(row)))
            console.print(table)
        else:
            show(console, name, part)


def _parts(value: Any) -> list[tuple[str, Any]]:
    if is_dataclass(value):
        return [(field.name.rstrip("_"), getattr(value, field.name)) for field in fields(value)]
    return [("", value)]


def _is_rows(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and _is_several(value[0])


def _is_several(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Rate)


def _text(value: Any) -> str:
    if isinstance(value, Rate):
        percent = "" if value.percent is None else f" ({value.percent}%)"
        return f"{value.numerator} of {value.denominator}{percent}"
    if isinstance(value, Mapping):
        return ", ".join(f"{_text(name)}: {_text(each)}" for name, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_text(each) for each in value)
    if hasattr(value, "isoformat"):
        return day(value)
    return "" if value is None else str(value)
