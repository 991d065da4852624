"""A document, its versions and its file."""

from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import SeatRole
from goldenthread.records import store
from goldenthread.records.tests.factories import PDF, a_board, a_document, office, somebody


def test_the_page_shows_versions_and_marking(board, manager, browser):
    document = a_document(board, by=manager)
    document.add_version("Second.docx", office("docx"), by=manager)
    text = browser(manager).get(f"/documents/{document.pk}/").content.decode()
    for words in ("Plan.pdf", "Second.docx", "OFFICIAL-SENSITIVE", "Add a new version", "Business Manager"):
        assert words in text


def test_a_member_reads_but_is_not_offered_to_change(board, manager, browser):
    member = somebody(board, SeatRole.CORE, "Member")
    document = a_document(board, by=manager)
    page = browser(member).get(f"/documents/{document.pk}/")
    assert page.status_code == 200
    assert "Add a new version" not in page.content.decode()
    assert browser(member).get(f"/documents/{document.pk}/versions/add/").status_code == 403


def test_elsewhere_it_does_not_exist(board, manager, browser):
    stranger = browser(somebody(a_board("Other Board"), SeatRole.CLERK, "Clerk elsewhere"))
    document = a_document(board, by=manager, circulation=Circulation.PARTNERSHIP)
    for address in ("", "versions/add/", "versions/1/file/"):
        assert stranger.get(f"/documents/{document.pk}/{address}").status_code == 404


def test_a_new_version_is_added(board, manager, browser):
    document = a_document(board, by=manager)
    address = f"/documents/{document.pk}/versions/add/"
    assert "Add a new version" in browser(manager).get(address).content.decode()
    page = browser(manager).post(address, {"file": SimpleUploadedFile("Second.pdf", PDF)}, follow=True)
    assert "Version 2 was added." in page.content.decode()
    assert document.versions.count() == 2


def test_a_refused_version_is_said_beside_the_field(board, manager, browser):
    document = a_document(board, by=manager)
    page = browser(manager).post(
        f"/documents/{document.pk}/versions/add/", {"file": SimpleUploadedFile("Second.pdf", b"MZ")}
    )
    assert "Second.pdf is not really a PDF file." in page.content.decode()
    assert document.versions.count() == 1


def test_the_file_is_to_be_saved_and_never_a_page_of_this_site(board, manager, browser):
    document = a_document(board, by=manager)
    response = browser(manager).get(f"/documents/{document.pk}/versions/1/file/")
    assert response.getvalue() == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


def test_reading_a_file_of_the_body_leaves_an_entry(board, manager, browser):
    document = a_document(board, by=manager)
    browser(manager).get(f"/documents/{document.pk}/versions/1/file/").getvalue()
    entry = TrailEntry.objects.get(verb="document.read")
    assert (entry.actor, entry.object_id, entry.ids) == (manager, str(document.pk), {"version": 1})


def test_a_version_that_is_not_there_is_not_found(board, manager, browser):
    document = a_document(board, by=manager)
    assert browser(manager).get(f"/documents/{document.pk}/versions/2/file/").status_code == 404


def test_a_lost_file_is_said_in_a_sentence_and_is_no_read(board, manager, browser):
    document = a_document(board, by=manager)
    store.remove(document.newest.file)
    page = browser(manager).get(f"/documents/{document.pk}/versions/1/file/")
    assert page.status_code == 409
    assert "The file of this document cannot be found." in page.content.decode()
    assert not TrailEntry.objects.filter(verb="document.read").exists()
