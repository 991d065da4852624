"""Quorum rules of a body, and what they say about past meetings."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.governance.models import QuorumRule
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.conftest import browser


@pytest.fixture
def rule(mere):
    return QuorumRule(body=mere.board, kind="count", number=3, source="Terms of reference, 4").keep(by=None)


def test_the_page_says_what_the_rules_would_have_said(mere, rule, get):
    page = get(mere.member, "quorum_page", mere.board.pk)
    text = page.content.decode()
    assert [said.outcome.value for _, said in page.context["meetings"]] == ["not met", "not met", "not met", "met"]
    for words in ("Terms of reference, 4", "At least 3 seats of members present", "Not quorate", "OFFICIAL-SENSITIVE"):
        assert words in text
    assert "Add a rule" not in text
    assert "Add a rule" in get(mere.manager, "quorum_page", mere.board.pk).content.decode()


def test_without_rules_nothing_is_claimed(mere, get):
    text = get(mere.manager, "quorum_page", mere.board.pk).content.decode()
    assert "No quorum rule is set." in text
    assert "What the rules say" not in text


def test_a_rule_is_added_changed_and_ended(mere, post):
    answer = post(mere.manager, "quorum_add", mere.board.pk, kind="share", number="50")
    rule = QuorumRule.objects.get()
    assert (answer.url, rule.kind, rule.number) == (f"/bodies/{mere.board.pk}/quorum/", "share", 50)
    post(mere.manager, "quorum_edit", rule.pk, kind="partners", number="50", source="Arrangements")
    rule.refresh_from_db()
    assert (rule.kind, rule.number, rule.source) == ("partners", None, "Arrangements")
    post(mere.manager, "quorum_end", rule.pk, on=date(2020, 1, 1))
    rule.refresh_from_db()
    assert rule.ends_on == date(2020, 1, 1)
    again = post(mere.manager, "quorum_end", rule.pk, on=date(2020, 2, 1))
    assert "This rule has already ended." in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "count", "number": ""}, "Enter how many seats"),
        ({"kind": "share", "number": "101"}, "Enter a percentage from 1 to 100."),
        ({"kind": "", "number": "3"}, "What must hold?"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(mere, post, typed, sentence):
    page = post(mere.manager, "quorum_add", mere.board.pk, **typed)
    assert sentence in page.content.decode()
    assert not QuorumRule.objects.exists()


def test_the_meeting_and_its_sheet_show_the_quorum(mere, rule, get):
    for name in ("meeting_page", "attendance_record"):
        text = get(mere.manager, name, mere.meetings[0].pk).content.decode()
        assert "3 seats of members were present; 3 are needed." in text
    coming = factories.a_meeting(mere.board, date(2190, 1, 5))
    assert "Quorum:" not in get(mere.manager, "meeting_page", coming.pk).content.decode()


def test_the_page_takes_the_same_queries_for_more_meetings(mere, rule):
    client = browser(mere.manager)
    address = f"/bodies/{mere.board.pk}/quorum/"
    client.get(address)
    counts = []
    for days in ((1,), range(2, 15)):
        for day in days:
            factories.a_sheet(mere.board, date(2018, 1, day), [(mere.seats["police"], "y")])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_who_may(mere, rule, get, post):
    assert get(mere.stranger, "quorum_page", mere.board.pk).status_code == 404
    assert get(mere.guest, "quorum_page", mere.board.pk).status_code == 403
    for name, number in (("quorum_add", mere.board.pk), ("quorum_edit", rule.pk), ("quorum_end", rule.pk)):
        assert get(mere.member, name, number).status_code == 403
        assert post(mere.chair, name, number).status_code == 403
