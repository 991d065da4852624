"""What a secretary is asked to look at again before minutes go out: words that may not be for those who will read."""

from __future__ import annotations

from goldenthread.governance.models import AgendaItem, Minutes, Paper
from goldenthread.governance.renderings.drawing import for_public
from goldenthread.governance.renderings.names import known_names
from goldenthread.governance.renderings.text import as_text
from goldenthread.governance.rules.minutes import mentioned, surname


def doubts(minutes: Minutes, *, names: bool) -> list[str]:
    """Sentences about the open text: titles of what is restricted in it and, where asked, words that are surnames.

    Full names never reach the public; a surname alone may be an ordinary word, so a person decides.
    """
    text = as_text(for_public(minutes))
    found = [
        f"“{title}” is the title of a restricted item or paper, and stands in the open text."
        for title in mentioned(text, _restricted_titles(minutes))
    ]
    if names:
        surnames = {surname(name) for name in known_names(minutes.meeting)}
        found += [f"“{word}” may be somebody’s name." for word in mentioned(text, surnames)]
    return found


def _restricted_titles(minutes: Minutes) -> list[str]:
    """Titles of restricted items and papers, but for those an open item has as well."""
    items = AgendaItem.objects.filter(meeting_id=minutes.meeting_id)
    papers = Paper.objects.filter(item__meeting_id=minutes.meeting_id).select_related("item", "document")
    closed = {item.title for item in items if item.restricted}
    closed |= {paper.document.title for paper in papers if paper.is_restricted}
    return sorted(closed - {item.title for item in items if not item.restricted})
