"""Minutes as somebody may read them: one source, drawn for one reader or for the public.

``for_reader`` and ``for_public`` are the only doors. What they give is frozen and holds text, never a row, so the
page, the PDF, the Word file and the plain text can show nothing that it does not hold.
"""

from goldenthread.governance.renderings.doubts import doubts
from goldenthread.governance.renderings.drawing import for_public, for_reader
from goldenthread.governance.renderings.shown import (
    PART_WITHHELD,
    Attendee,
    DecisionShown,
    DeclarationShown,
    ItemShown,
    Rendering,
)
from goldenthread.governance.renderings.text import as_text
from goldenthread.governance.renderings.word import as_word

__all__ = [
    "PART_WITHHELD",
    "Attendee",
    "DecisionShown",
    "DeclarationShown",
    "ItemShown",
    "Rendering",
    "as_text",
    "as_word",
    "doubts",
    "for_public",
    "for_reader",
]
