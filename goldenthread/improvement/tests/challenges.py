"""Protocols and challenges for tests, made by the verbs that are used everywhere."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from goldenthread.improvement.models import (
    Challenge,
    ChallengeKind,
    ChallengeParty,
    EscalationProtocol,
    EscalationStage,
    Side,
)
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Agency, Area, Body, Partnership, Seat
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    AreaFactory,
    BodyFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    seated,
)
from goldenthread.records.models import ClockRule


def a_place(name: str = "Mere") -> SimpleNamespace:
    """A partnership with a board, a subgroup, a business team, two agencies and those who sit for them."""
    area = AreaFactory()
    partnership = PartnershipFactory(name=f"{name} LSCP", areas=[area])
    board = BodyFactory(name=f"{name} board", partnership=partnership, kind=BodyKind.BOARD)
    group = BodyFactory(name=f"{name} subgroup", partnership=partnership, kind=BodyKind.SUBGROUP)
    team = BodyFactory(name=f"{name} team", partnership=partnership, kind=BodyKind.BUSINESS_TEAM)
    council = AgencyFactory(name=f"{name} Council", areas=[area])
    police = AgencyFactory(name=f"{name} Police", areas=[area])
    return SimpleNamespace(
        area=area,
        partnership=partnership,
        board=board,
        group=group,
        team=team,
        council=council,
        police=police,
        manager=seated(team, SeatRole.OFFICER),
        governance=seated(team, SeatRole.ADVISORY),
        chair=seated(board, SeatRole.CHAIR),
        partner=seated(board, SeatRole.DELEGATED_PARTNER),
        member=seated(group, SeatRole.CORE),
        social_worker=sits_for(council, board, "Head of social work"),
        officer=sits_for(police, group, "Detective inspector"),
    )


def sits_for(agency: Agency, body: Body, title: str, role: SeatRole = SeatRole.CORE) -> Any:
    """A new person who sits on a body for an agency."""
    return AppointmentFactory(
        seat=SeatFactory(body=body, role=role, agency=agency, title=title), person=PersonFactory()
    ).person


def a_protocol(partnership: Partnership | None = None, *, stages: int = 3, **given: Any) -> EscalationProtocol:
    """A protocol of stages of 5, 2, 2… working days, the highest of which tells the safeguarding partners."""
    edition = given.pop("edition", "Mere protocol")
    immediate = ClockRule(
        partnership=partnership,
        edition=edition,
        code="immediate",
        name="Immediate risk taken up",
        start_event="immediate risk is seen",
        length=0,
        unit="working_day",
        source="The protocol",
    ).keep(by=None)
    protocol = EscalationProtocol(
        partnership=partnership, edition=edition, source="The protocol", immediate_rule=immediate, **given
    ).keep(by=None)
    for number in range(1, stages + 1):
        stage = EscalationStage(protocol=protocol, number=number, name=f"Level {number}", level=f"Managers {number}")
        stage.tells = EscalationStage.Tells.PARTNERS if number == stages else EscalationStage.Tells.AGENCIES
        stage.rule = stage.limit_of("", 5 if number == 1 else 2, "working_day", by=None)
        stage.keep(by=None)
    return protocol


def party(side: str, of: Agency | Body | Seat | str) -> ChallengeParty:
    """One party, not kept yet."""
    kinds = {Agency: "agency", Body: "body", Seat: "seat", str: "outside_name"}
    return ChallengeParty(side=side, **{kinds[type(of)]: of})


def a_disagreement(place: SimpleNamespace, *, body: Body | None = None, by: Any = None, **given: Any) -> Challenge:
    """The council disagrees with the police about a case."""
    raised, challenged = given.pop("raised", place.council), given.pop("challenged", place.police)
    fields = {name: given.pop(name) for name in ("case_reference", "issue") if name in given}
    return Challenge(
        challenge_kind=ChallengeKind.CASE,
        partnership=place.partnership,
        holding_body=body or place.group,
        **{"case_reference": "CS-10423", "issue": "A strategy meeting was refused.", **fields},
    ).begin(parties=[party(Side.RAISED, raised), party(Side.CHALLENGED, challenged)], by=by or place.manager, **given)


def a_strategic_challenge(
    place: SimpleNamespace, *, body: Body | None = None, by: Any = None, **given: Any
) -> Challenge:
    """The subgroup challenges the police about how the system works."""
    raised, challenged = given.pop("raised", place.group), given.pop("challenged", place.police)
    fields = {name: given.pop(name) for name in ("title", "issue", "about", "reference", "dated_on") if name in given}
    return Challenge(
        challenge_kind=ChallengeKind.STRATEGIC,
        partnership=place.partnership,
        holding_body=body or place.board,
        circulation=Circulation.BODY,
        **{"title": "Too few at conferences", "issue": "Officers do not come to conferences.", **fields},
    ).begin(parties=[party(Side.RAISED, raised), party(Side.CHALLENGED, challenged)], by=by or place.manager, **given)


def now() -> Any:
    """This moment."""
    return timezone.now()


def an_area() -> Area:
    """An area of no partnership."""
    return AreaFactory()
