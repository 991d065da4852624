"""A partnership whose planning group sets a theme that two groups answer, for tests."""

from types import SimpleNamespace

import pytest

from goldenthread.governance.models import QuarterlyTheme, UpdateDraft
from goldenthread.governance.rules.quarters import quarter_of
from goldenthread.partnership.models import Body
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import BodyFactory, PartnershipFactory, days, seated


@pytest.fixture
def quarter(db: None) -> SimpleNamespace:
    """Mere: board, planning group, a subgroup and a local group that report to the board; Dale: a subgroup."""
    partnership = PartnershipFactory(name="Mere LSCP")
    board = BodyFactory(name="Mere board", kind=BodyKind.BOARD, partnership=partnership)
    planning = BodyFactory(name="Mere planning group", partnership=partnership)
    subgroup = BodyFactory(name="Mere subgroup", partnership=partnership, reports_to=[board])
    local = BodyFactory(
        name="Mere local group", kind=BodyKind.LOCAL_GROUP, partnership=partnership, reports_to=[board]
    )
    team = BodyFactory(name="Mere team", kind=BodyKind.BUSINESS_TEAM, partnership=partnership)
    dale = BodyFactory(name="Dale subgroup", partnership=PartnershipFactory(name="Dale LSCP"))
    theme = QuarterlyTheme(
        body=planning, quarter=quarter_of(days(0)), title="Neglect", question="What helps families early?"
    ).keep(by=None)
    return SimpleNamespace(
        partnership=partnership,
        board=board,
        planning=planning,
        subgroup=subgroup,
        local=local,
        dale=dale,
        theme=theme,
        manager=seated(team, SeatRole.OFFICER),
        chair=seated(board, SeatRole.CHAIR),
        lay=seated(board, SeatRole.LAY),
        planner=seated(planning, SeatRole.CHAIR),
        runner=seated(subgroup, SeatRole.CHAIR),
        member=seated(subgroup),
        guest=seated(subgroup, SeatRole.CO_OPTED),
        neighbour=seated(dale, SeatRole.CHAIR),
    )


def a_draft(theme: QuarterlyTheme, group: Body, **given: str) -> UpdateDraft:
    """A draft that can be submitted."""
    given = {
        "work_done": "We met twice.",
        "voice_of_the_child": "Children asked for one worker.",
        "theme_response": "Early help works.",
        **given,
    }
    return UpdateDraft(theme=theme, group=group, **given)
