"""Which paper has which pages: pure, the same for every audience (rules-in-the-sources R29).

Open papers come first in agenda order, restricted papers after them in agenda order. So the pack of those who
see nothing restricted has no gaps, and a page has one number in every pack it is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from goldenthread.governance.packs.agenda import Agenda, Entry


def prefix(supplement: int) -> str:
    """What stands before the page numbers of a supplement: ``S1-``; nothing for the pack itself."""
    return f"S{supplement}-" if supplement else ""


def label(supplement: int, number: int) -> str:
    """The page number as it is stamped."""
    return f"{prefix(supplement)}{number}"


def page_range(supplement: int, first: int, last: int) -> str:
    """``12``, ``12 to 15``, ``S1-2 to S1-4``."""
    if first == last:
        return label(supplement, first)
    return f"{label(supplement, first)} to {label(supplement, last)}"


def number(agenda: Agenda, read: Mapping[str, Entry]) -> list[Entry]:
    """Every paper in the order of its pages, with its first and last page.

    ``read`` maps a paper's id to what is known of it. A paper that could not be read takes no page.
    """
    entries = [read[paper.id] for _, paper in agenda.papers()]
    in_order = [entry for entry in entries if not entry.restricted]
    in_order += [entry for entry in entries if entry.restricted]
    numbered, before = [], 0
    for entry in in_order:
        if entry.pages:
            numbered.append(replace(entry, first=before + 1, last=before + entry.pages))
            before += entry.pages
        else:
            numbered.append(entry)
    return numbered


def seen_by(entries: list[Entry], audience: frozenset[str]) -> list[Entry]:
    """The papers one audience is given. ``audience`` holds the ids of the restricted items it may see."""
    return [entry for entry in entries if not entry.restricted or entry.item.id in audience]
