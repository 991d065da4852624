"""What can be refused, as sentences."""


class Refusal(Exception):
    """A request that cannot be carried out; ``str(error)`` is a sentence a person can read."""
