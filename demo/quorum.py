"""Quorum in the demonstration: example rules of two boards, and who came to one meeting.

The published arrangements state no number for a quorum. What stands here is an example and says so in its source.
"""

from datetime import date, timedelta

from goldenthread.governance.models import Attendance, CameAs, Meeting, QuorumRule
from goldenthread.governance.rules import Mark, QuorumKind
from goldenthread.partnership.models import Body, Person

SOURCE = "Example for the demonstration: the published arrangements state no number"
BOARDS = ("GR02", "GR04")
"""The board of the three-borough partnership and that of the Bi-Borough one, by reference."""
POLICE = "Detective Superintendent, Central West"
PARTNERS = (
    "Director of Family Services, Kensington and Chelsea",
    "Director of Family Services, Westminster",
    POLICE,
    "Deputy Chief Nurse, North West London ICB",
)
DAYS_AGO = 37
"""The latest meeting in data/attendance_bi_borough.csv."""


def load(first: date) -> None:
    """Add the rules, and say who came to the latest meeting; whatever is there already is left as it is."""
    for reference in BOARDS:
        body = Body.objects.get(reference=reference)
        if not body.quorum_rules.exists():
            QuorumRule(body=body, kind=QuorumKind.PARTNERS, source=SOURCE).keep(by=None)
            QuorumRule(body=body, kind=QuorumKind.SHARE, number=50, source=SOURCE).keep(by=None)
    _who_came(Meeting.objects.filter(body__reference="GR04", held_on=first - timedelta(days=DAYS_AGO)).first())


def _who_came(meeting: Meeting | None) -> None:
    """Of the four safeguarding partners three came themselves, the police sent who may decide for them."""
    if meeting is None:
        return
    held = {row.seat.title: row for row in meeting.attendance.filter(seat__title__in=PARTNERS).select_related("seat")}
    if len(held) < len(PARTNERS) or any(row.came_as or row.mark != Mark.PRESENT for row in held.values()):
        return
    representative = Person.objects.get(email="police.delegate@demo.example")
    entries = [
        Attendance(
            seat=row.seat,
            mark=row.mark,
            people=row.people,
            came_as=CameAs.REPRESENTATIVE if title == POLICE else CameAs.MEMBER,
            person=representative if title == POLICE else None,
        )
        for title, row in held.items()
    ]
    meeting.record_attendance(entries, version=meeting.attendance_version, by=None)
