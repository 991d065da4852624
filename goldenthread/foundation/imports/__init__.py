"""Import kinds: the sorts of file that apps can read in and write out. A file is loaded whole or not at all.

An app registers a class for each kind in its ``imports.py``::

    @register
    class Agencies(Kind):
        code = "agencies"
        ...
        def load(self, row: Row) -> Outcome: ...
        def rows(self) -> Iterator[dict[str, Any]]: ...

A new instance serves each run, so what ``prepare`` looked up for the whole file stands on ``self``.
"""

from goldenthread.foundation.imports.kind import (
    UNCHANGED,
    Asking,
    Change,
    Kind,
    NoSuchKind,
    OptionRefused,
    Outcome,
    changed,
    find,
    kinds,
    new,
    register,
    skipped,
)
from goldenthread.foundation.imports.loading import Result, load
from goldenthread.foundation.imports.row import Column, Fault, Row, RowRefused

__all__ = [
    "UNCHANGED",
    "Asking",
    "Change",
    "Column",
    "Fault",
    "Kind",
    "NoSuchKind",
    "OptionRefused",
    "Outcome",
    "Result",
    "Row",
    "RowRefused",
    "changed",
    "find",
    "kinds",
    "load",
    "new",
    "register",
    "skipped",
]
