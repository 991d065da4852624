"""Where the files of documents are: one folder, a random name each. The rows say what they are.

A file is written beside its place, forced to disk and moved there, before its row is made. What a killed
process leaves behind has no row, and is swept up.
"""

import errno
import os
import time
from collections.abc import Callable, Container, Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from goldenthread.records.errors import NoRoom

FULL = {errno.ENOSPC, errno.EDQUOT}
UNFINISHED = ".part"

_known: list[Callable[[], Iterable[str]]] = []


def path(name: str) -> Path:
    """Where the file of this name is."""
    return Path(settings.DOCUMENTS) / name


def keep(content: bytes) -> str:
    """Write a file and return its name. Raises NoRoom, leaving nothing, when the disk is full."""
    return keep_made(lambda path: path.write_bytes(content))


def keep_made(write: Callable[[Path], object]) -> str:
    """Keep the file that ``write`` writes at the path it is given; return its name.

    Raises NoRoom when the disk is full, and whatever ``write`` raises; either way nothing is left.
    """
    name = uuid4().hex
    unfinished = path(name + UNFINISHED)
    try:
        unfinished.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.touch(mode=0o600, exist_ok=False)
        write(unfinished)
        with unfinished.open("r+b") as file:
            os.fsync(file.fileno())
        unfinished.replace(path(name))
        _settle(unfinished.parent)
    except BaseException as error:
        remove(name)
        remove(name + UNFINISHED)
        if isinstance(error, OSError) and error.errno in FULL:
            raise NoRoom from error
        raise
    return name


def known_from(names: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Declare a function that gives the names of files some rows stand for: those are never swept up."""
    _known.append(names)
    return names


def known() -> set[str]:
    """The names of all files that rows stand for."""
    return {name for names in _known for name in names()}


def remove(name: str) -> None:
    """Remove a file, if it is there."""
    path(name).unlink(missing_ok=True)


def remove_all(names: Iterable[str]) -> None:
    """Remove files, those that are there."""
    for name in names:
        remove(name)


def sweep(known: Container[str], *, older_than: float) -> int:
    """Remove files not in ``known`` that are older than so many seconds; return how many."""
    before = time.time() - older_than
    folder = Path(settings.DOCUMENTS)
    left = [
        file
        for file in (folder.iterdir() if folder.exists() else ())
        if file.name not in known and file.stat().st_mtime < before
    ]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def _settle(folder: Path) -> None:
    """Force the folder's own list of files to disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
