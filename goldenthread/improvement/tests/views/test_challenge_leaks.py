"""What is written about a case reaches those who read it alone: no list, file, number, message, trail or search."""

import json

import pytest
from django.urls import reverse

from goldenthread.foundation import figures
from goldenthread.foundation.figures import as_json
from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.improvement.tests.challenges import a_disagreement
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import days, seated
from goldenthread.partnership.tests.importing import exported, scope_of
from goldenthread.records import search_index

WORDS = ("ZQ-20417", "zqissue", "zqanswer", "zqmoved", "zqrisk", "zqchild", "zqsettled", "zqlearned", "zqimpact")


@pytest.fixture
def planted(challenged):
    """A disagreement with a word of its own in each of its texts, through all that can be done to it."""
    case = a_disagreement(
        challenged,
        case_reference="ZQ-20417",
        issue="zqissue",
        child_safe_by=days(20),
        child_safe_reason="zqchild",
    )
    case.shorten(reason="zqrisk", by=challenged.manager)
    case.respond(text="zqanswer", by=challenged.officer)
    case.escalate(reason="zqmoved", by=challenged.manager)
    case.resolve(result="agreed", words="zqsettled", learning="zqlearned", by=challenged.manager)
    case.note(learning="zqlearned", impact="zqimpact", themes=[], by=challenged.manager)
    challenged.case = case
    search_index.rebuild()
    return challenged


def pages(place) -> list[str]:
    """Every page that could name it, and files of them."""
    lists = ("challenge_log", "challenge_numbers", "challenge_chart", "evidence_list", "clock_list", "trail_list")
    found = [reverse(name) for name in lists]
    found += [reverse("challenge_export", args=[form]) for form in ("csv", "json")]
    found += [reverse("body_page", args=[body.pk]) for body in (place.board, place.group)]
    found += [reverse("search") + f"?q={word}" for word in WORDS]
    found += [reverse("challenge_log") + f"?text={word}" for word in WORDS]
    of_case = ("challenge_page", "challenge_timeline", "challenge_respond", "challenge_edit", "evidence_page")
    return found + [reverse(name, args=[place.case.pk]) for name in of_case]


def seen(person, place) -> set[str]:
    """The planted words on the pages that ``person`` is shown. What is asked for in a search box is not counted."""
    words = set()
    for page in pages(place):
        answer = browser(person).get(page)
        text = b"".join(answer) if answer.streaming else answer.content
        asked = page.partition("=")[2]
        words |= {word for word in WORDS if word.encode() in text and word != asked}
    return words


def test_who_may_not_read_it_sees_nothing_of_it(planted):
    for person in (
        planted.chair,
        planted.partner,
        planted.governance,
        seated(planted.board, SeatRole.SCRUTINEER),
        seated(planted.board),
    ):
        assert seen(person, planted) == set(), person


def test_lists_files_and_search_hold_nothing_of_it_even_for_who_may(planted):
    shared = [page for page in pages(planted) if f"/{planted.case.pk}/" not in page]
    for page in shared:
        answer = browser(planted.manager).get(page)
        asked = page.partition("=")[2]
        assert [word for word in WORDS if word.encode() in answer.content and word != asked] == [], page
    assert set(WORDS) - seen(planted.manager, planted) == {"zqchild"}, "its own page holds what it says"


def test_a_member_of_the_holding_body_sees_all_but_the_reference(planted):
    assert "ZQ-20417" not in seen(planted.member, planted)
    assert "zqissue" in seen(planted.member, planted)


def test_messages_the_trail_files_and_figures_hold_nothing_of_it(planted):
    held = [repr(row) for row in Message.objects.values()] + [repr(row) for row in TrailEntry.objects.values()]
    held += [exported("challenges").decode(), exported("challenges", by=planted.manager).decode()]
    held += [json.dumps(as_json(figures.find("improvement.challenges")(scope_of())))]
    assert [word for word in WORDS if any(word in text for text in held)] == []
    assert Message.objects.exists()
