"""A board meeting to come, with an agenda and papers to try packs on. Its words and its people are our own."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from docx import Document as Word

from goldenthread.foundation import pdf, workingdays
from goldenthread.governance.models import (
    AgendaItem,
    ItemReader,
    Meeting,
    Paper,
    Purpose,
    StandingItem,
    add_standing_items,
)
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body, Person, Seat

HERE = Path(__file__).parent
REFERENCE = "DM001"
"""Of the meeting, so that a second load finds it."""
DAYS_AHEAD = 24
MARKING = Circulation.OWNER.marking
BY = "business.manager@demo.example"

STANDING: tuple[tuple[str, Purpose, int, tuple[int, ...]], ...] = (
    ("Welcome, apologies and declarations of interest", Purpose.FORMAL, 5, ()),
    ("Minutes of the last meeting, and what became of its actions", Purpose.FORMAL, 10, ()),
    ("Voice of the child: what children have told us since we last met", Purpose.DISCUSS, 15, ()),
    ("Core data set: exceptions of the quarter", Purpose.DISCUSS, 15, (3, 6, 9, 12)),
)


@transaction.atomic
def coming_meeting(first: date) -> None:
    """Plan the next board meeting of the Bi-Borough partnership, some weeks after ``first``, unless it is there."""
    if Meeting.objects.filter(reference=REFERENCE).exists():
        return
    board, manager = Body.objects.get(reference="GR04"), Person.objects.get(email=BY)
    for position, (title, purpose, minutes, months) in enumerate(STANDING, start=1):
        StandingItem(
            body=board,
            position=position,
            title=title,
            purpose=purpose,
            minutes_allotted=minutes,
            months=list(months),
            presenter="Independent Chair",
        ).keep(by=manager)
    meeting = Meeting(
        body=board,
        reference=REFERENCE,
        held_on=workingdays.on_or_after(first + timedelta(days=DAYS_AHEAD)),
        starts_at=time(14, 0),
        ends_at=time(16, 30),
        how=Meeting.How.HYBRID,
        place="Committee room 1",
        link="https://meet.example/bi-borough-board",
    ).keep(by=manager)
    add_standing_items(meeting, by=manager)
    _domestic_abuse(meeting, manager)
    _reviews(meeting, manager)
    _young_people(meeting, manager)
    _item(meeting, manager, "Any other business, and the date of the next meeting", Purpose.FORMAL, 5)


def _domestic_abuse(meeting: Meeting, manager: Person) -> None:
    """An open item with a paper in PDF."""
    title = "Domestic abuse audit: what the second round found"
    item = _item(meeting, manager, title, Purpose.DECIDE, 30, presenter="Head of Quality and Performance")
    table = {
        "head": ["Standard", "First round", "Second round"],
        "rows": [
            ["Child seen alone", "14 of 20", "18 of 20"],
            ["Safety plan on file", "11 of 20", "17 of 20"],
            ["Other parent spoken to", "6 of 20", "9 of 20"],
        ],
    }
    paragraphs = [
        "Twenty cases were read twice, by two readers from different agencies, six months apart.",
        "Practice is better on the first two standards. On the third it is not yet good enough: the board is asked "
        "to agree one action for each agency, with a date, and to look again in the autumn.",
    ]
    _paper(item, manager, "Second round of the domestic abuse audit", _pdf(title, paragraphs, table), "pdf")


def _reviews(meeting: Meeting, manager: Person) -> None:
    """A restricted item with a Word paper, for one seat and one invited person besides those who lead."""
    title = "Practice review in progress: what agencies have been asked for"
    item = _item(meeting, manager, title, Purpose.DISCUSS, 25, restricted=True, presenter="Named Professional")
    paragraphs = [
        "This paper is for those named for the item. It describes no child: the case is invented.",
        "Three agencies have sent their chronology. One has asked for another week.",
        "The review group meets again before the next board.",
    ]
    _paper(item, manager, "Progress of the review", _word(title, paragraphs), "docx")
    seat = Seat.objects.on(meeting.held_on).filter(body=meeting.body, role="core").order_by("position", "pk").first()
    if seat:
        item.trust([seat], by=manager)
    invited = Person.objects.get(email="case.review.chair@demo.example")
    ItemReader(item=item, person=invited, restricted=True).keep(by=manager)


def _young_people(meeting: Meeting, manager: Person) -> None:
    """An open item for which somebody without a seat is invited, with an open and a restricted paper."""
    title = "What young people asked us to change, and what we answered"
    item = _item(meeting, manager, title, Purpose.DISCUSS, 20, presenter="Engagement Officer")
    asked = [
        "Young people asked for three things: to be told who will be at a meeting about them, to have one person they "
        "can write to, and to hear afterwards what was done.",
        "The first two are in place. The third is not: fewer than half were told.",
    ]
    _paper(item, manager, "You said, we did", _word(title, asked), "docx")
    about = ["Who took part, by age and area, for those who run the work. The numbers are invented."]
    table = {"head": ["Age", "Took part"], "rows": [["11 to 13", "6"], ["14 to 16", "13"], ["17 to 18", "8"]]}
    content = _pdf("Who took part", about, table)
    _paper(item, manager, "Who took part", content, "pdf", restricted=True)
    invited = Person.objects.get(email="young.scrutineer@demo.example")
    ItemReader(item=item, person=invited).keep(by=manager)


def _item(meeting: Meeting, manager: Person, title: str, purpose: Purpose, minutes: int, **given: Any) -> AgendaItem:
    return AgendaItem(meeting=meeting, title=title, purpose=purpose, minutes_allotted=minutes, **given).add(by=manager)


def _paper(
    item: AgendaItem, manager: Person, title: str, content: bytes, ending: str, *, restricted: bool = False
) -> None:
    filename = f"{title.lower().replace(' ', '-').replace(',', '')}.{ending}"
    Paper(item=item, restricted=restricted).add(title, filename, content, by=manager)


def _pdf(title: str, paragraphs: list[str], table: dict[str, Any] | None = None) -> bytes:
    data = {"marking": MARKING, "body": "Bi-Borough LSCP", "paragraphs": paragraphs, "table": table}
    return pdf.compile(HERE / "typst" / "paper.typ", data, title=title, root=HERE)


def _word(title: str, paragraphs: list[str]) -> bytes:
    document = Word()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.add_paragraph(MARKING)
    document.add_heading(title, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
