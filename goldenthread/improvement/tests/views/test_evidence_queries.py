"""Pages ask the database the same number of questions however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement.models import Tabling
from goldenthread.improvement.tests.evidence import (
    FindingFactory,
    HistoricalRecordFactory,
    LearningProductFactory,
    RiskFactory,
    ThemeFactory,
    a_closed_action,
)
from goldenthread.partnership.tests.factories import AgencyFactory, BodyFactory, days

PAGES = {
    "evidence_list": (),
    "evidence_page": ("record",),
    "finding_list": (),
    "finding_page": ("done",),
    "finding_answer": ("open",),
    "finding_repeats": ("of_report",),
    "learning_finding_add": ("product",),
    "risk_control_add": ("risk",),
    "theme_list": (),
    "theme_years": (),
    "risk_list": (),
    "broken_threads": (),
    "action_thread": ("action",),
    "learning_list": (),
    "learning_coverage": (),
    "learning_page": ("product",),
    "body_page": ("subgroup",),
    "evidence_table": ("record",),
    "tabled_list": ("subgroup",),
    "action_page": ("action",),
}


def more(mere):
    """Six more of everything."""
    if not hasattr(mere, "product"):
        mere.product = LearningProductFactory(partnership=mere.partnership)
    for _ in range(6):
        theme = ThemeFactory(partnership=mere.partnership)
        record = HistoricalRecordFactory(partnership=mere.partnership, themes=[theme], holding_body=mere.subgroup)
        finding = FindingFactory(evidence=record, themes=[theme, mere.theme])
        extra = FindingFactory(evidence=mere.record, themes=[theme])
        action = a_closed_action(mere.partnership)
        for each in (finding, extra, mere.done):
            each.link(action, by=None)
        finding.link(mere.action, by=None)
        mere.product.teach(extra, by=None)
        LearningProductFactory(partnership=mere.partnership).teach(mere.done, by=None)
        bodies = [BodyFactory(partnership=mere.partnership)]
        mere.product.send(agencies=[AgencyFactory()], bodies=bodies, due_on=days(5), by=None)
        RiskFactory(holding_body=mere.subgroup).control(mere.action, by=None)
        for body in (mere.board, mere.subgroup):
            for subject in ({"evidence": record}, {"finding": finding}, {"action": action}):
                Tabling(body=body, **subject).table(by=mere.manager)
        for thing in ({"evidence": mere.record}, {"finding": mere.done}, {"action": mere.action}):
            Tabling(body=BodyFactory(partnership=mere.partnership), **thing).table(by=mere.manager)


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_stays(get, mere, page):
    more(mere)

    def count():
        get(mere.manager, page, *(getattr(mere, name).pk for name in PAGES[page]))  # the first asks for more
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert get(mere.manager, page, *(getattr(mere, name).pk for name in PAGES[page])).status_code == 200
        return len(asked)

    before = count()
    more(mere)
    assert count() == before
