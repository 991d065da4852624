"""Documents: kept whole or not at all, and read by those they are for."""

import errno
import os
import time
from pathlib import Path

import clamd
import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.records import scanner, store
from goldenthread.records.errors import NoRoom, UploadRefused
from goldenthread.records.models import Document, DocumentVersion
from goldenthread.records.tasks import sweep_files
from goldenthread.records.tests.factories import PDF, a_board, a_document, office, somebody

pytestmark = pytest.mark.django_db


def files() -> list[Path]:
    return sorted(store.path("").iterdir()) if store.path("").exists() else []


def nothing_is_left() -> bool:
    return not files() and not Document.objects.exists() and not DocumentVersion.objects.exists()


def scope(person) -> Scope:
    return Scope.of(person, today=timezone.localdate())


def test_a_document_keeps_its_file_under_a_random_name(board, manager):
    document = a_document(board, by=manager)
    version = document.newest
    assert (version.number, version.filename, version.size) == (1, "Plan.pdf", len(PDF))
    assert files() == [store.path(version.file)]
    assert files()[0].read_bytes() == PDF
    assert files()[0].name != "Plan.pdf"
    assert document.marking == "OFFICIAL-SENSITIVE"


def test_versions_are_numbered_and_the_earlier_stay(board, manager):
    document = a_document(board, by=manager)
    document.add_version("Plan, second.docx", office("docx"), by=manager)
    assert [(version.number, version.filename) for version in document.versions.all()] == [
        (2, "Plan, second.docx"),
        (1, "Plan.pdf"),
    ]
    assert len(files()) == 2


def test_the_trail_tells_of_uploads_and_reads_without_their_text(board, manager):
    document = a_document(board, by=manager)
    document.add_version("Plan.pdf", PDF, by=manager)
    document.read(document.newest, by=manager)
    entries = TrailEntry.objects.filter(verb__startswith="document.").order_by("id")
    assert [(entry.verb, entry.ids) for entry in entries] == [
        ("document.add", {"body": board.pk}),
        ("document.version", {"version": 2}),
        ("document.read", {"version": 2}),
    ]


def test_reading_what_all_may_read_leaves_no_entry(board, manager):
    document = a_document(board, by=manager, circulation=Circulation.PARTNERSHIP)
    document.read(document.newest, by=manager)
    assert not TrailEntry.objects.filter(verb="document.read").exists()


def test_who_sees_which(board, manager):
    wide = a_document(board, by=manager, circulation=Circulation.PARTNERSHIP, title="Wide")
    narrow = a_document(board, by=manager, title="Narrow")
    other_board = a_board("Other Board")
    member = somebody(board, SeatRole.CORE, "Member")
    stranger = somebody(other_board, SeatRole.CORE, "Stranger")
    for person, seen in ((manager, [narrow, wide]), (member, [narrow, wide]), (stranger, [])):
        assert list(Document.objects.visible_to(scope(person))) == seen
    assert list(Document.objects.visible_to(Scope.operator(today=timezone.localdate()))) == [wide]


def test_a_refused_file_leaves_nothing(board, manager):
    with pytest.raises(UploadRefused):
        Document(body=board, title="Plan", kind="report", circulation="body").add("plan.pdf", b"MZ", by=manager)
    assert nothing_is_left()


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_neither_file_nor_row(board, manager, monkeypatch, step):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", full)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        opened = Path.open

        def open_full(self, *args, **kwargs):
            file = opened(self, *args, **{**kwargs, "buffering": 0})
            return FullFile(file)

        monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(NoRoom, match="There is no room left to keep this file, so nothing was saved"):
        a_document(board, by=manager)
    assert nothing_is_left()


class FullFile:
    """A file on a disk with room for ten bytes."""

    def __init__(self, file) -> None:
        self.file = file

    def write(self, content: bytes) -> None:
        self.file.write(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


class PostgresFull(Exception):
    sqlstate = "53100"


@pytest.mark.parametrize("words", ["database or disk is full", "could not extend file"])
def test_a_database_without_room_leaves_no_file(board, manager, monkeypatch, words):
    def full(*_: object, **__: object) -> None:
        raise OperationalError(words) from PostgresFull()

    monkeypatch.setattr(DocumentVersion, "keep", full)
    with pytest.raises(NoRoom):
        a_document(board, by=manager)
    assert nothing_is_left()


def test_any_other_fault_of_the_database_leaves_no_file_either(board, manager, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(DocumentVersion, "keep", broken)
    with pytest.raises(DatabaseError, match="gone"):
        a_document(board, by=manager)
    assert nothing_is_left()


def test_what_a_killed_upload_left_is_swept_up_after_an_hour(board, manager):
    document = a_document(board, by=manager)
    left, unfinished, recent = store.keep(b"left"), store.keep(b"left") + store.UNFINISHED, store.keep(b"recent")
    store.path(unfinished.removesuffix(store.UNFINISHED)).rename(store.path(unfinished))
    old = time.time() - 2 * 3600
    for name in (left, unfinished, document.newest.file):
        os.utime(store.path(name), (old, old))
    sweep_files.call()
    assert {file.name for file in files()} == {document.newest.file, recent}


class Scanner:
    answer: object = ("OK", None)

    def __init__(self, host: str, port: int, timeout: int) -> None:
        assert (host, port) == ("scanner.example", 3310)

    def instream(self, file):
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"stream": self.answer}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (("OK", None), None),
        (("FOUND", "Eicar"), "The virus scanner refused Plan.pdf"),
        (clamd.ConnectionError("no"), "cannot be reached"),
        (clamd.BufferTooLongError("no"), "cannot be reached"),
        (TimeoutError(), "cannot be reached"),
    ],
)
def test_where_there_is_a_virus_scanner_it_decides(board, manager, settings, monkeypatch, answer, why):
    settings.CLAMAV = "scanner.example:3310"
    monkeypatch.setattr(Scanner, "answer", answer)
    monkeypatch.setattr(scanner.clamd, "ClamdNetworkSocket", Scanner)
    if why is None:
        a_document(board, by=manager)
    else:
        with pytest.raises(UploadRefused, match=why):
            a_document(board, by=manager)
        assert nothing_is_left()
