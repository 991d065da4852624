"""Uploading, replacing, removing and downloading papers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import AgendaItem, ItemReader, Paper
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.factories import PersonFactory
from goldenthread.records.models import Document


@pytest.fixture
def item(mere):
    meeting = factories.a_meeting(mere.board, date(2190, 3, 9))
    return AgendaItem(meeting=meeting, title="Housing").add(by=mere.manager)


def a_file(content=b"What we found.", name="findings.txt"):
    return SimpleUploadedFile(name, content)


def publish(item):
    AgendaItem.objects.filter(pk=item.pk).update(published_at=timezone.now())
    Paper.objects.filter(item=item).update(published_at=timezone.now())


def content(response):
    return b"".join(response)


def test_a_paper_is_uploaded_read_replaced_and_removed(mere, get, post, item):
    assert post(mere.manager, "paper_add", item.pk, title="Findings", file=a_file()).status_code == 302
    paper = item.papers.get()
    answer = get(mere.manager, "paper_download", paper.pk)
    assert content(answer) == b"What we found."
    assert answer["Content-Disposition"] == 'attachment; filename="findings.txt"'
    assert "sandbox" in answer["Content-Security-Policy"]
    read = TrailEntry.objects.get(verb="document.read")
    assert (read.object_id, read.actor_id) == (str(paper.document_id), mere.manager.pk)
    assert post(mere.manager, "paper_replace", paper.pk, file=a_file(b"Corrected.")).status_code == 302
    assert content(get(mere.manager, "paper_download", paper.pk)) == b"Corrected."
    assert post(mere.manager, "paper_remove", paper.pk).status_code == 302
    assert not item.papers.exists()


def test_only_those_who_may_read_it_download_it(mere, get, item):
    guest = PersonFactory()
    opened = Paper(item=item).add("Open", "paper.txt", b"Nothing.", by=mere.manager)
    closed = Paper(item=item, restricted=True).add("Closed", "paper.txt", b"Secret.", by=mere.manager)
    reader = ItemReader(item=item, person=guest).keep(by=mere.manager)
    everybody = (mere.member, mere.chair, guest, mere.stranger)

    def answers(paper):
        given = [get(person, "paper_download", paper.pk) for person in everybody]
        return [response.status_code for response in given if not (response.streaming and not content(response))]

    assert answers(opened) == answers(closed) == [404, 404, 404, 404]
    publish(item)
    assert answers(opened) == [200, 200, 200, 404]
    assert answers(closed) == [404, 200, 404, 404]
    reader.restricted = True
    reader.keep(by=mere.manager)
    assert answers(closed) == [404, 200, 200, 404]


def test_a_paper_is_reached_in_no_other_way(mere, get, item):
    paper = Paper(item=item).add("Open", "paper.txt", b"Nothing.", by=mere.manager)
    publish(item)
    for person in (mere.manager, mere.chair, mere.member):
        assert get(person, "document_page", paper.document_id).status_code == 404
        assert get(person, "document_download", paper.document_id, 1).status_code == 404
    assert not Document.objects.filter(circulation="body").exists()


def test_what_is_refused_is_said_beside_the_form(mere, post, item):
    page = post(mere.manager, "paper_add", item.pk, title="Program", file=a_file(b"MZ", "run.exe")).content.decode()
    assert "not a type of file that can be kept" in page
    assert "Choose a file" in post(mere.manager, "paper_add", item.pk, title="Nothing").content.decode()
    assert not item.papers.exists()


def test_after_publication_a_paper_stays_and_a_new_one_is_late(mere, get, post, item):
    paper = Paper(item=item).add("Open", "paper.txt", b"Nothing.", by=mere.manager)
    publish(item)
    page = post(mere.manager, "paper_replace", paper.pk, file=a_file()).content.decode()
    assert "This paper is published." in page
    assert post(mere.manager, "paper_remove", paper.pk).status_code == 409
    assert "goes out in a supplement" in get(mere.manager, "paper_add", item.pk).content.decode()
    post(mere.manager, "paper_add", item.pk, title="Late", file=a_file())
    assert "Late: for a supplement" in get(mere.manager, "agenda_page", item.meeting_id).content.decode()
    assert "Late" not in get(mere.member, "meeting_page", item.meeting_id).content.decode()


def test_papers_move_by_buttons(mere, post, item):
    first, second = (Paper(item=item).add(title, "a.txt", b"x", by=mere.manager) for title in ("One", "Two"))
    assert post(mere.manager, "paper_move", second.pk, to="up").status_code == 302
    assert list(item.papers.all()) == [second, first]
    assert post(mere.manager, "paper_move", second.pk, to="left").status_code == 404


def test_papers_of_a_restricted_item_are_restricted_without_asking(mere, get, item):
    item.restricted = True
    item.keep(by=mere.manager)
    page = get(mere.manager, "paper_add", item.pk).content.decode()
    assert "The whole item is restricted, and so are its papers." in page
    assert 'name="restricted"' not in page
