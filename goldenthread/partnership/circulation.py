"""Who a record is for, and the protective marking that follows from it."""

from django.db.models import TextChoices


class Circulation(TextChoices):
    """How far a record travels. (Sealed records arrive with the first app that holds case content.)"""

    PUBLIC = "public", "Public"
    PARTNERSHIP = "partnership", "Everyone with a seat in the partnership"
    BODY = "body", "Members of the body"

    @property
    def marking(self) -> str:
        """The marking printed on pages, documents and messages (Government Security Classifications)."""
        return "OFFICIAL-SENSITIVE" if self == Circulation.BODY else "OFFICIAL"
