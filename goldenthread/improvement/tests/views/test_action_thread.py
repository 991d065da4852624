"""The thread of an action."""

from goldenthread.improvement.models import Attestation, Closure, ImpactCheck
from goldenthread.improvement.tests.evidence import an_action
from goldenthread.partnership.tests.factories import AgencyFactory, days


def test_it_leads_up_to_findings_evidence_and_risks(get, mere):
    mere.risk.control(mere.action, by=None)
    page = get(mere.lay, "action_thread", mere.action.pk).content.decode()
    assert f'href="/findings/{mere.done.pk}/"' in page
    assert f'href="/evidence/{mere.record.pk}/"' in page
    assert f'href="/evidence/{mere.risk.pk}/"' in page
    assert f'href="/actions/{mere.action.pk}/"' in page


def test_it_leads_down_to_attestations_closing_and_impact(get, mere):
    part = Attestation(action=mere.action, agency=AgencyFactory(name="Mere Police"), asked_on=days(-100)).ask(by=None)
    page = get(mere.lay, "action_thread", mere.action.pk).content.decode()
    assert "Mere Police" in page
    assert "Awaited" in page
    part.attest("Our officers know.", by=None)
    Closure(action=mere.action, evidence="All parts are done.").make(by=None)
    ImpactCheck.objects.update(due_on=days(-1))
    page = get(mere.lay, "action_thread", mere.action.pk).content.decode()
    for words in ("Our officers know.", "All parts are done.", "Overdue"):
        assert words in page


def test_what_is_not_seen_is_not_named(get, mere):
    mere.of_report.link(mere.action, by=None)
    assert "A report" not in get(mere.lay, "action_thread", mere.action.pk).content.decode()
    assert "A report" in get(mere.member, "action_thread", mere.action.pk).content.decode()


def test_an_action_without_a_thread_says_so(get, mere):
    action = an_action(mere.partnership, "By itself")
    assert "No finding, decision or risk that you see" in get(mere.lay, "action_thread", action.pk).content.decode()


def test_outside_it_does_not_exist(get, mere):
    assert get(mere.neighbour, "action_thread", mere.action.pk).status_code == 404
    assert get(mere.governance, "action_thread", mere.action.pk).status_code == 403


def test_the_page_of_the_action_leads_here(get, mere):
    page = get(mere.lay, "action_page", mere.action.pk).content.decode()
    assert f'href="/threads/actions/{mere.action.pk}/"' in page
