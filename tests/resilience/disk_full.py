"""Fill the disk during an upload: a sentence is answered, neither row nor file remains, all else goes on working.

    python -m tests.resilience.disk_full

The documents are put on a small disk in memory of their own. Where that may not be mounted, writing them to disk
is made to fail as a full disk does, and the last line says so.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.resilience.program import Program, browser, program

SMALL = 1024 * 1024
FULL = "There is no room left"
PRETENDING = "tests.resilience.on_full_disk"
FIELDS = {"title": "A large paper", "kind": "paper", "circulation": "body"}


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put ``folder`` on a disk of one megabyte. False where that is not permitted."""
    folder.mkdir(mode=0o700)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=700", "tmpfs", str(folder)]
    try:
        mounted = sys.platform == "linux" and subprocess.run(words, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def main() -> None:
    """Upload more than there is room for, then what there is room for."""
    with program() as installation, small_disk(installation.home / "documents") as mounted:
        from tests import cast

        universe = cast.universe()
        entries = installation.verify_clean()
        with installation.served(workers=2, module="goldenthread" if mounted else PRETENDING) as port:
            upload(installation, universe, port)
            if mounted:
                fits(universe, port)
        added = installation.verify_clean() - entries
        assert added == int(mounted), f"{added} entries for {int(mounted)} documents kept"
    how = "a real disk of one megabyte" if mounted else "a disk made to refuse, since none may be mounted here"
    print(f"Refused in words on {how}: no row, no file, other pages went on working.")


def upload(installation: Program, universe: Any, port: int) -> None:
    """A document larger than the disk is refused in words."""
    from goldenthread.records.models import Document, DocumentVersion

    rows = Document.objects.count(), DocumentVersion.objects.count()
    files = sorted(path.name for path in (installation.home / "documents").iterdir())
    manager = browser(port, universe.people["business_manager"])
    board = universe["north board"].pk
    address = f"/bodies/{board}/documents/add/"
    assert manager.get(address).status == 200
    line = os.urandom(30).hex().encode() + b"\n"
    refused = manager.post(address, FIELDS, ("file", "large.txt", line * (3 * SMALL // len(line))))
    assert refused.status in {200, 409, 422, 507}, f"{refused.status}: {refused.text[:500]}"
    assert FULL in refused.text, "The page does not say that there is no room."
    assert (Document.objects.count(), DocumentVersion.objects.count()) == rows
    assert sorted(path.name for path in (installation.home / "documents").iterdir()) == files
    for other in ("/", "/health/", f"/bodies/{board}/"):
        assert manager.get(other).status == 200, other


def fits(universe: Any, port: int) -> None:
    """A small document is still kept."""
    manager = browser(port, universe.people["business_manager"])
    address = f"/bodies/{universe['north board'].pk}/documents/add/"
    assert manager.get(address).status == 200
    kept = manager.post(address, FIELDS, ("file", "small.txt", b"There is room for this."))
    assert kept.status == 302, f"{kept.status}: {kept.text[:500]}"


if __name__ == "__main__":
    main()
