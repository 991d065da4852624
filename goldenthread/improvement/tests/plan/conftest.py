"""A partnership with a plan, its neighbour, and who asks for its pages."""

from types import SimpleNamespace

import pytest

from goldenthread.improvement.tests.plan import factories
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.conftest import context, get, post  # noqa: F401
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    AreaFactory,
    BodyFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    days,
    seated,
)


def _speaks_for(agency, body, name, **given):
    """A core member of ``body`` for ``agency``."""
    seat = SeatFactory(body=body, title=name, agency=agency, role=given.pop("role", SeatRole.CORE))
    return AppointmentFactory(seat=seat, person=PersonFactory(name=name, agency=agency)).person


@pytest.fixture
def mere(db: None) -> SimpleNamespace:
    """Mere LSCP with a board, a subgroup and a team, and Dale LSCP beside it."""
    area = AreaFactory(name="Mere")
    partnership = PartnershipFactory(name="Mere LSCP", areas=[area], starts_on=days(-1000))
    police = AgencyFactory(name="Mere Police", abbreviation="MP", areas=[area])
    health = AgencyFactory(name="Mere Health", areas=[area])
    board = BodyFactory(name="Mere board", kind=BodyKind.BOARD, partnership=partnership)
    subgroup = BodyFactory(name="Mere subgroup", partnership=partnership)
    team = BodyFactory(name="Mere team", kind=BodyKind.BUSINESS_TEAM, partnership=partnership)
    dale = PartnershipFactory(name="Dale LSCP", areas=[AreaFactory(name="Dale")], starts_on=days(-1000))
    dale_board = BodyFactory(name="Dale board", kind=BodyKind.BOARD, partnership=dale)
    priority = factories.a_priority(partnership, rank=1)
    return SimpleNamespace(
        partnership=partnership,
        police=police,
        health=health,
        board=board,
        subgroup=subgroup,
        priority=priority,
        outcome=factories.an_outcome(priority),
        manager=seated(team, SeatRole.OFFICER, person=PersonFactory(name="Bryony Marsh")),
        governance=seated(team, SeatRole.ADVISORY),
        chair=seated(board, SeatRole.CHAIR),
        group_chair=seated(subgroup, SeatRole.CHAIR),
        scrutineer=seated(board, SeatRole.SCRUTINEER),
        guest=seated(subgroup, SeatRole.CO_OPTED),
        officer=_speaks_for(police, subgroup, "Petra Holm"),
        nurse=_speaks_for(health, board, "Hana Loxley"),
        dale=dale,
        neighbour=seated(dale_board, SeatRole.CHAIR),
        dale_manager=seated(BodyFactory(kind=BodyKind.BUSINESS_TEAM, partnership=dale), SeatRole.OFFICER),
    )


@pytest.fixture
def action(mere: SimpleNamespace):
    """An action of Mere that the police lead and health contributes to."""
    return factories.an_action(
        mere.partnership,
        mere.health,
        lead_agency=mere.police,
        outcome=mere.outcome,
        priority=mere.priority,
        body=mere.subgroup,
        reference="M1",
        **factories.MEASURE,
    )
