"""Pages ask the database the same number of questions however many rows there are."""

from datetime import timedelta

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation import jobs
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.rules import Mark
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Agency, Body, Delegation
from goldenthread.partnership.models.agency import Membership, Sector
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.records.models import Clock, ClockRule, Document, DocumentKind
from goldenthread.records.tasks import sweep_files
from tests import cast, cast_evidence
from tests.architecture.addresses import addresses
from tests.architecture.walk import answer, clients, path, table

FEW, MANY = 3, 12


def grow(made: cast.Universe, first: int, last: int) -> None:
    """Add rows of every kind around the Northmere board, numbered from ``first`` to ``last``."""
    manager, board = made.people["business_manager"], made["north board"]
    for number in range(first, last + 1):
        made.rows[f"agency {number}"] = Agency(
            name=f"Service {number}", sector=Sector.VOLUNTARY, membership=Membership.CORE
        ).keep(by=manager, areas=[made["north area"]])
        made["north council"].succeed([made[f"agency {number}"]], on=made.today, by=manager)
        made.rows[f"body {number}"] = Body(
            name=f"Subgroup {number}",
            kind=BodyKind.SUBGROUP,
            partnership=board.partnership,
            starts_on=board.starts_on,
            predecessor=made["earlier board"],
        ).keep(by=manager, reports_to=[board], areas=[made["north area"]])
        for body in ("north board", "exploitation", "south board", f"body {number}"):
            cast.seat(
                made,
                f"{body} member {number}",
                f"Member {number}",
                body,
                SeatRole.CORE,
                f"Member {number}",
                agency=f"agency {number}",
            )
        cast.seat(made, "police_lead", "", f"body {number}", SeatRole.CORE, "Police", agency="police")
        cast.seat(made, "business_manager", "", f"body {number}", SeatRole.CORE, "Business manager")
        for member, delegate in (
            ("business_manager", f"north board member {number}"),
            (f"north board member {number}", "business_manager"),
        ):
            Delegation(
                member=made.people[member],
                delegate=made.people[delegate],
                starts_on=made.today,
                ends_on=made.today + timedelta(days=9),
            ).allow(by=made.people[member])
        paper = Document(body=board, title=f"Paper {number}", kind=DocumentKind.PAPER, circulation=Circulation.BODY)
        paper.add("paper.txt", b"Nothing to see.", by=manager)
        Clock.start(paper, made["everybody's rule"], on=made.today, by=manager)
        rule = ClockRule(edition="Other", code=f"rule-{number}", name=f"Rule {number}", start_event="it", length=3)
        rule.unit, rule.source = "day", "A paper"
        Clock.start(made["board paper"], rule.keep(by=None), on=made.today, by=manager)
        made["board paper"].add_version("paper.txt", b"Nothing to see either.", by=manager)
        jobs.enqueue(sweep_files, owner=manager)
    cast_evidence.grow(made, first, last)
    for number in range(first, last + 1):
        for body in ("north board", "exploitation", "south board"):
            meeting = Meeting(body=made[body], held_on=made.today - timedelta(days=40 + number)).keep(by=manager)
            sheet = [
                Attendance(seat=place.seat, mark=Mark.ABSENT) for place in meeting.roster() if not place.is_vacant
            ]
            meeting.record_attendance(sheet, version=0, by=manager)


def asked(made: cast.Universe) -> dict[str, int]:
    """How many questions every page asks, opened by the first of the cast who may."""
    named = {address.name: address for address in addresses()}
    browsers = clients(made)
    counts = {}
    for row in table():
        if row.method == "GET" and row.openers:
            person = row.openers[-1] if row.openers == ["delegate"] else row.openers[0]
            where = path(named[row.name], row.of, made)
            reset_queries()
            with CaptureQueriesContext(connection) as queries:
                assert answer(browsers[person], "GET", where).status_code == 200, row
            counts[f"{row.name} {row.of} ({person})"] = len(queries)
    return counts


def test_the_number_of_questions_does_not_grow_with_the_rows(universe):
    grow(universe, 1, FEW)
    asked(universe)  # the first time, some ask what is then remembered
    few = asked(universe)
    grow(universe, FEW + 1, MANY)
    many = asked(universe)
    grown = {page: f"{few[page]} to {count}" for page, count in many.items() if count > few[page]}
    assert grown == {}, "These pages ask more the more rows there are."
