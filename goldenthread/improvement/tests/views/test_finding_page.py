"""The thread of one finding."""

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.tests.evidence import FindingFactory, HistoricalRecordFactory, a_closed_action, an_action


def test_it_leads_up_and_down(get, mere):
    page = get(mere.lay, "finding_page", mere.done.pk).content.decode()
    assert f'href="/evidence/{mere.record.pk}/"' in page
    assert f'href="/threads/actions/{mere.action.pk}/"' in page
    assert f'href="/findings/{mere.open.pk}/"' in page


def test_a_broken_thread_is_said_and_mended_from_here(get, mere):
    page = get(mere.manager, "finding_page", mere.open.pk).content.decode()
    assert "Broken thread" in page
    assert f'href="/findings/{mere.open.pk}/answer/"' in page
    assert "Link an action" not in get(mere.lay, "finding_page", mere.open.pk).content.decode()


def test_a_reason_for_none_is_shown_with_who_said_it(get, mere):
    mere.open.need_no_action(reason="It was put right before.", by=mere.manager)
    page = get(mere.lay, "finding_page", mere.open.pk).content.decode()
    assert "It was put right before." in page
    assert mere.manager.name in page
    assert "Broken thread" not in page


def test_earlier_and_later_findings_are_linked_both_ways(get, mere):
    later = FindingFactory(evidence=HistoricalRecordFactory(partnership=mere.partnership, title="Child N"))
    later.repeat(mere.done, by=None)
    assert f'href="/findings/{mere.done.pk}/"' in get(mere.lay, "finding_page", later.pk).content.decode()
    page = get(mere.lay, "finding_page", mere.done.pk).content.decode()
    assert "Found again" in page
    assert "Child N" in page


def test_a_finding_of_unseen_evidence_is_not_named(get, mere):
    mere.of_report.repeat(mere.done, by=None)
    page = get(mere.lay, "finding_page", mere.done.pk).content.decode()
    assert "Found again" not in page


def test_impact_is_shown(get, mere):
    mere.done.link(a_closed_action(mere.partnership, text="Closed in time"), by=None)
    page = get(mere.lay, "finding_page", mere.done.pk).content.decode()
    assert "Check overdue" in page


def test_outside_it_does_not_exist(get, mere):
    assert get(mere.neighbour, "finding_page", mere.done.pk).status_code == 404
    assert get(mere.lay, "finding_page", mere.of_report.pk).status_code == 404
    assert get(mere.guest, "finding_page", mere.done.pk).status_code == 403


def test_reading_what_is_for_a_body_alone_leaves_an_entry(get, mere):
    get(mere.member, "finding_page", mere.of_report.pk)
    assert TrailEntry.objects.get(verb="evidence.read").object_id == str(mere.report.pk)


def test_an_action_of_another_plan_is_counted_and_not_named(get, mere):
    mere.open.link(an_action(mere.dale, "Theirs to do"), by=None)
    page = get(mere.lay, "finding_page", mere.open.pk).content.decode()
    assert "1 further action of a plan you do not see" in page
    assert "Theirs to do" not in page
