"""Run one ``goldenthread`` word as though the disk were full: forcing a file to disk fails.

python -m tests.resilience.on_full_disk WORD …
"""

import errno
import os


def refuse(descriptor: int) -> None:
    """In the place of ``os.fsync``."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


if __name__ == "__main__":
    os.fsync = refuse
    from goldenthread.__main__ import main

    main()
