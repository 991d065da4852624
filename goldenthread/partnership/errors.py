"""What the register refuses, as sentences."""

from goldenthread.foundation.errors import Refusal


class NotPossible(Refusal):
    """The register is not in a state in which this can be done; the sentence says why."""
