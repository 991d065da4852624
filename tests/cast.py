"""The cast: named people in a small universe, made by the domain's own verbs.

Mere LSCB (ended) ──┬── Northmere LSCP                          Southmere LSCP
  Mere board        │     board ─ exploitation subgroup           board ─ health subgroup
  (a meeting)       │       │   └ schools group                   business team
                    │       └ allegations panel
                    └──   business team                        Northmere MARAC (the police run it)

person               seat                                         may, in short
visitor              not signed in                                sign in, see the public pages
stranger             none                                         their own account
business_manager     Northmere business team, officer             run Northmere
other_manager        Southmere business team, officer             run Southmere
chair                Northmere board, chair                       read Northmere, follow up
scrutineer           Northmere board, independent scrutineer      read Northmere and the trail
inspector            Northmere board, inspector                   the same, for some days
police_lead          both boards, lead safeguarding partner       read both partnerships
school               Northmere schools group, core member         read that group
subgroup_chair       exploitation subgroup, chair                 run that subgroup
clerk                Northmere board, clerk                       run that board's meetings
lay_member           Northmere board, lay member                  read that board
governance_lead      Northmere business team, adviser             the register and the trail
lado                 allegations panel, core member               read that panel
ended_member         Northmere board, core member to yesterday    their own account
delegate             none; acts for the police lead               what the police lead may
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.utils import timezone

from goldenthread.foundation import jobs
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.governance.rules import Mark
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.imports.agencies import Agencies
from goldenthread.partnership.middleware import ACTING_FOR
from goldenthread.partnership.models import (
    Agency,
    Appointment,
    Area,
    Body,
    Delegation,
    Partnership,
    Person,
    Seat,
)
from goldenthread.partnership.models.agency import Membership, Sector
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.rules import PartnerKind
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import Document, DocumentKind, ImportRun
from goldenthread.records.tasks import sweep_files
from tests import cast_challenges, cast_clocks, cast_evidence, cast_meetings, cast_plan, cast_tabling

PASSWORD = "three mild otters by the weir"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AGENCIES = b"name,sector,membership_kind,areas\nNorthmere Youth Service,voluntary,core,NOR\n"
CAST = (
    "visitor",
    "stranger",
    "business_manager",
    "other_manager",
    "chair",
    "scrutineer",
    "inspector",
    "police_lead",
    "school",
    "subgroup_chair",
    "clerk",
    "lay_member",
    "governance_lead",
    "lado",
    "ended_member",
    "delegate",
)


@dataclass
class Universe:
    """The cast by name, and every row of the universe by a short name such as ``north board``.

    A row with an address of several parts, or of something that is no row, stands there as a tuple of the parts.
    """

    today: date
    people: dict[str, Person] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """A row by its short name."""
        return self.rows[name]

    def client(self, name: str) -> Client:
        """A browser in which ``name`` is signed in, the delegate acting for the police lead."""
        client = Client()
        if name != "visitor":
            client.force_login(self.people[name])
        if name == "delegate":
            session = client.session
            session[ACTING_FOR] = self.people["police_lead"].pk
            session.save()
        return client


@contextmanager
def undone() -> Iterator[None]:
    """Take back at the end whatever is done to the database inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def universe() -> Universe:
    """Make the universe in the current database and home."""
    made = Universe(today=timezone.localdate())
    _arrangements(made)
    _bodies(made)
    _people(made)
    _work(made)
    cast_meetings.plan(made)
    cast_clocks.run(made)
    cast_plan.make(made)
    cast_evidence.learn(made)
    cast_challenges.challenge(made)
    cast_tabling.table(made)
    made.rows["wrong invitation"] = ("not-a-token",)
    made.rows["unknown kind"] = ("no-such-kind",)
    made.rows["spent link"] = ("1", "not-a-key")
    made.rows["no passkey"] = (0,)
    made.rows["no provider"] = ("nobody",)
    return made


def _arrangements(made: Universe) -> None:
    """The earlier partnership, its two successors, their areas and agencies."""
    rows, began = made.rows, made.today - timedelta(days=700)
    rows["north area"] = Area.objects.create(code="NOR", name="Northmere")
    rows["south area"] = Area.objects.create(code="SOU", name="Southmere")
    both = [rows["north area"], rows["south area"]]
    rows["earlier partnership"] = Partnership(
        name="Mere LSCB",
        full_name="Mere Local Safeguarding Children Board",
        kind=Partnership.Kind.LSCB,
        starts_on=began - timedelta(days=1000),
        ends_on=began - timedelta(days=1),
    ).keep(by=None, areas=both)
    for side, place in (("north", "Northmere"), ("south", "Southmere")):
        area = rows[f"{side} area"]
        rows[f"{side} partnership"] = Partnership(
            name=f"{place} LSCP",
            full_name=f"{place} Local Safeguarding Children Partnership",
            starts_on=began,
            predecessor=rows["earlier partnership"],
        ).keep(by=None, areas=[area])
        rows[f"{side} council"] = Agency(
            name=f"{place} Council",
            sector=Sector.LOCAL_AUTHORITY,
            partner_kind=PartnerKind.LOCAL_AUTHORITY,
            membership=Membership.CORE,
        ).keep(by=None, areas=[area])
    rows["police"] = Agency(
        name="Mere Police", sector=Sector.POLICE, partner_kind=PartnerKind.POLICE, membership=Membership.CORE
    ).keep(by=None, areas=both)
    rows["school"] = Agency(name="Northmere Hill School", sector=Sector.EDUCATION, membership=Membership.CORE).keep(
        by=None, areas=[rows["north area"]]
    )
    rows["south school"] = Agency(
        name="Southmere Lane School", sector=Sector.EDUCATION, membership=Membership.CORE
    ).keep(by=None, areas=[rows["south area"]])

    rows["far school"] = Agency(name="Farmere School", sector=Sector.EDUCATION, membership=Membership.CORE).keep(
        by=None, areas=[Area.objects.create(code="FAR", name="Farmere")]
    )


def _bodies(made: Universe) -> None:
    """Who reports to whom: see the picture at the top."""
    for key, name, kind, owner, above in (
        ("earlier board", "Mere board", BodyKind.BOARD, "earlier", None),
        ("north board", "Northmere board", BodyKind.BOARD, "north", None),
        ("exploitation", "Exploitation subgroup", BodyKind.SUBGROUP, "north", "north board"),
        ("schools", "Schools group", BodyKind.LOCAL_GROUP, "north", "north board"),
        ("panel", "Allegations panel", BodyKind.PANEL, "north", "north board"),
        ("north team", "Northmere business team", BodyKind.BUSINESS_TEAM, "north", None),
        ("south board", "Southmere board", BodyKind.BOARD, "south", None),
        ("health", "Health subgroup", BodyKind.SUBGROUP, "south", "south board"),
        ("south team", "Southmere business team", BodyKind.BUSINESS_TEAM, "south", None),
    ):
        partnership = made[f"{owner} partnership"]
        made.rows[key] = Body(
            name=name, kind=kind, partnership=partnership, starts_on=partnership.starts_on, ends_on=partnership.ends_on
        ).keep(by=None, reports_to=[made[above]] if above else [])
    made.rows["marac"] = Body(name="Northmere MARAC", kind=BodyKind.STRATEGIC_BOARD, run_by="Mere Police").keep(
        by=None, areas=[made["north area"]]
    )


def _people(made: Universe) -> None:
    """The cast in their seats."""
    yesterday = made.today - timedelta(days=1)
    person(made, "stranger", "Sasha Quill")
    seat(made, "business_manager", "Bryony Marsh", "north team", SeatRole.OFFICER, "Business manager")
    seat(made, "other_manager", "Oscar Lind", "south team", SeatRole.OFFICER, "Business manager")
    seat(made, "chair", "Cora Ashby", "north board", SeatRole.CHAIR, "Chair")
    seat(made, "scrutineer", "Idris Vane", "north board", SeatRole.SCRUTINEER, "Independent scrutineer")
    seat(made, "inspector", "Ines Tarrant", "north board", SeatRole.INSPECTOR, "Inspector", days=30)
    seat(made, "police_lead", "Petra Holm", "north board", SeatRole.LEAD_PARTNER, "Chief officer", agency="police")
    seat(made, "police_lead", "Petra Holm", "south board", SeatRole.LEAD_PARTNER, "Chief officer", agency="police")
    seat(made, "school", "Devi Sandford", "schools", SeatRole.CORE, "Safeguarding lead", agency="school")
    seat(made, "subgroup_chair", "Gwen Arkle", "exploitation", SeatRole.CHAIR, "Chair")
    seat(made, "clerk", "Kit Farrow", "north board", SeatRole.CLERK, "Clerk")
    seat(made, "lay_member", "Lena Brook", "north board", SeatRole.LAY, "Lay member")
    seat(made, "governance_lead", "Ivo Stannard", "north team", SeatRole.ADVISORY, "Information-governance lead")
    seat(made, "lado", "Lorna Ide", "panel", SeatRole.CORE, "Designated officer", agency="north council")
    seat(made, "ended_member", "Enid Pell", "north board", SeatRole.CORE, "Health lead", ends_on=yesterday)
    seat(made, "south_member", "Solomon Reed", "south board", SeatRole.CORE, "Head teacher", agency="south school")
    seat(made, "earlier_member", "Edda Moss", "earlier board", SeatRole.CORE, "Lay member")
    person(made, "delegate", "Dara Kemp")
    police_lead = made.people["police_lead"]
    made.rows["delegation"] = Delegation(
        member=police_lead,
        delegate=made.people["delegate"],
        starts_on=made.today,
        ends_on=made.today + timedelta(days=30),
    ).allow(by=police_lead)
    invited = person(made, "invited", "Una Penrose", accepted=False)
    invitation = invited.invite(by=made.people["business_manager"])
    made.rows["invitation"] = (invitation.token,)


def _work(made: Universe) -> None:
    """What bodies and people have done: meetings with attendance, documents, a job."""
    for key, body, of in (
        ("board meeting", "north board", "lay_member"),
        ("exploitation meeting", "exploitation", "subgroup_chair"),
        ("south meeting", "south board", "south_member"),
        ("earlier meeting", "earlier board", "earlier_member"),
    ):
        on = made[body]
        meeting = Meeting(body=on, held_on=on.ends_on or made.today - timedelta(days=7)).keep(by=None)
        sheet = [Attendance(seat=made[f"{of} seat"], mark=Mark.ABSENT)]
        meeting.record_attendance(sheet, version=0, by=made.people["business_manager"])
        made.rows[key] = meeting
        made.rows[f"{of} letter"] = (on.pk, made[f"{of} seat"].pk)
    for key in ("north board", "exploitation", "south board"):
        made.rows[f"{key} export"] = (made[key].pk, "csv")
    made.rows["next meeting"] = Meeting(body=made["north board"], held_on=made.today + timedelta(days=30)).keep(
        by=None
    )
    for key, body, circulation, by in (
        ("board paper", "north board", Circulation.BODY, "business_manager"),
        ("exploitation paper", "exploitation", Circulation.BODY, "business_manager"),
        ("open paper", "north board", Circulation.PARTNERSHIP, "business_manager"),
        ("south paper", "south board", Circulation.BODY, "other_manager"),
    ):
        document = Document(body=made[body], title=key.capitalize(), kind=DocumentKind.PAPER, circulation=circulation)
        made.rows[key] = document.add("paper.txt", b"Nothing to see.", by=made.people[by])
        made.rows[f"{key} file"] = (document.pk, 1)
    manager = made.people["business_manager"]
    reader = Agencies(scope=Scope.of(manager, today=made.today))
    made.rows["import"] = ImportRun.begin(reader, "agencies.csv", AGENCIES, by=manager)
    made.rows["import"].examine(reader.scope)
    made.rows["agencies"] = ("agencies",)
    made.rows["job"] = jobs.enqueue(sweep_files, owner=made.people["business_manager"])


@cache
def _password() -> str:
    """The hash of ``PASSWORD``, made once since making one is slow by design."""
    return make_password(PASSWORD)


def person(made: Universe, key: str, name: str, *, accepted: bool = True) -> Person:
    """Somebody who can sign in with a second factor, unless they are yet to accept an invitation."""
    row = Person(
        name=name,
        email=f"{key.replace('_', '.').replace(' ', '.')}@example.org",
        password=_password() if accepted else "",
    )
    made.people[key] = made.rows[f"{key} person"] = row.keep(by=None)
    if accepted:
        TOTP.activate(row, SECRET)
    return row


def seat(
    made: Universe,
    key: str,
    name: str,
    body: str,
    role: SeatRole,
    title: str,
    *,
    agency: str = "",
    days: int | None = None,
    ends_on: date | None = None,
) -> None:
    """Open a seat and put the person ``key`` into it; ``days`` is how long from today."""
    on = made[body]
    who = made.people.get(key) or person(made, key, name)
    last = ends_on or on.ends_on or (made.today + timedelta(days=days) if days else None)
    row = Seat(
        body=on,
        role=role,
        title=title,
        agency=made[agency] if agency else None,
        starts_on=on.starts_on,
        ends_on=last,
        position=len(made.rows),
    ).keep(by=None)
    made.rows[f"{key} seat"] = row
    made.rows[f"{key} appointment"] = Appointment(
        seat=row, person=who, starts_on=row.starts_on, ends_on=row.ends_on
    ).keep(by=None)
