"""A board with members to be told of its meeting, and reading what they were sent."""

from datetime import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from goldenthread.foundation import jobs
from goldenthread.governance import notices
from goldenthread.governance.models import AgendaItem, Meeting
from goldenthread.governance.tests import factories
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import PersonFactory, days

SECRET = "Child protection case of somebody"


@pytest.fixture
def telling(db) -> SimpleNamespace:
    """A board with a chair, a member and a virtual member, and its meeting in a month."""
    board = factories.a_board(name="Mere Board")
    people = {
        key: PersonFactory(name=name)
        for key, name in (("chair", "Cora Ashby"), ("police", "Petra Holm"), ("faith", "Fay Lark"))
    }
    seats = {
        "chair": factories.a_seat(board, "Chair", role=SeatRole.CHAIR, person=people["chair"]),
        "police": factories.a_seat(board, "Police", person=people["police"]),
        "faith": factories.a_seat(board, "Faith groups", role=SeatRole.VIRTUAL, person=people["faith"]),
    }
    meeting = factories.a_meeting(
        board, days(30), starts_at=time(10), ends_at=time(12), place="Town Hall", link="https://meet.example.org/abc"
    )
    manager = factories.a_business_manager(board.partnership)
    return SimpleNamespace(board=board, people=people, seats=seats, meeting=meeting, manager=manager)


def names(meeting: Meeting) -> list[str]:
    return [invitee.person.name for invitee in notices.audience(meeting)[0]]


def missing(meeting: Meeting) -> dict[str, str]:
    return {each.name: each.why for each in notices.audience(meeting)[1]}


def an_item(meeting: Meeting, **given) -> AgendaItem:
    return AgendaItem(meeting=meeting, **{"title": SECRET, **given}).keep(by=None)


def run() -> list:
    """Do what waits; the messages that were sent by it."""
    mail.outbox = []
    jobs.run_waiting()
    return mail.outbox


def event(message):
    """The entry for the calendar that a message carries, with its method."""
    (content,) = [content for content, kind in message.alternatives if kind.startswith("text/calendar")]
    read = Calendar.from_ical(content)
    (only,) = read.events
    return read["METHOD"], only


def told(meeting: Meeting) -> dict[str, tuple[str, int]]:
    return {notice.person.name: (notice.kind, notice.revision) for notice in meeting.notices.select_related("person")}


def change(meeting: Meeting, **changes: Any) -> None:
    """Change the meeting through its verb."""
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.keep(by=None)
