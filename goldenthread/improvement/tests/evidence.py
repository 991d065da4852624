"""Rows of evidence for tests, kept through the same verbs as everywhere."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import factory
import pytest

from goldenthread.improvement.models import (
    Action,
    Closure,
    ExternalReport,
    Finding,
    HistoricalRecord,
    LearningProduct,
    LearningSort,
    Register,
    Risk,
    Theme,
)
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import (
    AreaFactory,
    BodyFactory,
    KeptFactory,
    PartnershipFactory,
    days,
    seated,
)


class HistoricalRecordFactory(KeptFactory):
    class Meta:
        model = HistoricalRecord

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Review {n}")
    circulation = Circulation.PARTNERSHIP
    dated_on = date(2020, 3, 1)
    register = Register.REVIEWS
    what = "serious case review"


class ExternalReportFactory(KeptFactory):
    class Meta:
        model = ExternalReport

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Report {n}")
    circulation = Circulation.PARTNERSHIP
    dated_on = date(2021, 3, 1)
    published_by = "Office for National Statistics"


class FindingFactory(KeptFactory):
    class Meta:
        model = Finding

    evidence = factory.SubFactory(HistoricalRecordFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"What was found {n}.")


class ThemeFactory(KeptFactory):
    class Meta:
        model = Theme

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"theme {n}")


class RiskFactory(KeptFactory):
    class Meta:
        model = Risk

    title = factory.Sequence(lambda n: f"Risk {n}")
    holding_body = factory.SubFactory(BodyFactory)
    partnership = factory.LazyAttribute(lambda row: row.holding_body.partnership)
    rating = Risk.Rating.MEDIUM
    dated_on = date(2026, 1, 1)
    review_on = factory.LazyFunction(lambda: days(30))


def an_action(partnership: Partnership, text: str = "Do something about it", **given: Any) -> Action:
    """A new action of a partnership, under way."""
    given = {"lead_name": "Business manager", "starts_on": days(-300), "due_on": days(60), **given}
    return Action(partnership=partnership, text=text, **given).add(by=None)


def a_closed_action(partnership: Partnership, **given: Any) -> Action:
    """An action that was closed 250 days ago on evidence, and whose impact check is overdue."""
    action = an_action(partnership, **given)
    Closure(action=action, evidence="The minutes say so.").make(by=None, on=days(-250))
    return action


@pytest.fixture
def mere(db: None) -> SimpleNamespace:
    """A partnership with a thread, a neighbour, and who asks for their pages.

    Mere LSCP: board ─ subgroup, business team. ``record`` is for all of it, ``report`` for the subgroup alone;
    ``open`` is a finding nothing follows from, ``done`` one with an action. Dale LSCP: a team, and its own record.
    """
    earlier = PartnershipFactory(name="Mere LSCB", starts_on=days(-3000), ends_on=days(-1001))
    partnership = PartnershipFactory(
        name="Mere LSCP", starts_on=days(-1000), predecessor=earlier, areas=[AreaFactory(code="MER", name="Mere")]
    )
    board = BodyFactory(name="Mere board", kind=BodyKind.BOARD, partnership=partnership)
    subgroup = BodyFactory(name="Mere subgroup", partnership=partnership)
    team = BodyFactory(name="Mere team", kind=BodyKind.BUSINESS_TEAM, partnership=partnership)
    theme = ThemeFactory(partnership=partnership, name="Welfare checks")
    record = HistoricalRecordFactory(partnership=partnership, title="Child M", reference="MR01", themes=[theme])
    report = ExternalReportFactory(
        partnership=partnership, title="A report", holding_body=subgroup, circulation=Circulation.BODY
    )
    action = an_action(partnership, "Agree how checks are asked for")
    done = FindingFactory(evidence=record, number=1, text="Checks were asked for by nobody.", themes=[theme])
    done.link(action, by=None)
    dale = PartnershipFactory(name="Dale LSCP")
    theirs = HistoricalRecordFactory(partnership=dale, title="Child D")
    return SimpleNamespace(
        earlier=earlier,
        partnership=partnership,
        board=board,
        subgroup=subgroup,
        theme=theme,
        record=record,
        report=report,
        action=action,
        done=done,
        open=FindingFactory(evidence=record, number=2, text="Nobody looked at the records."),
        of_report=FindingFactory(evidence=report, number=1, text="Numbers went up."),
        risk=RiskFactory(holding_body=subgroup, title="No data from health"),
        dale=dale,
        theirs=theirs,
        their_finding=FindingFactory(evidence=theirs, number=1),
        their_theme=ThemeFactory(partnership=dale, name="Theirs"),
        manager=seated(team, SeatRole.OFFICER),
        chair=seated(board, SeatRole.CHAIR),
        runner=seated(subgroup, SeatRole.CHAIR),
        member=seated(subgroup),
        lay=seated(board, SeatRole.LAY),
        guest=seated(board, SeatRole.CO_OPTED),
        governance=seated(team, SeatRole.ADVISORY),
        neighbour=seated(
            BodyFactory(name="Dale team", kind=BodyKind.BUSINESS_TEAM, partnership=dale), SeatRole.OFFICER
        ),
    )


class LearningProductFactory(KeptFactory):
    class Meta:
        model = LearningProduct

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Briefing {n}")
    sort = LearningSort.BRIEFING
    published_on = factory.LazyFunction(lambda: days(-30))
