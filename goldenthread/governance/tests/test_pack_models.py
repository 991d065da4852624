"""Building, publishing and giving out packs."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from types import SimpleNamespace

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from goldenthread.foundation import jobs
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import AgendaItem, ItemReader, Meeting, Pack, PackEntry, PackFile, Paper
from goldenthread.governance.tasks import build_pack
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.packs import papers
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Person
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import seated
from goldenthread.records import store
from goldenthread.records.models import Document, DocumentKind
from goldenthread.records.tasks import sweep_files

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)


def an_item(made: SimpleNamespace, title: str, **given) -> AgendaItem:
    position = made.meeting.items.count() + 1
    return AgendaItem(meeting=made.meeting, title=title, position=position, **given).keep(by=made.manager)


def a_paper(made: SimpleNamespace, item: AgendaItem, title: str, filename: str, content: bytes, **given) -> Paper:
    document = Document(body=made.board, title=title, kind=DocumentKind.PAPER, circulation=Circulation.OWNER).add(
        filename, content, by=made.manager
    )
    return Paper.objects.create(item=item, document=document, position=item.papers.count(), **given)


@pytest.fixture
def made(db, settings, tmp_path) -> SimpleNamespace:
    """A board's meeting with an open item, a restricted one, and an open one with a restricted paper."""
    settings.DOCUMENTS = tmp_path / "documents"
    board = factories.a_board()
    manager = factories.a_business_manager(board.partnership)
    made = SimpleNamespace(board=board, manager=manager, meeting=factories.a_meeting(board, date(2026, 5, 27)))
    made.member = seated(board, SeatRole.CORE)
    made.named = seated(board, SeatRole.LAY)
    made.open = an_item(made, "Openone")
    made.closed = an_item(made, "Closedtwo", restricted=True)
    made.half = an_item(made, "Openthree")
    made.alpha = a_paper(made, made.open, "Alpha", "alpha.pdf", papers.typeset("Alpha", words="alphabody"))
    made.bravo = a_paper(made, made.closed, "Bravo", "bravo.pdf", papers.typeset("Bravo", words="bravobody"))
    made.delta = a_paper(
        made, made.half, "Delta", "delta.pdf", papers.typeset("Delta", words="deltabody"), restricted=True
    )
    ItemReader(item=made.closed, person=made.named, restricted=True).keep(by=manager)
    return made


def scope(person: Person) -> Scope:
    return Scope.of(person, today=timezone.localdate())


def drawn(file: PackFile) -> str:
    document = pypdfium2.PdfDocument(store.path(file.file))
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_pack_is_built_and_published(made):
    pack = Pack.build(made.meeting, by=made.manager)
    assert (pack.supplement, pack.pages, pack.is_published) == (0, 6, False)
    assert [(e.paper, e.first_page, e.last_page, e.tagged) for e in pack.entries.all()] == [
        (made.alpha, 1, 2, True),
        (made.bravo, 3, 4, True),
        (made.delta, 5, 6, True),
    ]
    everything = frozenset({made.closed.pk, made.half.pk})
    assert {file.item_ids for file in pack.files.all()} == {frozenset(), frozenset({made.closed.pk}), everything}
    assert pack.file_for(scope(made.member)) is None
    assert pack.file_for(scope(made.manager)).item_ids == everything
    pack.publish(by=made.manager)
    made.open.refresh_from_db()
    made.closed.refresh_from_db()
    made.half.refresh_from_db()
    assert (made.open.first_page, made.open.last_page, made.open.published_at is not None) == (1, 2, True)
    assert (made.closed.first_page, made.half.first_page) == (3, None)
    assert Paper.objects.filter(published_at=None).count() == 0
    assert list(TrailEntry.objects.filter(verb__startswith="pack.").values_list("verb", flat=True)) == [
        "pack.build",
        "pack.publish",
    ]


def test_each_gets_the_file_with_what_they_may_read(made):
    pack = Pack.build(made.meeting, by=made.manager)
    pack.publish(by=made.manager)
    seen = {}
    for who in ("member", "named", "manager"):
        file = pack.file_for(scope(getattr(made, who)))
        seen[who] = {word for word in ("alpha", "bravo", "delta") if f"{word}body" in drawn(file)}
        mine = PackFile.objects.visible_to(scope(getattr(made, who)))
        assert file in mine
        assert all(other.item_ids <= file.item_ids for other in mine)
    assert seen == {"member": {"alpha"}, "named": {"alpha", "bravo"}, "manager": {"alpha", "bravo", "delta"}}
    stranger = seated(factories.a_board(name="Other Board"), SeatRole.CORE)
    assert pack.file_for(scope(stranger)) is None
    assert not PackFile.objects.visible_to(scope(stranger)).exists()
    assert not PackFile.objects.visible_to(Scope.operator(today=TODAY)).exists()
    # Who is no longer named reads nothing restricted, though the file for that audience is still there.
    ItemReader.objects.all().delete()
    assert pack.file_for(scope(made.named)).item_ids == frozenset()


def test_a_published_pack_never_changes_and_late_papers_are_a_supplement(made):
    pack = Pack.build(made.meeting, by=made.manager)
    pack.publish(by=made.manager)
    before = {file.audience: (file.file, file.sha256, store.path(file.file).read_bytes()) for file in pack.files.all()}
    rows = list(pack.entries.values())
    with pytest.raises(NotPossible, match="Nothing has come since"):
        Pack.build(made.meeting, by=made.manager)
    late = a_paper(made, made.open, "Echo", "echo.docx", papers.word("Echo", words="echobody"))
    made.alpha.document.add_version("alpha.pdf", papers.typeset("Alpha", words="newalpha"), by=made.manager)
    supplement = Pack.build(made.meeting, by=made.manager)
    assert supplement.supplement == 1
    assert [(e.paper, e.first_page) for e in supplement.entries.all()] == [(made.alpha, 1), (late, 3)]
    (file,) = supplement.files.filter(audience="")
    text = " ".join(drawn(file).split())
    assert "Replaces pages 1 to 2 of the pack." in text
    assert re.search(r"Page S1-1 Alpha newalpha", text)
    assert "Page S1-3" in text
    supplement.publish(by=made.manager)
    after = {file.audience: (file.file, file.sha256, store.path(file.file).read_bytes()) for file in pack.files.all()}
    assert (after, list(pack.entries.values())) == (before, rows)
    made.open.refresh_from_db()
    assert made.open.first_page == 1
    with pytest.raises(NotPossible, match="published already"):
        pack.publish(by=made.manager)


def test_building_again_replaces_what_is_not_published(made, django_capture_on_commit_callbacks):
    first = Pack.build(made.meeting, by=made.manager)
    names = set(first.files.values_list("file", flat=True))
    made.open.title = "Other title"
    made.open.keep(by=made.manager)
    first.meeting.refresh_from_db()
    assert not first.is_current
    with pytest.raises(NotPossible, match="has changed since"):
        first.publish(by=made.manager)
    with django_capture_on_commit_callbacks(execute=True):
        second = Pack.build(made.meeting, by=made.manager)
    assert [row.pk for row in Pack.objects.all()] == [second.pk]
    assert not any(store.path(name).exists() for name in names)
    assert PackEntry.objects.count() == 3
    with pytest.raises(NotPossible, match="built anew meanwhile"):
        first.publish(by=made.manager)
    second.publish(by=made.manager)


def test_nothing_is_built_without_items_or_for_a_cancelled_meeting(made):
    empty = factories.a_meeting(made.board, date(2026, 6, 1))
    with pytest.raises(NotPossible, match="no items yet"):
        Pack.build(empty, by=made.manager)
    pack = Pack.build(made.meeting, by=made.manager)
    Meeting.objects.filter(pk=made.meeting.pk).update(cancelled_at=timezone.now(), cancelled_by=made.manager)
    made.meeting.refresh_from_db()
    with pytest.raises(NotPossible, match="cancelled"):
        Pack.build(made.meeting, by=made.manager)
    with pytest.raises(NotPossible, match="cancelled"):
        pack.publish(by=made.manager)


def test_a_pack_published_during_a_build_is_not_touched(made, monkeypatch):
    first = Pack.build(made.meeting, by=made.manager)
    kept = store.keep_made

    def publish_meanwhile(write):
        monkeypatch.setattr(store, "keep_made", kept)
        first.publish(by=made.manager)
        return kept(write)

    monkeypatch.setattr(store, "keep_made", publish_meanwhile)
    with pytest.raises(NotPossible, match="was published while"):
        Pack.build(made.meeting, by=made.manager)
    assert Pack.objects.get() == first
    known = set(PackFile.objects.values_list("file", flat=True))
    assert all(store.path(name).exists() for name in known)
    documents = {version.file for document in Document.objects.all() for version in document.versions.all()}
    assert {path.name for path in store.path("x").parent.iterdir()} == known | documents


def test_the_job_builds_and_leads_to_the_page(made):
    job = jobs.enqueue(build_pack, made.meeting.pk, made.manager.pk, owner=made.manager)
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    assert job.result.return_value == f"/meetings/{made.meeting.pk}/pack/"
    assert Pack.objects.get().built_by == made.manager


def test_files_of_packs_are_not_swept_up(made):
    pack = Pack.build(made.meeting, by=made.manager)
    left = store.keep(b"left behind")
    old = time.time() - 7200
    for path in store.path("x").parent.iterdir():
        os.utime(path, (old, old))
    sweep_files.call()
    assert all(store.path(file.file).exists() for file in pack.files.all())
    assert not store.path(left).exists()
    assert store.path(made.alpha.document.newest.file).exists()


def mixed(made: SimpleNamespace) -> None:
    """Twelve papers, uploaded as a person would. A protected one is refused there, so its file is put in the place."""
    whole = papers.typeset("Whole")
    kinds = [
        ("Tagged", "a.pdf", whole),
        ("Untagged", "b.pdf", papers.typeset("Untagged", tagged=False)),
        ("Word", "c.docx", papers.word("Word")),
        ("Excel", "d.xlsx", papers.workbook()),
        ("Picture", "e.png", papers.picture()),
        ("Photograph", "f.jpg", papers.picture(form="JPEG")),
        ("Damaged", "g.pdf", whole[: len(whole) // 2]),
        ("Protected", "h.pdf", whole),
        ("Table", "i.csv", b"Name,Count\nMere,3\n"),
    ]
    for title, filename, content in kinds:
        row = a_paper(made, made.open, title, filename, content)
        if title == "Protected":
            store.path(row.document.newest.file).write_bytes(papers.protected("Locked"))


def test_the_command_writes_the_open_pack(made, tmp_path):
    mixed(made)
    assert Paper.objects.count() == 12
    out, said = tmp_path / "pack.pdf", io.StringIO()
    call_command("pack", "build", "--meeting", str(made.meeting.pk), "--out", str(out), stderr=said)
    document = pypdfium2.PdfDocument(out)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    assert "alphabody" in text
    assert "bravobody" not in text
    assert "deltabody" not in text
    assert "Closedtwo" not in text
    assert "2 restricted papers are left out." in said.getvalue()
    assert "Not included, item 1: Damaged. It is damaged" in said.getvalue()
    assert "Not included, item 1: Protected. It is protected by a password." in said.getvalue()
    assert said.getvalue().count("Not included") == 2
    assert not Pack.objects.exists()
    assert TrailEntry.objects.filter(verb="pack.write").count() == 1

    pack = Pack.build(made.meeting, by=made.manager)
    assert pack.entries.exclude(problem="").count() == 2
    assert store.path(pack.files.get(audience="").file).read_bytes() == out.read_bytes()
    pack.publish(by=made.manager)
    AgendaItem.objects.filter(pk=made.open.pk).update(title="Changed afterwards")
    call_command("pack", "build", "--meeting", str(made.meeting.pk), "--out", str(out), stderr=said)
    assert store.path(pack.files.get(audience="").file).read_bytes() == out.read_bytes()
    assert "as it was published" in said.getvalue()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_the_command_says_what_is_wrong(made, tmp_path):
    for meeting, words in (("999999", "There is no meeting 999999"), ("MT404", "There is no meeting MT404")):
        with pytest.raises(CommandError, match=words):
            call_command("pack", "build", "--meeting", meeting, "--out", str(tmp_path / "x.pdf"))
    empty = factories.a_meeting(made.board, date(2026, 6, 1))
    with pytest.raises(CommandError, match="no items yet"):
        call_command("pack", "build", "--meeting", str(empty.pk), "--out", str(tmp_path / "x.pdf"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("pack", "build", "--meeting", str(made.meeting.pk), "--out", str(tmp_path / "no" / "x.pdf"))
    with pytest.raises(CommandError, match="no supplement 3 to build"):
        call_command(
            "pack", "build", "--meeting", str(made.meeting.pk), "--out", str(tmp_path / "x.pdf"), "--supplement", "3"
        )


KILLED = """
import os, signal, sys
from pathlib import Path
from goldenthread.records import store
from django.conf import settings
settings.configure(DOCUMENTS=sys.argv[1])
def write(path):
    path.write_bytes(b"half of it")
    os.kill(os.getpid(), signal.SIGKILL)
store.keep_made(write)
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
def test_a_build_that_is_killed_leaves_only_what_is_swept_up(made):
    folder = store.path("x").parent
    before = {path.name for path in folder.iterdir()}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=os.getcwd(), check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = {path.name for path in folder.iterdir()} - before
    assert left.endswith(store.UNFINISHED)
    assert not Pack.objects.exists()
    old = time.time() - timedelta(hours=2).total_seconds()
    os.utime(store.path(left), (old, old))
    sweep_files.call()
    assert {path.name for path in folder.iterdir()} == before
