"""Where the files of documents are: one folder, a random name each. The rows say what they are.

A file is written beside its place, forced to disk and moved there, before its row is made. What a killed
process leaves behind has no row, and is swept up.
"""

import errno
import os
import time
from collections.abc import Container
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from goldenthread.records.errors import NoRoom

FULL = {errno.ENOSPC, errno.EDQUOT}
UNFINISHED = ".part"


def path(name: str) -> Path:
    """Where the file of this name is."""
    return Path(settings.DOCUMENTS) / name


def keep(content: bytes) -> str:
    """Write a file and return its name. Raises NoRoom, leaving nothing, when the disk is full."""
    name = uuid4().hex
    unfinished = path(name + UNFINISHED)
    try:
        unfinished.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path(name))
        _settle(unfinished.parent)
    except OSError as error:
        remove(name)
        remove(name + UNFINISHED)
        if error.errno in FULL:
            raise NoRoom from error
        raise
    return name


def remove(name: str) -> None:
    """Remove a file, if it is there."""
    path(name).unlink(missing_ok=True)


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
