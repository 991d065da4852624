"""Bringing in a file: which kinds, what is expected, what is refused at the door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.foundation import jobs
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Seat
from goldenthread.partnership.roles import SeatRole
from goldenthread.records import store
from goldenthread.records.models import ImportRun
from goldenthread.records.tests.factories import a_board, somebody
from goldenthread.records.views import imports

ADDRESS = reverse("import_add", args=["seats"])


def seats(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("seats.csv", "\n".join(["title,role", *lines]).encode())


def test_the_page_says_what_each_column_means(browser, manager):
    page = browser(manager).get(ADDRESS).text
    assert "Import seats" in page
    assert "what the seat is called" in page
    assert reverse("import_example", args=["seats"]) in page


def test_a_file_is_checked_and_nothing_loaded(browser, board, manager):
    before = Seat.objects.count()
    response = browser(manager).post(ADDRESS, {"file": seats("Police,core"), "body": board.pk})
    run = ImportRun.objects.get()
    assert response.headers["Location"] == reverse("import_page", args=[run.pk])
    assert (run.state, run.started_by, run.options["body"]) == ("ready", manager, board.name)
    assert run.counts == {"read": 1, "new": 1, "changed": 0, "unchanged": 0, "skipped": 0, "refused": 0}
    assert Seat.objects.count() == before
    assert TrailEntry.objects.get(verb="import.begin").ids == {"kind": "seats"}


def test_a_long_file_is_checked_by_a_job(browser, board, manager, monkeypatch):
    monkeypatch.setattr(imports, "IN_REQUEST", 10)
    response = browser(manager).post(ADDRESS, {"file": seats("Police,core"), "body": board.pk})
    assert "/jobs/" in response.headers["Location"]
    assert ImportRun.objects.get().state == "waiting"
    assert jobs.run_waiting() == 1
    run = ImportRun.objects.get()
    assert run.state == "ready"
    browser(manager).post(reverse("import_confirm", args=[run.pk]))
    assert ImportRun.objects.get().state == "confirmed"
    jobs.run_waiting()
    assert ImportRun.objects.get().state == "loaded"
    assert Seat.objects.filter(title="Police").exists()


def test_only_bodies_of_one_s_own_are_offered(browser, manager):
    other = a_board("Elsewhere")
    client = browser(manager)
    assert "Elsewhere" not in client.get(ADDRESS).text
    page = client.post(ADDRESS, {"file": seats("Police,core"), "body": other.pk}).text
    assert "Error:" in page
    assert not ImportRun.objects.exists()


def test_a_file_is_needed(browser, manager):
    assert "Error:" in browser(manager).post(ADDRESS, {"body": ""}).text


def test_who_may_not(browser, board):
    assert browser(somebody(board, SeatRole.CORE, "Member")).get(ADDRESS).status_code == 403


def test_an_unknown_kind_is_not_there(browser, manager):
    assert browser(manager).get(reverse("import_add", args=["nothing"])).status_code == 404


def test_an_example_has_the_headings(browser, manager):
    response = browser(manager).get(reverse("import_example", args=["agencies"]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="agencies-example.xlsx"'
    assert response.content.startswith(b"PK")


@pytest.mark.parametrize("full", [OSError(28, "No space left on device")])
def test_a_full_disk_is_said(browser, board, manager, monkeypatch, full):
    def keep(content: bytes) -> str:
        raise store.NoRoom from full

    monkeypatch.setattr(store, "keep", keep)
    page = browser(manager).post(ADDRESS, {"file": seats("Police,core"), "body": board.pk}).text
    assert "There is no room left" in page
    assert not ImportRun.objects.exists()
