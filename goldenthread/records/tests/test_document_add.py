"""Uploading a document."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.partnership.roles import SeatRole
from goldenthread.records import store
from goldenthread.records.errors import NoRoom
from goldenthread.records.models import Document
from goldenthread.records.tests.factories import PDF, a_board, somebody


def sent(content: bytes = PDF, name: str = "Plan.pdf", **changed: str) -> dict[str, object]:
    return {
        "title": "Plan",
        "kind": "report",
        "circulation": "body",
        "file": SimpleUploadedFile(name, content),
    } | changed


def test_the_page_asks_for_title_kind_readers_and_file(board, manager, browser):
    page = browser(manager).get(f"/bodies/{board.pk}/documents/add/")
    assert page.status_code == 200
    for words in (
        "Add a document",
        "Title",
        "Kind of document",
        "Who may read it",
        "File",
        'enctype="multipart/form-data"',
    ):
        assert words in page.content.decode()


def test_a_document_is_added_and_shown(board, manager, browser):
    page = browser(manager).post(f"/bodies/{board.pk}/documents/add/", sent(), follow=True)
    document = Document.objects.get()
    assert page.redirect_chain == [(f"/documents/{document.pk}/", 302)]
    assert "Plan was added." in page.content.decode()
    assert (document.body, document.newest.uploaded_by) == (board, manager)


@pytest.mark.parametrize(
    ("content", "changed", "says"),
    [
        (b"MZ", {"name": "a.exe"}, "is not a type of file that can be kept"),
        (b"MZ", {}, "is not really a PDF file"),
        (b"", {}, "is empty"),
        (PDF, {"title": ""}, "Enter title."),
        (PDF, {"circulation": "sealed"}, "Select a valid choice"),
        (PDF, {"file": ""}, "Choose a file"),
    ],
)
def test_what_is_refused_is_said_beside_the_field(board, manager, browser, content, changed, says):
    name = changed.pop("name", "Plan.pdf")
    page = browser(manager).post(f"/bodies/{board.pk}/documents/add/", sent(content, name) | changed)
    assert page.status_code == 200
    assert says in page.content.decode()
    assert not Document.objects.exists()


def test_a_full_disk_is_said_in_a_sentence(board, manager, browser, monkeypatch):
    def full(content: bytes) -> str:
        raise NoRoom

    monkeypatch.setattr(store, "keep", full)
    page = browser(manager).post(f"/bodies/{board.pk}/documents/add/", sent())
    assert page.status_code == 200
    assert "There is no room left to keep this file, so nothing was saved." in page.content.decode()
    assert not Document.objects.exists()


def test_a_request_beyond_the_limit_is_refused(board, manager, browser, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    page = browser(manager).post(f"/bodies/{board.pk}/documents/add/", sent(PDF + b" " * 2000))
    assert page.status_code == 413
    assert not Document.objects.exists()


def test_members_may_not_and_strangers_find_no_body(board, browser):
    member = somebody(board, SeatRole.CORE, "Member")
    clerk = somebody(a_board("Other Board"), SeatRole.CLERK, "Clerk elsewhere")
    assert browser(member).get(f"/bodies/{board.pk}/documents/add/").status_code == 403
    assert browser(clerk).get(f"/bodies/{board.pk}/documents/add/").status_code == 404
    assert browser(clerk).post(f"/bodies/{board.pk}/documents/add/", sent()).status_code == 404
    assert not Document.objects.exists()
