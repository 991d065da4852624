"""Exports: the rows of one import kind as a file, with its protective marking."""

from typing import IO

from django.utils import timezone

from goldenthread.foundation import tabular
from goldenthread.foundation.imports import Kind
from goldenthread.foundation.rendering import day
from goldenthread.partnership.circulation import Circulation

MARKING = Circulation.PARTNERSHIP.marking


def write(kind: Kind, form: str, to: IO[bytes]) -> int:
    """Write what ``kind`` may export as ``form`` (csv, xlsx or json), and return the number of rows."""
    about = {
        "Protective marking": MARKING,
        "What it holds": kind.description,
        "Made on": day(timezone.localdate()),
        "Limited to": ", ".join(kind.options.values()) or "nothing: all that may be exported",
    } | {f"Column {column.name}": column.expected for column in kind.columns}
    headings = [column.name for column in kind.columns]
    return tabular.write(form, headings, kind.rows(), to, title=kind.title, about=about)


def filename(kind: Kind, form: str) -> str:
    """The name of the file: what it is, when it was made and its protective marking."""
    return f"{kind.code}-{timezone.localdate().isoformat()}-{MARKING}.{form}"
