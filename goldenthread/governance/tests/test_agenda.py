"""The agenda: items, their order, who may read them, what each person sees of it; papers."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import (
    AgendaItem,
    ItemReader,
    Pack,
    PackEntry,
    Paper,
    StandingItem,
    add_standing_items,
    agenda_of,
    copy_items,
    last_agenda,
)
from goldenthread.governance.tests import factories
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import PersonFactory
from goldenthread.records import store
from goldenthread.records.errors import UploadRefused
from goldenthread.records.models import Document

AHEAD = date(2190, 3, 9)
TEXT = b"Nothing to see."


def scope_of(person):
    return Scope.of(person, today=timezone.localdate())


@pytest.fixture
def agenda(mere):
    """Three items of a meeting to come: open, restricted, open."""
    meeting = factories.a_meeting(mere.board, AHEAD, starts_at=time(14, 0))
    for title, restricted in (("Welcome", False), ("A named child", True), ("Housing", False)):
        AgendaItem(meeting=meeting, title=title, restricted=restricted, minutes_allotted=10).add(by=mere.manager)
    return meeting


def publish(meeting):
    AgendaItem.objects.filter(meeting=meeting).update(published_at=timezone.now())
    Paper.objects.filter(item__meeting=meeting).update(published_at=timezone.now())


def titles(meeting, person):
    return [line.item.title if line.item else None for line in agenda_of(meeting, scope_of(person))]


def a_paper(item, by, title="Paper", **given):
    return Paper(item=item, **given).add(title, "paper.txt", TEXT, by=by)


def test_items_are_in_order_and_move(mere, agenda):
    first, second, third = agenda.items.all()
    assert [item.position for item in (first, second, third)] == [1, 2, 3]
    third.move(up=True, by=mere.manager)
    third.move(up=True, by=mere.manager)
    third.move(up=True, by=mere.manager)  # at the top already
    first.move(up=False, by=mere.manager)
    assert list(agenda.items.all()) == [third, second, first]
    assert TrailEntry.objects.filter(verb="agendaitem.move").count() == 3


def test_before_publication_only_those_who_plan_see_the_agenda(mere, agenda):
    assert titles(agenda, mere.manager) == ["Welcome", "A named child", "Housing"]
    assert titles(agenda, mere.member) == []


def test_a_restricted_item_is_for_others_one_line_without_a_word(mere, agenda):
    publish(agenda)
    lines = agenda_of(agenda, scope_of(mere.member))
    assert [line.item.title if line.item else None for line in lines] == ["Welcome", None, "Housing"]
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.begins for line in lines] == [time(14, 0), time(14, 10), None]
    assert titles(agenda, mere.manager) == ["Welcome", "A named child", "Housing"]
    assert [line.begins for line in agenda_of(agenda, scope_of(mere.manager))][2] == time(14, 20)


def test_a_seat_named_for_it_reads_it(mere, agenda):
    publish(agenda)
    item = agenda.items.get(restricted=True)
    seat = mere.board.seats.get(title="Core member since 2018")
    item.trust([seat], by=mere.manager)
    assert titles(agenda, mere.member) == ["Welcome", "A named child", "Housing"]
    item.trust([], by=mere.manager)
    assert titles(agenda, mere.member) == ["Welcome", None, "Housing"]
    assert TrailEntry.objects.filter(verb="itemreader.remove").count() == 1


def test_a_guest_sees_their_item_and_not_that_there_are_others(mere, agenda):
    guest = PersonFactory()
    housing = agenda.items.get(title="Housing")
    ItemReader(item=housing, person=guest).keep(by=mere.manager)
    a_paper(housing, mere.manager, "Open paper")
    a_paper(housing, mere.manager, "Closed paper", restricted=True)
    assert agenda_of(agenda, scope_of(guest)) == []
    publish(agenda)
    (line,) = agenda_of(agenda, scope_of(guest))
    assert (line.item, line.number, line.begins) == (housing, None, None)
    assert [paper.document.title for paper in line.papers] == ["Open paper"]


def test_a_guest_of_a_restricted_item_reads_it_only_when_trusted(mere, agenda):
    guest, item = PersonFactory(), agenda.items.get(restricted=True)
    reader = ItemReader(item=item, person=guest).keep(by=mere.manager)
    a_paper(item, mere.manager)
    publish(agenda)
    assert agenda_of(agenda, scope_of(guest)) == []
    reader.restricted = True
    reader.keep(by=mere.manager)
    (line,) = agenda_of(agenda, scope_of(guest))
    assert (line.item, len(line.papers)) == (item, 1)
    assert not Document.objects.visible_to(scope_of(guest)).exists()
    assert not Document.objects.visible_to(scope_of(mere.manager)).exists()  # papers are reached where they belong


def test_a_restricted_paper_of_an_open_item_is_not_shown_to_members(mere, agenda):
    housing = agenda.items.get(title="Housing")
    a_paper(housing, mere.manager, "Closed paper", restricted=True)
    publish(agenda)
    assert agenda_of(agenda, scope_of(mere.member))[2].papers == []
    assert len(agenda_of(agenda, scope_of(mere.chair))[2].papers) == 1


def test_once_published_title_and_restriction_stay(mere, agenda):
    publish(agenda)
    item = agenda.items.first()
    item.title = "Welcome and apologies"
    with pytest.raises(ValidationError, match="only before publication"):
        item.keep(by=mere.manager)
    item.refresh_from_db()
    item.restricted = True
    with pytest.raises(ValidationError, match="whether it is restricted stays"):
        item.keep(by=mere.manager)
    item.refresh_from_db()
    item.presenter, item.minutes_allotted = "The chair", 5
    item.keep(by=mere.manager)


def test_a_published_item_is_withdrawn_not_removed_or_moved(mere, agenda):
    item = agenda.items.first()
    with pytest.raises(NotPossible, match="Remove it instead"):
        item.withdraw(by=mere.manager)
    publish(agenda)
    with pytest.raises(NotPossible, match="Withdraw it instead"):
        item.remove(by=mere.manager)
    with pytest.raises(NotPossible, match="keep their order"):
        item.move(up=False, by=mere.manager)
    item.withdraw(by=mere.manager)
    with pytest.raises(NotPossible, match="already been withdrawn"):
        item.withdraw(by=mere.manager)
    late = AgendaItem(meeting=agenda, title="Late").add(by=mere.manager)
    with pytest.raises(NotPossible, match="keep their order"):
        late.move(up=True, by=mere.manager)
    assert agenda_of(agenda, scope_of(mere.chair))[0].item.is_withdrawn


def test_standing_items_come_once(mere, agenda):
    StandingItem(body=mere.board, title="Voice of the child", position=2, minutes_allotted=15).keep(by=None)
    StandingItem(body=mere.board, title="Data", months=[3], position=1).keep(by=None)
    StandingItem(body=mere.board, title="In June", months=[6]).keep(by=None)
    made = add_standing_items(agenda, by=mere.manager)
    assert [item.title for item in made] == ["Data", "Voice of the child"]
    assert [item.position for item in made] == [4, 5]
    assert made[1].minutes_allotted == 15
    assert add_standing_items(agenda, by=mere.manager) == []


def test_a_standing_item_ends(mere):
    row = StandingItem(body=mere.board, title="Data", starts_on=date(2020, 1, 1)).keep(by=None)
    with pytest.raises(NotPossible, match="same as or after"):
        row.end(on=date(2019, 1, 1), by=mere.manager)
    row.end(on=date(2020, 6, 30), by=mere.manager)
    row.refresh_from_db()
    assert not row.comes_to(factories.a_meeting(mere.board, AHEAD))
    with pytest.raises(NotPossible, match="already ended"):
        row.end(on=date(2021, 1, 1), by=mere.manager)
    with pytest.raises(ValidationError, match="1 to 12"):
        StandingItem(body=mere.board, title="Data", months=[13]).keep(by=None)


def test_a_copied_agenda_takes_no_papers_and_keeps_what_is_restricted_so(mere, agenda):
    restricted = agenda.items.get(restricted=True)
    ended = factories.a_seat(mere.board, "Ended", ends_on=AHEAD)
    restricted.trust([mere.seats["school"], ended], by=mere.manager)
    housing = agenda.items.get(title="Housing")
    ItemReader(item=housing, person=PersonFactory()).keep(by=mere.manager)
    a_paper(housing, mere.manager)
    publish(agenda)
    later = factories.a_meeting(mere.board, date(2190, 6, 8))
    assert last_agenda(later) == agenda
    assert last_agenda(agenda) is None
    copy_items(later, agenda.items.all(), by=mere.manager)
    assert list(later.items.values_list("title", "restricted", "minutes_allotted", "published_at")) == [
        ("Welcome", False, 10, None),
        ("A named child", True, 10, None),
        ("Housing", False, 10, None),
    ]
    readers = ItemReader.objects.filter(item__meeting=later)
    assert [(reader.item.title, reader.seat, reader.restricted) for reader in readers] == [
        ("A named child", mere.seats["school"], True)
    ]
    assert not Paper.objects.filter(item__meeting=later).exists()


def test_a_standing_item_is_not_copied_beside_itself(mere, agenda):
    StandingItem(body=mere.board, title="Data").keep(by=None)
    add_standing_items(agenda, by=mere.manager)
    later = factories.a_meeting(mere.board, date(2190, 6, 8))
    add_standing_items(later, by=mere.manager)
    copy_items(later, agenda.items.all(), by=mere.manager)
    assert list(later.items.values_list("title", flat=True)).count("Data") == 1


def test_papers_are_kept_moved_replaced_and_removed(mere, agenda):
    item = agenda.items.first()
    first, second = a_paper(item, mere.manager, "First"), a_paper(item, mere.manager, "Second")
    second.move(up=True, by=mere.manager)
    assert list(item.papers.all()) == [second, first]
    first.replace("new.txt", b"Something else.", by=mere.manager)
    assert [version.number for version in first.document.versions.all()] == [2, 1]
    assert store.path(first.document.newest.file).read_bytes() == b"Something else."
    with pytest.raises(NotPossible, match="has papers"):
        item.remove(by=mere.manager)
    with pytest.raises(UploadRefused, match="not a type of file"):
        Paper(item=item).add("Program", "run.exe", b"MZ", by=mere.manager)
    assert item.papers.count() == 2


def test_a_removed_paper_takes_its_file_along(mere, agenda, django_capture_on_commit_callbacks):
    item = agenda.items.first()
    paper = a_paper(item, mere.manager)
    pack = Pack.objects.create(
        meeting=agenda, fingerprint="0" * 64, pages=1, built_at=timezone.now(), built_by=mere.manager
    )
    pack.entries.create(paper=paper, first_page=1, last_page=1)
    file = paper.document.newest.file
    with django_capture_on_commit_callbacks(execute=True):
        paper.remove(by=mere.manager)
    assert not store.path(file).exists()
    assert not Paper.objects.exists()
    assert not Document.objects.exists()
    assert not PackEntry.objects.exists()
    assert TrailEntry.objects.filter(verb="paper.remove").count() == 1


def test_a_published_paper_stays_and_a_later_one_is_late(mere, agenda):
    item = agenda.items.first()
    paper = a_paper(item, mere.manager)
    publish(agenda)
    for deed in (
        lambda: paper.replace("new.txt", b"Other", by=mere.manager),
        lambda: paper.remove(by=mere.manager),
    ):
        with pytest.raises(NotPossible, match="This paper is published"):
            deed()
    late = a_paper(item, mere.manager, "Late")
    late.refresh_from_db()
    assert late.is_late
    with pytest.raises(NotPossible, match="keep their order"):
        late.move(up=True, by=mere.manager)
    assert [each.document.title for each in agenda_of(agenda, scope_of(mere.member))[0].papers] == ["Paper"]


def test_a_cancelled_meeting_takes_no_papers(mere, agenda):
    item = agenda.items.first()
    agenda.cancel(because="Snow", by=mere.manager)
    with pytest.raises(NotPossible, match="was cancelled"):
        a_paper(AgendaItem.objects.get(pk=item.pk), mere.manager)
    with pytest.raises(NotPossible, match="was cancelled"):
        item.move(up=False, by=mere.manager)
