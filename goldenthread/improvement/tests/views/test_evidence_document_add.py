"""A file of a piece of evidence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.foundation.models import TrailEntry
from goldenthread.records.models import Document


@pytest.fixture
def send(post):
    def add(person, evidence, **given):
        held = SimpleUploadedFile("report.txt", b"What it says.")
        return post(person, "evidence_document_add", evidence.pk, **{"title": "The report", "file": held, **given})

    return add


def test_a_file_is_kept_with_it_and_goes_no_further(send, get, mere):
    response = send(mere.runner, mere.report, body=mere.subgroup.pk)
    assert response.url == f"/evidence/{mere.report.pk}/"
    document = Document.objects.get()
    assert (document.circulation, list(mere.report.documents.all())) == ("body", [document])
    assert TrailEntry.objects.filter(verb="evidence.attach", object_id=str(mere.report.pk)).exists()
    assert "The report" in get(mere.member, "evidence_page", mere.report.pk).content.decode()


def test_what_is_for_one_body_is_held_by_that_body(send, mere):
    page = send(mere.manager, mere.report, body=mere.board.pk)
    assert "body" in page.context["form"].errors
    assert not Document.objects.exists()


def test_a_file_that_is_refused_leaves_nothing(send, mere):
    held = SimpleUploadedFile("run.exe", b"MZ")
    page = send(mere.manager, mere.record, body=mere.board.pk, file=held)
    assert page.status_code == 200
    assert "file" in page.context["form"].errors
    assert not mere.record.documents.exists()


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "evidence_document_add", mere.record.pk).status_code == 404
    assert get(mere.member, "evidence_document_add", mere.report.pk).status_code == 403
    assert get(mere.manager, "evidence_document_add", mere.record.pk).status_code == 200
