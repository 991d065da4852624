"""One piece of evidence and its thread."""

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.models import Inspection
from goldenthread.partnership.tests.factories import AgencyFactory


def test_its_thread_leads_to_findings_actions_and_impact(get, mere):
    page = get(mere.lay, "evidence_page", mere.record.pk).content.decode()
    assert f'href="/findings/{mere.done.pk}/"' in page
    assert f'href="/threads/actions/{mere.action.pk}/"' in page
    assert "Not checked yet" in page
    assert "Nothing yet" in page


def test_outside_it_does_not_exist(get, mere):
    assert get(mere.neighbour, "evidence_page", mere.record.pk).status_code == 404
    assert get(mere.lay, "evidence_page", mere.report.pk).status_code == 404
    assert get(mere.member, "evidence_page", mere.report.pk).status_code == 200
    assert get(mere.guest, "evidence_page", mere.record.pk).status_code == 403


def test_reading_what_is_for_a_body_alone_leaves_an_entry(get, mere):
    get(mere.member, "evidence_page", mere.record.pk)
    page = get(mere.member, "evidence_page", mere.report.pk)
    entry = TrailEntry.objects.get(verb="evidence.read")
    assert (entry.object_type, entry.object_id) == ("improvement.evidence", str(mere.report.pk))
    assert page.context["marking"] == "OFFICIAL-SENSITIVE"


def test_what_the_source_states_is_said_where_it_differs(get, mere):
    mere.record.stated_findings = 7
    mere.record.keep(by=None)
    assert "2 recorded here; the source states 7." in get(mere.lay, "evidence_page", mere.record.pk).content.decode()
    mere.record.stated_findings = 2
    mere.record.keep(by=None)
    assert "the source states" not in get(mere.lay, "evidence_page", mere.record.pk).content.decode()


def test_the_facts_of_its_kind_are_shown(get, mere):
    row = Inspection(
        partnership=mere.partnership,
        title="Inspection of services",
        inspectorate="The inspectorate",
        judgement="Requires improvement",
        agency=AgencyFactory(name="Mere Council"),
        address="https://inspectorate.example/report",
    ).keep(by=None)
    page = get(mere.lay, "evidence_page", row.pk).content.decode()
    for words in (
        "The inspectorate",
        "Requires improvement",
        "Mere Council",
        'href="https://inspectorate.example/report"',
    ):
        assert words in page


def test_a_risk_shows_its_controls(get, mere):
    mere.risk.control(mere.action, by=None)
    page = get(mere.member, "evidence_page", mere.risk.pk)
    assert list(page.context["controls"]) == [mere.action]
    assert "Add a control" not in page.content.decode()
    assert "Add a control" in get(mere.runner, "evidence_page", mere.risk.pk).content.decode()


def test_what_may_be_done_is_offered(get, mere):
    assert "Add a finding" in get(mere.manager, "evidence_page", mere.record.pk).content.decode()
    assert "Add a finding" not in get(mere.runner, "evidence_page", mere.record.pk).content.decode()
    assert "Add a finding" in get(mere.runner, "evidence_page", mere.report.pk).content.decode()
