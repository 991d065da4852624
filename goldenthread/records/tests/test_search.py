"""The page of search."""

import pytest
from django.urls import reverse

from goldenthread.foundation import search
from goldenthread.foundation.search import Row
from goldenthread.partnership import reach
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import SeatRole
from goldenthread.records import search_index
from goldenthread.records.tests.factories import a_document, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(board, manager, browser):
    """Ask as the business manager; the page as text."""

    def asked(person=None, **query):
        response = browser(person or manager).get(reverse("search"), query)
        assert response.status_code == 200
        return response.content.decode()

    return asked


def test_without_a_question_the_page_explains_itself(ask):
    page = ask()
    assert "How to search" in page
    assert "found" not in page.partition("<h1")[2].partition("How to search")[0]


def test_what_is_found_leads_to_its_page_with_the_hit_marked(ask, board, manager):
    document = a_document(board, by=manager, title="Thresholds <document>")
    search_index.rebuild()
    page = ask(q="threshold")
    assert (
        f'href="{reverse("document_page", args=[document.pk])}"><mark>Thresholds</mark> &lt;document&gt;</a>' in page
    )
    assert "1 found" in page
    assert "OFFICIAL-SENSITIVE" in page


def test_the_register_alone_is_marked_as_the_register_is(ask):
    search_index.rebuild()
    page = ask(q="mere")
    assert "2 found" in page
    assert "OFFICIAL-SENSITIVE" not in page


def test_nothing_found_says_so(ask):
    assert "Nothing you may see fits." in ask(q="xylophone")


def test_what_is_typed_is_shown_again_and_escaped(ask):
    page = ask(q='"><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"q": "x" * 10_000},
        {"q": '"' * 99},
        {"q": "board", "kind": "nonsense"},
        {"q": "board", "from": "nonsense"},
        {"q": "board", "to-day": "31", "to-month": "2", "to-year": "2020"},
        {"q": "board", "page": "99999"},
        {"q": "board", "page": "x"},
    ],
)
def test_nothing_that_is_asked_is_an_error(ask, query):
    search_index.rebuild()
    ask(**query)


def test_a_day_that_is_no_date_is_said_and_narrows_nothing(ask):
    search_index.rebuild()
    page = ask(q="mere", **{"to-day": "31", "to-month": "2", "to-year": "2020"})
    assert "31 February 2020 is not a date." in page
    assert "2 found" in page


def test_kinds_are_links_with_how_many_there_are(ask, board, manager):
    a_document(board, by=manager, title="Mere plan")
    search_index.rebuild()
    page = ask(q="mere")
    assert 'href="?q=mere&amp;kind=document&amp;page=1">Documents</a>: 1' in page
    page = ask(q="mere", kind="document")
    assert "1 found" in page
    assert ">Everything</a>" in page
    assert ">Bodies</a>" not in page


def test_many_hits_come_in_pages(ask, board):
    readers = reach.allowed(Permission.SEE_DOCUMENTS, board)
    rows = ((number, Row(f"Paper {number}", "document_page", (number,), readers)) for number in range(45))
    search_index.write(search.find("document"), rows)
    page = ask(q="paper")
    assert page.count('class="gt-hit"') == 20
    assert "Showing 1 to 20 of 45" in page
    assert ask(q="paper", page="3").count('class="gt-hit"') == 5
    assert 'start="41"' in ask(q="paper", page="3")


def test_the_box_stands_on_every_other_page_of_people_with_a_seat(board, manager, browser):
    home = browser(manager).get("/").content.decode()
    assert f'role="search" method="get" action="{reverse("search")}"' in home
    stranger = Person(name="Sasha Quill", email="sasha@mere.example").keep(by=None)
    assert 'role="search"' not in browser(stranger).get("/").content.decode()
    assert browser(stranger).get(reverse("search"), {"q": "mere"}).status_code == 403
    assert browser(manager).post(reverse("search")).status_code == 405


def test_a_member_is_offered_the_kinds_they_may_open(ask, board):
    member = somebody(board, SeatRole.CORE)
    assert '<option value="document"' in ask(person=member)
    assert '<option value="meeting"' in ask(person=member)
