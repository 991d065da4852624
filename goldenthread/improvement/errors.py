"""What improvement refuses, as sentences."""

from goldenthread.foundation.errors import Refusal


class NotPossible(Refusal):
    """The record is not in a state in which this can be done; the sentence says why."""
