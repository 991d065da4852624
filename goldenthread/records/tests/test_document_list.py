"""The documents of a body, on its page and as a list."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.records import sections
from goldenthread.records.models import Document
from goldenthread.records.tests.factories import PDF, a_document, somebody


def section(person, board) -> dict[str, object] | None:
    return sections.documents(Scope.of(person, today=timezone.localdate()), board)


def test_the_section_shows_what_the_person_may_read(board, manager):
    narrow, wide = (
        a_document(board, by=manager, title="Narrow"),
        a_document(board, by=manager, title="Wide", circulation=Circulation.PARTNERSHIP),
    )
    shown = section(manager, board)
    assert shown is not None
    assert (shown["documents"], shown["count"], shown["may_upload"]) == ([narrow, wide], 2, True)


def test_members_are_not_offered_to_upload(board):
    shown = section(somebody(board, SeatRole.CORE), board)
    assert shown is not None
    assert (shown["documents"], shown["may_upload"]) == ([], False)


def test_those_who_read_no_documents_have_no_section(board):
    assert section(somebody(board, SeatRole.YOUNG_SCRUTINEER), board) is not None
    nobody = Scope(person=None, today=timezone.localdate())
    assert sections.documents(nobody, board) is None


def test_the_list_has_an_empty_state_and_then_the_documents(board, manager, browser):
    address = f"/bodies/{board.pk}/documents/"
    assert "No documents yet." in browser(manager).get(address).content.decode()
    a_document(board, by=manager)
    text = browser(manager).get(address).content.decode()
    assert "Plan" in text
    assert "OFFICIAL-SENSITIVE" in text


def test_the_body_s_page_shows_them(board, manager, browser):
    a_document(board, by=manager)
    text = browser(manager).get(f"/bodies/{board.pk}/").content.decode()
    assert "Add a document" in text
    assert f"/documents/{Document.objects.get().pk}/" in text


def test_the_number_of_queries_does_not_grow(board, manager, browser):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            browser_of_manager.get(f"/bodies/{board.pk}/documents/")
        return len(captured)

    browser_of_manager = browser(manager)
    a_document(board, by=manager)
    queries()  # the first page of a session also writes the session
    one = queries()
    for number in range(9):
        a_document(board, by=manager, title=f"Plan {number}").add_version("Plan.pdf", PDF, by=manager)
    assert queries() == one
