"""Broken threads: the page, the figure and the file."""

import csv
import io

import pytest

from goldenthread.foundation import figures
from goldenthread.improvement.models import Closure, Tabling
from goldenthread.improvement.rules.threads import Break
from goldenthread.improvement.tests.evidence import HistoricalRecordFactory, a_closed_action, an_action
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import days


@pytest.fixture
def broken(mere):
    """An action closed on nothing, and one whose impact check is overdue."""
    unproved = an_action(mere.partnership, "Done without a word", reference="B1")
    Closure(action=unproved).make(by=None, on=days(-2), historical=True)
    unchecked = a_closed_action(mere.partnership, text="Was it any use?", reference="B2")
    return unproved, unchecked


def asked(person):
    return figures.find("improvement.broken_threads")(Scope.of(person, today=days(0)))


def test_the_figure_lists_each_with_the_page_that_mends_it(get, mere, broken):
    found = asked(mere.lay)
    check = broken[1].impact_checks.get()
    assert [(thread.kind, thread.mend) for thread in found.threads] == [
        (Break.UNANSWERED, f"/findings/{mere.open.pk}/answer/"),
        (Break.UNPROVED, f"/actions/{broken[0].pk}/reopen/"),
        (Break.UNCHECKED, f"/plan/impact/{check.pk}/"),
        (Break.UNDISCUSSED, f"/evidence/{mere.record.pk}/table/"),
        (Break.UNDISCUSSED, f"/evidence/{mere.risk.pk}/table/"),
    ]
    assert {count.kind: count.count for count in found.counts} == dict.fromkeys(Break, 1) | {Break.UNDISCUSSED: 2}
    assert found.total == 5
    for thread in found.threads:
        assert get(mere.manager, "home").client.get(thread.mend).status_code == 200
        assert get(mere.manager, "home").client.get(thread.page).status_code == 200


def test_mending_takes_a_thread_off_the_list(mere, broken):
    mere.open.need_no_action(reason="Not for us.", by=mere.manager)
    Closure.objects.get(action=broken[0]).reopen("It was not done.", by=None)
    for evidence in (mere.record, mere.risk.recorded):
        Tabling(body=mere.board, evidence=evidence).table(by=mere.manager)
    assert [thread.kind for thread in asked(mere.lay).threads] == [Break.UNCHECKED]


def test_everyone_sees_those_of_what_they_see(mere, broken):
    assert len(asked(mere.member).threads) == 7
    assert [thread.id for thread in asked(mere.neighbour).threads] == [mere.their_finding.pk, mere.theirs.pk]
    named = figures.find("improvement.broken_threads")
    assert named(Scope.of(mere.lay, today=days(0)), partnership="Mere LSCB").threads == []


@pytest.mark.parametrize("kind", Break)
def test_the_page_shows_one_kind_with_the_counts_of_all(get, mere, broken, kind):
    page = get(mere.lay, "broken_threads", kind=kind.value)
    assert [count.count for count in page.context["counts"]] == [1, 1, 1, 2]
    thread, *others = page.context["threads"]
    assert thread.kind is kind
    assert len(others) == (kind is Break.UNDISCUSSED)
    assert f'href="{thread.mend}"' in page.content.decode()


def test_where_nothing_is_broken_the_page_says_so(get, mere):
    mere.open.need_no_action(reason="Not for us.", by=mere.manager)
    assert "Every thread of this kind is whole." in get(mere.lay, "broken_threads").content.decode()
    assert get(mere.guest, "broken_threads").status_code == 403


def test_the_file_holds_every_kind(get, mere, broken):
    response = get(mere.chair, "broken_export", "csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["What is broken"] for row in rows] == [
        "Finding without action",
        "Finding without action",
        "Action closed without evidence",
        "Impact check overdue",
        "Evidence never discussed",
        "Evidence never discussed",
        "Evidence never discussed",
    ]
    assert rows[0]["Page that mends it"].endswith("/answer/")


def test_who_may_not_take_the_file(get, mere):
    assert get(mere.lay, "broken_export", "csv").status_code == 403
    assert get(mere.governance, "broken_export", "csv").status_code == 403
    assert get(mere.chair, "broken_export", "doc").status_code == 404


def test_how_long_evidence_may_wait_is_a_setting(get, mere):
    record = HistoricalRecordFactory(partnership=mere.partnership, dated_on=days(-20))
    kind = Break.UNDISCUSSED.value
    assert record.pk not in {line.id for line in get(mere.lay, "broken_threads", kind=kind).context["threads"]}
    page = get(mere.lay, "broken_threads", kind=kind, days=14)
    assert record.pk in {line.id for line in page.context["threads"]}
    named = figures.find("improvement.broken_threads")
    threads = named(Scope.of(mere.lay, today=days(0)), days=14).threads
    assert record.pk in {line.id for line in threads if line.kind is Break.UNDISCUSSED}
