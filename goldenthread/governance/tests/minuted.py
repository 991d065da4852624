"""A meeting with minutes, for tests: open and restricted items, a restricted part, decisions, declarations, papers."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from goldenthread.governance.models import AgendaItem, Decision, Declaration, Meeting, Minutes, Paper
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Person
from goldenthread.records.models import Document, DocumentKind


def an_item(meeting: Meeting, title: str, *, published: bool = True, **given: Any) -> AgendaItem:
    """An item after the others of the meeting, published unless said otherwise."""
    given = {"position": meeting.items.count() + 1, **given}
    return AgendaItem(meeting=meeting, title=title, published_at=timezone.now() if published else None, **given).keep(
        by=None
    )


def a_paper(item: AgendaItem, title: str, *, by: Person, restricted: bool = False) -> Paper:
    """A published paper of an item."""
    document = Document(
        body=item.meeting.body, title=title, kind=DocumentKind.PAPER, circulation=Circulation.OWNER
    ).add("paper.txt", b"Nothing to see.", by=by)
    return Paper.objects.create(item=item, document=document, restricted=restricted, published_at=timezone.now())


def begun(meeting: Meeting, *, by: Person) -> Minutes:
    """Minutes of a meeting, as yet empty."""
    return Minutes(meeting=meeting).begin(by=by)


def written(item: AgendaItem, text: str, restricted: str = "", *, by: Person) -> Any:
    """What is written of an item, in place of what was."""
    part = next(part for each, part in item.meeting.minutes.parts() if each.pk == item.pk)
    part.write(text=text, restricted_text=restricted, version=part.version, by=by)
    return part


def some_minutes(mere: SimpleNamespace, meeting: Meeting | None = None) -> SimpleNamespace:
    """Minutes of the first meeting of ``mere``: an open item with a restricted part, and a restricted item."""
    meeting = meeting or mere.meetings[0]
    manager = mere.manager
    open_item = an_item(meeting, "Yearly report", purpose="decide", presenter="Rowan Fell")
    closed_item = an_item(meeting, "Serious incident at the weir", restricted=True)
    minutes = begun(meeting, by=manager)
    written(open_item, "The report was welcomed.\n\nCora Ashby thanked everybody.", "A school was named.", by=manager)
    written(closed_item, "The incident was described.", by=manager)
    a_paper(open_item, "Yearly report, draft", by=manager)
    a_paper(open_item, "Names of schools", by=manager, restricted=True)
    a_paper(closed_item, "Incident log", by=manager)
    decision = Decision(item=open_item, text="To publish the report.", decided_by="The board").keep(by=manager)
    closed_decision = Decision(
        item=open_item, text="To write to the school.", decided_by="The chair", restricted=True
    ).keep(by=manager)
    declaration = Declaration(
        item=open_item,
        name="Wren Tallow",
        seat=mere.seats["police"],
        nature="financial",
        text="A share in the printer.",
        outcome="silent",
    ).keep(by=manager)
    closed_declaration = Declaration(
        item=open_item,
        name="Ash Quarry",
        nature="other",
        text="A cousin at the school.",
        outcome="left",
        restricted=True,
    ).keep(by=manager)
    return SimpleNamespace(
        meeting=meeting,
        minutes=minutes,
        open_item=open_item,
        closed_item=closed_item,
        decision=decision,
        closed_decision=closed_decision,
        declaration=declaration,
        closed_declaration=closed_declaration,
    )
