"""What records refuse, as sentences."""

from goldenthread.foundation.errors import Refusal


class UploadRefused(Refusal):
    """A file that may not be kept; the sentence says what is wrong with it."""


class NoRoom(Refusal):
    """The disk is full."""

    def __init__(self) -> None:
        super().__init__(
            "There is no room left to keep this file, so nothing was saved. Tell whoever looks after Goldenthread."
        )


class FileGone(Refusal):
    """A file that should be there is not."""

    def __init__(self) -> None:
        super().__init__("The file of this document cannot be found. Tell whoever looks after Goldenthread.")
