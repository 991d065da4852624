"""Exports: the rows of one import kind as a file, with its protective marking."""

from typing import IO

from django.utils import timezone

from goldenthread.foundation import tabular
from goldenthread.foundation.imports import Kind
from goldenthread.foundation.rendering import day
from goldenthread.partnership.circulation import Circulation

MARKING = Circulation.PARTNERSHIP.marking


def marking(kind: Kind | type[Kind]) -> str:
    """The protective marking of the files of a kind: its own, else the usual one."""
    return kind.marking or MARKING


def write(kind: Kind, form: str, to: IO[bytes]) -> int:
    """Write what ``kind`` may export as ``form`` (csv, xlsx or json), and return the number of rows."""
    limits = ", ".join(kind.options.values()) or "nothing: all that may be exported"
    about = _about(kind) | {"Made on": day(timezone.localdate()), "Limited to": limits}
    return tabular.write(form, _headings(kind), kind.rows(), to, title=kind.title, about=about)


def write_example(kind: type[Kind], to: IO[bytes]) -> None:
    """Write a spreadsheet with the headings of ``kind``, one example row, and what each column means."""
    row = {column.name: column.example for column in kind.columns}
    tabular.write("xlsx", _headings(kind), [row], to, title=kind.title, about=_about(kind))


def _headings(kind: Kind | type[Kind]) -> list[str]:
    return [column.name for column in kind.columns]


def _about(kind: Kind | type[Kind]) -> dict[str, str]:
    return {"Protective marking": marking(kind), "What it holds": kind.description} | {
        f"Column {column.name}": column.expected for column in kind.columns
    }


def filename(kind: Kind, form: str) -> str:
    """The name of the file: what it is, when it was made and its protective marking."""
    return f"{kind.code}-{timezone.localdate().isoformat()}-{marking(kind)}.{form}"
