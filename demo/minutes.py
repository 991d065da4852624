"""Two past board meetings with minutes, a letter, what comes back, and next year's meetings. The words are our own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from demo.meetings import BY, DAYS_AHEAD
from goldenthread.foundation import workingdays
from goldenthread.governance.models import (
    AgendaItem,
    ChairLetter,
    Decision,
    Declaration,
    ForwardItem,
    Meeting,
    MeetingSeries,
    Minutes,
    Purpose,
)
from goldenthread.governance.rules import Cadence
from goldenthread.partnership.models import Body, Person

AGREED_DAYS_AGO, CIRCULATED_DAYS_AGO = 128, 37
"""Two meetings of data/attendance_bi_borough.csv: the second agreed the minutes of the first."""


@dataclass(frozen=True)
class Written:
    """What the minutes say of one item."""

    title: str
    purpose: Purpose
    text: str
    restricted_text: str = ""
    restricted: bool = False
    decisions: tuple[tuple[str, str], ...] = ()
    """What was decided, and who decided it."""
    interests: tuple[tuple[str, str, str, str], ...] = field(default=())
    """Who declared what, of which nature, and what was done about it."""


FIRST = (
    Written(
        "Welcome, apologies and declarations of interest",
        Purpose.FORMAL,
        "Apologies are shown above.",
        interests=(
            (
                "The lay member",
                "Trustee of a charity that runs a parenting course in Westminster",
                Declaration.Nature.OTHER,
                Declaration.Outcome.SILENT,
            ),
        ),
    ),
    Written(
        "Voice of the child: what children have told us since we last met",
        Purpose.DISCUSS,
        "Eleven young people met the engagement officer. They asked who reads what they say, and what then.\n\n"
        "Members agreed that an answer goes back to them within a month of each meeting.",
        decisions=(("Each agency sends its answer to the engagement officer within four weeks.", "The board"),),
    ),
    Written(
        "Neglect: is early help reaching families in time?",
        Purpose.DECIDE,
        "Members compared what the three agencies see. Schools raise worries earliest; the longest wait is for the "
        "first visit after a referral.\n\nThe board asked for the time to first visit each quarter.",
        restricted_text="One school was named as having stopped referring. The chair will write to it.",
        decisions=(
            ("To look at the time to first visit each quarter, by area.", "The board"),
            ("To ask for a plan from health visiting by the next meeting.", "The safeguarding partners"),
        ),
    ),
    Written("Any other business", Purpose.FORMAL, "The next meeting is in the autumn. There was no other business."),
)
SECOND = (
    Written("Welcome, apologies and declarations of interest", Purpose.FORMAL, "There were no interests to declare."),
    Written(
        "Minutes of the last meeting, and what became of its actions",
        Purpose.FORMAL,
        "The minutes were agreed as a correct record. Two of the three things asked for were done.",
    ),
    Written(
        "Time to first visit after a referral about neglect",
        Purpose.DISCUSS,
        "The first figures were read. They are better in one area than in the other, and nobody could yet say why.",
        decisions=(("The quality assurance subgroup looks at ten cases from each area.", "The board"),),
    ),
    Written(
        "Practice review: what agencies have been asked for",
        Purpose.DISCUSS,
        "The review group reported on progress. The case is invented.",
        restricted=True,
        decisions=(("To give one agency another week for its chronology.", "The case review subgroup's chair"),),
    ),
)


@transaction.atomic
def load(first: date) -> None:
    """Write the minutes of two meetings, agree the first, and plan what follows, unless it is there."""
    board, manager = Body.objects.get(reference="GR04"), Person.objects.get(email=BY)
    meetings = Meeting.objects.filter(body=board)
    earlier = meetings.filter(held_on=first - timedelta(days=AGREED_DAYS_AGO)).first()
    later = meetings.filter(held_on=first - timedelta(days=CIRCULATED_DAYS_AGO)).first()
    if earlier is None or later is None or Minutes.objects.filter(meeting__in=[earlier, later]).exists():
        return
    agreed = _written(earlier, FIRST, manager)
    agreed.agree(at=later, corrections="“Three agencies” was “four agencies” in the third item.", by=manager)
    agreed.publish(by=manager)
    _written(later, SECOND, manager)
    _letter(earlier, first, manager)
    _comes_back(later, first, manager)
    _next_year(board, first, manager)


def _written(meeting: Meeting, items: tuple[Written, ...], manager: Person) -> Minutes:
    """Minutes of ``meeting`` with these items, circulated."""
    for each in items:
        AgendaItem(meeting=meeting, title=each.title, purpose=each.purpose, restricted=each.restricted).add(by=manager)
    minutes = Minutes(meeting=meeting).begin(by=manager)
    for each, (item, part) in zip(items, minutes.parts(), strict=True):
        part.write(text=each.text, restricted_text=each.restricted_text, version=0, by=manager)
        for text, decided_by in each.decisions:
            Decision(item=item, text=text, decided_by=decided_by).keep(by=manager)
        for name, text, nature, outcome in each.interests:
            Declaration(item=item, name=name, text=text, nature=nature, outcome=outcome).keep(by=manager)
    return minutes.circulate(by=manager)


def _letter(meeting: Meeting, first: date, manager: Person) -> None:
    """A letter from the chair whose reply has not come."""
    ChairLetter(
        body=meeting.body,
        meeting=meeting,
        to_name="Head of Health Visiting",
        subject="A plan for the time to first visit",
        text="The board asked for your plan by its next meeting. Please send it, or say when it will come.",
        signed_by="Independent Chair",
        dated_on=first - timedelta(days=AGREED_DAYS_AGO - 5),
        reply_due_on=first - timedelta(days=9),
    ).keep(by=manager).send(by=manager)


def _comes_back(meeting: Meeting, first: date, manager: Person) -> None:
    """What was agreed to come back, and when."""
    asked_in = meeting.items.get(title=SECOND[2].title)
    for title, weeks, restricted in (
        ("Ten cases from each area: what the subgroup found", 17, False),
        ("Yearly report: the draft", 26, False),
        ("Practice review: the draft report", 30, True),
        ("Thresholds document: is it still right?", 48, False),
    ):
        ForwardItem(
            body=meeting.body,
            title=title,
            due_on=first + timedelta(weeks=weeks),
            restricted=restricted,
            asked_in=asked_in if weeks == 17 else None,
        ).keep(by=manager)


def _next_year(board: Body, first: date, manager: Person) -> None:
    """Four meetings, thirteen weeks apart, after the one to come."""
    days = [workingdays.on_or_after(first + timedelta(days=DAYS_AHEAD, weeks=weeks)) for weeks in (13, 26, 39, 52)]
    MeetingSeries(body=board, cadence=Cadence.WEEKS, weeks=13, starts_on=days[0], ends_on=days[-1]).plan(
        days, by=manager, how=Meeting.How.HYBRID, place="Committee room 1"
    )
