"""Who a record is for, and the protective marking that follows from it."""

from django.db.models import TextChoices


class Circulation(TextChoices):
    """How far a record travels. (Sealed records arrive with the first app that holds case content.)"""

    PUBLIC = "public", "Public"
    PARTNERSHIP = "partnership", "Everyone with a seat in the partnership"
    BODY = "body", "Members of the body"
    OWNER = "owner", "Those who may see what it belongs to"
    """An agenda item's paper, say: not seen as a document of the body, only where it belongs."""

    @property
    def marking(self) -> str:
        """The marking printed on pages, documents and messages (Government Security Classifications)."""
        return "OFFICIAL-SENSITIVE" if self in (Circulation.BODY, Circulation.OWNER) else "OFFICIAL"

    @classmethod
    def to_choose(cls) -> list[tuple[str, str]]:
        """What a person chooses from; ``OWNER`` follows from where the record is."""
        return [choice for choice in cls.choices if choice[0] != cls.OWNER]
