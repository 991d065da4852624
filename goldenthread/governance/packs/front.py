"""The front page of one audience: every item with its papers and their pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldenthread.foundation import pdf
from goldenthread.governance.packs import numbering
from goldenthread.governance.packs.agenda import Agenda, Entry, Item

TEMPLATE = Path(__file__).parents[1] / "typst" / "pack_front.typ"
PLACE = "https://pack.invalid/"
"""What a link of the front page begins with until the pages it leads to are there."""
HIDDEN = "Restricted item"
"""All that is said of a restricted item to those who may not see it."""
HIDDEN_PAPER = "Restricted paper"
"""All that is said of the restricted papers of an open item to those who may not see them."""
NOT_TAGGED = "Not tagged: a screen reader may not read this paper well. Ask for another form of it if you need one."


def title_of(agenda: Agenda) -> str:
    """The title of the pack as a document."""
    what = f"Supplement {agenda.supplement}" if agenda.supplement else "Agenda pack"
    return f"{what}: {agenda.title}"


def make(agenda: Agenda, entries: list[Entry], audience: frozenset[str]) -> bytes:
    """The front page as a PDF. ``entries`` are those the audience is given."""
    numbers = numbering.prefix(agenda.supplement)
    restricted = audience & agenda.restricted
    data = {
        "marking": agenda.marking_for(audience),
        "body": agenda.body,
        "title": title_of(agenda),
        "details": [list(detail) for detail in agenda.details],
        "numbers": numbers,
        "heading": "Papers in this supplement" if agenda.supplement else "Agenda",
        "note": _note(agenda, bool(restricted)),
        "rows": [_row(agenda, item, entries, audience) for item in agenda.items],
        "missing": [
            {
                "item": entry.item.number,
                "title": entry.paper.title,
                "what": entry.problem.what,
                "remedy": entry.problem.remedy,
            }
            for entry in entries
            if entry.problem
        ],
    }
    return pdf.compile(TEMPLATE, data, title=title_of(agenda))


def _note(agenda: Agenda, restricted: bool) -> str:
    said = []
    if agenda.supplement:
        said.append("The page numbers of what was published before have not changed.")
    if restricted:
        said.append("This copy holds restricted papers, after all others. Do not pass it on.")
    return " ".join(said)


def _row(agenda: Agenda, item: Item, entries: list[Entry], audience: frozenset[str]) -> dict[str, Any]:
    if item.restricted and item.id not in audience:
        return {"number": item.number, "title": HIDDEN, "restricted": False, "facts": [], "papers": []}
    withheld = item.id not in audience and any(paper.restricted for paper in item.papers)
    minutes = "" if item.minutes is None else "1 minute" if item.minutes == 1 else f"{item.minutes} minutes"
    return {
        "number": item.number,
        "title": item.title,
        "restricted": item.restricted,
        "facts": [fact for fact in (item.purpose, item.presenter, minutes) if fact],
        "papers": [_paper(agenda, entry) for entry in entries if entry.item.id == item.id]
        + ([{"title": HIDDEN_PAPER, "pages": "", "link": "", "notes": []}] if withheld else []),
    }


def _paper(agenda: Agenda, entry: Entry) -> dict[str, Any]:
    notes = ["Restricted."] if entry.paper.restricted and not entry.item.restricted else []
    notes += [f"Replaces {entry.paper.replaces}."] if entry.paper.replaces else []
    if entry.problem:
        return {"title": entry.paper.title, "pages": "–", "link": "", "notes": [*notes, "Not included: see below."]}
    notes += entry.notes
    if not entry.tagged:
        notes.append(NOT_TAGGED)
    return {
        "title": entry.paper.title,
        "pages": numbering.page_range(agenda.supplement, entry.first, entry.last),
        "link": f"{PLACE}{entry.first}",
        "notes": notes,
    }
