"""What governance refuses, as sentences."""

from goldenthread.foundation.errors import Refusal


class NotPossible(Refusal):
    """The meeting is not in a state in which this can be done; the sentence says why."""


class Stale(Refusal):
    """Somebody else saved the attendance since it was opened; nothing has been overwritten."""
