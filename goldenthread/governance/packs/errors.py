"""What stops one paper, or the whole pack."""

from __future__ import annotations

from goldenthread.foundation.errors import Refusal


class Unreadable(Exception):
    """One paper cannot go into the pack; the others can."""

    def __init__(self, what: str, remedy: str) -> None:
        """``what`` is wrong with it and what to do (``remedy``), as sentences about "it"."""
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class TooLong(Refusal):
    """The pack would have more pages than a pack may have; the sentence says how many."""
