"""The demonstration's evidence: every row of the published registers, threads that hold, and broken ones."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from demo import loading
from goldenthread.foundation import figures
from goldenthread.improvement.models import Evidence, Finding, HistoricalRecord, Risk
from goldenthread.improvement.rules.threads import Break
from goldenthread.partnership.models import Person
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.importing import counts, exported, load
from tests.cast import SECRET

ROWS = {"reviews": 22, "findings": 76, "audits": 16, "audit_actions": 16}


@pytest.fixture
def loaded(db):
    """The demonstration, loaded once."""
    return {(result.kind, result.file): result for result in loading.load(today=timezone.localdate())}


def test_the_registers_are_all_there_and_their_threads_can_be_walked(loaded):
    for kind, rows in ROWS.items():
        assert counts(loaded[kind, f"{kind}.csv"]) == {"new": rows}
        assert counts(load(kind, exported(kind))) == {"unchanged": rows}
    assert counts(load("finding_links", exported("finding_links"))) == {
        "unchanged": loaded["finding_links", "finding_links.csv"].new
    }
    assert HistoricalRecord.objects.count() == 38
    of_registers = Evidence.objects.filter(kind__in=[HistoricalRecord.code(), Risk.code()])
    assert of_registers.count() == 38 + loaded["risks", "risks.csv"].new == 40
    _broken_threads_lead_to_pages_that_mend_them()
    _themes_come_back()


def _broken_threads_lead_to_pages_that_mend_them():
    found = figures.find("improvement.broken_threads")(Scope.operator(today=timezone.localdate()))
    unanswered = Finding.objects.unanswered()
    assert {count.kind: count.count for count in found.counts}[Break.UNANSWERED] == unanswered.count() > 50
    assert {count.kind: count.count for count in found.counts}[Break.UNCHECKED] > 10
    manager = Person.objects.get(email="business.manager@demo.example")
    client = Client()
    client.force_login(manager)
    TOTP.activate(manager, SECRET)
    for kind in (Break.UNANSWERED, Break.UNCHECKED):
        thread = next(line for line in found.threads if line.kind is kind)
        assert client.get(thread.mend).status_code == 200
        assert client.get(thread.page).status_code == 200


def _themes_come_back():
    found = figures.find("improvement.themes")(Scope.operator(today=timezone.localdate()))
    recurrent = {theme.theme: theme for theme in found.themes if theme.is_recurrent}
    abuse = recurrent["domestic abuse"]
    assert (abuse.findings, abuse.evidence) == (5, 3)
    assert found.findings + found.untagged == Finding.objects.count() == 92
