"""The index: what is found, in which order, and that it stays true."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.foundation import jobs, search, trail
from goldenthread.foundation.search import Row, WithoutReach
from goldenthread.partnership import reach
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.records import search_index
from goldenthread.records.models import SearchDue, SearchRow
from goldenthread.records.models.search import highest_place, lowest_place, place_of
from goldenthread.records.search_words import question
from goldenthread.records.tasks import index_search
from goldenthread.records.tests.factories import a_document, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(manager):
    return Scope.of(manager, today=timezone.localdate())


@pytest.fixture
def write(board):
    """Put a row into the index that those who read the board's documents may find."""
    source = search.find("document")

    def put(title, text="", day=None, number=1, readers=None):
        readers = readers or reach.allowed(Permission.SEE_DOCUMENTS, board)
        search_index.write(source, [(number, Row(title, "document_page", (number,), readers, text, day))])

    return put


@pytest.fixture
def committing(board, manager, django_capture_on_commit_callbacks):
    """Carry out what waits for a commit at the end of the block, as if all before had been committed."""
    connection.run_on_commit.clear()
    return lambda: django_capture_on_commit_callbacks(execute=True)


def titles(scope, text, **narrowing):
    asked = question(text)
    found = search_index.find(scope, asked, **narrowing)
    return ["".join(piece.text for piece in hit.title) for hit in search_index.hits(asked, found.places)]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Sean O'Brien", "o'brien"),
        ("Sean O’Brien", "OBRIEN"),
        ("Sean O'Brien", "o brien"),
        ("Sean O'Brien", "sean o'br"),
        ("Zoë Löwe", "zoe lowe"),
        ("Zoe Lowe", "Zoë"),
        ("Anna Smith-Jones", "smith-jones"),
        ("Anna Smith-Jones", "jones smith"),
        ("Sub-group", "subgroup"),
        ("Subgroup", "sub-group"),
        ("Meetings of agencies", "meeting agency"),
        ("The agency's plan", "agencies"),
        ("Organised crime", "organise"),
        ("Organisation", "organisations"),
        ("Margaret Hall", "marg"),
        ("Will May", "will"),
        ("Will May", "will may"),
        ("Report of the board", "report the board"),
        ("Report of the board", '"report of the"'),
        ("27 May 2021", "may 2021"),
        ("Наташа", "наташа"),
    ],
)
def test_what_is_typed_finds_it(scope, write, title, typed):
    write(title)
    assert titles(scope, typed) == [title]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Report of the board", '"board report"'),
        ("Margaret Hall", "ma"),
        ("Margaret Hall", "garet"),
        ("Margaret Hall", "margaret brown"),
        ("Margaret Hall", '"marg"'),
        ("Margaret Hall", "seenb1"),
    ],
)
def test_what_is_typed_does_not_find_it(scope, write, title, typed):
    write(title)
    assert titles(scope, typed) == []


HOSTILE = [
    "",
    " ",
    "\0",
    "board\0paper",
    '"',
    '""',
    '"""board',
    "board OR paper NOT",
    "NEAR(board paper, 2)",
    "title:board",
    "{marks} : seenb1",
    "marks:kinddocument0",
    "board*",
    "*",
    "^board",
    "-board",
    "board AND",
    "(((((",
    "board:*&|!<->'\\",
    "'; DROP TABLE records_searchrow; --",
    "x" * 10_000,
    "board " * 2_000,
    '"a b" ' * 500,
    "👩‍👧 ﷽ ⅷ ½ ２ ß İ",
    "\u202eboard\u0000\ufeff",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_is_an_error(scope, write, typed):
    write("Board paper")
    assert titles(scope, typed) in ([], ["Board paper"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_nothing_at_all_is_an_error(scope, write, typed):
    write(typed.replace("\0", ""), text=typed)
    titles(scope, typed)


def test_titles_come_first_then_words_in_a_row_then_the_newest(scope, write):
    today = date(2026, 5, 1)
    write("Minutes", "the review of neglect; a strategy", day=today)
    write("Minutes", "the neglect strategy was agreed", day=today - timedelta(days=900), number=2)
    write("Neglect", "about a strategy", day=today - timedelta(days=800), number=3)
    write("Strategy on neglect", day=today - timedelta(days=2000), number=4)
    write("Agenda", "neglect, and later the strategy", day=today - timedelta(days=1), number=5)
    places = search_index.find(scope, question("neglect strategy")).places
    numbers = SearchRow.objects.in_bulk(places)
    assert [numbers[place].object_id for place in places] == [4, 2, 3, 1, 5]


def test_common_words_are_ranked_within_the_newest(scope, write, monkeypatch):
    monkeypatch.setattr(search_index, "NEWEST", 5)
    for number in range(1, 9):
        write("Minutes", "the common word", day=date(2020, 1, number), number=number)
    write("Common", day=date(1999, 1, 1), number=99)
    found = search_index.find(scope, question("common"))
    rows = SearchRow.objects.in_bulk(found.places)
    assert [rows[place].object_id for place in found.places] == [99, 8, 7, 6, 5]
    assert not found.is_all
    assert [count.count for count in found.counts] == [5]


def test_days_narrow_and_leave_out_what_has_none(scope, write, manager):
    search_index.rebuild()
    write("A manager's paper", day=date(2020, 1, 1))
    write("Another manager's paper", day=date(2021, 1, 1), number=2)
    assert len(titles(scope, "manager")) == 3
    assert titles(scope, "manager", first=date(2020, 1, 2)) == ["Another manager's paper"]
    assert titles(scope, "manager", last=date(2020, 1, 1)) == ["A manager's paper"]
    assert titles(scope, "manager", first=date(2020, 1, 1), last=date(2020, 12, 31)) == ["A manager's paper"]
    assert titles(scope, "manager", first=date(2022, 1, 1)) == []
    assert titles(scope, "manager", first=date(2022, 1, 1), last=date(2020, 1, 1)) == []
    assert len(titles(scope, "manager", last=date.max)) == 2


def test_kinds_narrow_and_are_counted(scope, board, manager):
    a_document(board, by=manager, title="Mere plan")
    search_index.rebuild()
    found = search_index.find(scope, question("mere"))
    counts = {count.code: count.count for count in found.counts}
    assert counts == {"document": 1, "body": 2}
    narrowed = search_index.find(scope, question("mere"), kind="document")
    assert titles(scope, "mere", kind="document") == ["Mere plan"]
    assert {count.code: count.count for count in narrowed.counts} == {"document": 1}
    assert titles(scope, "mere", kind="no such kind") == []


def test_kinds_whose_pages_are_closed_are_not_found(board, manager):
    adviser = somebody(manager.appointments.get().seat.body, SeatRole.ADVISORY, "Ivo Stannard")
    a_document(board, by=manager, title="Open plan", circulation=Circulation.PARTNERSHIP)
    search_index.rebuild()
    scope = Scope.of(adviser, today=timezone.localdate())
    codes = {source.code for source in search_index.kinds(scope)}
    assert codes >= {"person", "agency", "body"}
    assert "document" not in codes
    assert titles(scope, "plan") == []
    assert sorted(titles(scope, "board")) == ["Mere Board", "Mere Board team"]


def test_hits_are_marked_where_they_stand(scope, write):
    write("Meetings & <agencies>", "Of the O'Brien meeting nothing is known. " + "Other words. " * 40 + "Agency.")
    asked = question("meeting o'br")
    (hit,) = search_index.hits(asked, search_index.find(scope, asked).places)
    assert [(piece.text, piece.hit) for piece in hit.title] == [("Meetings", True), (" & <agencies>", False)]
    assert [piece.text for piece in hit.snippet if piece.hit] == ["O'Brien", "meeting"]
    assert len("".join(piece.text for piece in hit.snippet)) < 260


def test_a_row_that_reaches_nobody_cannot_be_made():
    for readers in (frozenset(), frozenset({"seen b1"}), frozenset({'x" OR "'}), frozenset({"everybody"})):
        with pytest.raises(WithoutReach):
            Row("Sealed", "document_page", (1,), readers)


def test_a_document_of_a_circulation_to_come_is_not_indexed(board, manager):
    document = a_document(board, by=manager)
    source = search.find("document")
    assert [number for number, _ in source.rows(type(document).objects.all())] == [document.pk]
    document.circulation = "sealed"
    from goldenthread.records.search import who_reads

    assert who_reads(document) == frozenset()


def test_every_change_is_indexed_once_committed(board, manager, scope, committing):
    search_index.rebuild()
    SearchDue.objects.all().delete()
    with committing():
        a_document(board, by=manager, title="Threshold document")
        board.name = "Mere Executive Board"
        board.keep(by=manager)
    assert titles(scope, "threshold") == []
    assert SearchDue.objects.count() == 2
    assert jobs.is_waiting(index_search)
    assert jobs.run_waiting() == 1
    assert titles(scope, "threshold") == ["Threshold document"]
    assert "Mere Executive Board" in titles(scope, "executive")
    assert SearchDue.objects.count() == 0
    assert SearchRow.objects.filter(kind="body", object_id=board.pk).count() == 1


def test_reading_leaves_nothing_to_index(board, manager):
    SearchDue.objects.all().delete()
    trail.record("body.read", board, by=manager)
    trail.record("sign_in.out", by=manager)
    assert SearchDue.objects.count() == 0
    trail.record("body.change", board, by=manager)
    assert SearchDue.objects.count() == 1


def test_one_job_waits_however_much_is_done(board, manager, committing):
    with committing() as callbacks:
        for number in range(5):
            board.note = f"Note {number}"
            board.keep(by=manager)
    assert len(callbacks) == 1
    with committing():
        board.note = "Once more"
        board.keep(by=manager)
    assert jobs.run_waiting() == 1


def test_what_is_gone_leaves_the_index(scope):
    person = Person(name="Gone Tomorrow").keep(by=None)
    other = Person(name="Gone Yesterday").keep(by=None)
    search_index.rebuild()
    assert SearchRow.objects.filter(title__startswith="Gone").count() == 2
    trail.record("person.remove", person, by=None)
    number = person.pk
    person.delete()
    search_index.index_due()
    assert not SearchRow.objects.filter(kind="person", object_id=number).exists()
    other.delete()
    counts = search_index.rebuild()
    assert not SearchRow.objects.filter(title__startswith="Gone").exists()
    assert counts["person"] == Person.objects.count()


def test_rebuilding_twice_changes_nothing(board, manager):
    a_document(board, by=manager)

    def rows():
        return sorted(SearchRow.objects.values_list("kind", "object_id", "title", "text"))

    search_index.rebuild()
    before = rows()
    told = []
    search_index.rebuild(lambda title, done, total: told.append((title, done, total)))
    assert rows() == before
    assert ("Documents", 1, 1) in told


def test_rows_of_a_source_that_is_no_more_go(write):
    write("Left behind")
    SearchRow.objects.update(kind="gone")
    search_index.rebuild()
    assert not SearchRow.objects.filter(kind="gone").exists()


def test_the_command_rebuilds_and_updates(board, manager):
    a_document(board, by=manager)
    out = StringIO()
    call_command("search", "rebuild", "--json", stdout=out)
    assert json.loads(out.getvalue())["document"] == 1
    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert "Documents: 1" in out.getvalue()
    out = StringIO()
    call_command("search", "update", stdout=out)
    assert out.getvalue().endswith(" changes indexed.\n")
    out = StringIO()
    call_command("search", "update", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"changes": 0}


def test_places_fall_as_days_go_by():
    days = [date.min, date(1900, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2258, 1, 1), date.max]
    places = [place_of(day) for day in days[1:4]]
    assert places == sorted(places, reverse=True)
    assert 0 <= place_of(None) < min(place_of(day) for day in days)
    assert highest_place(days[3]) < lowest_place(days[2]) <= place_of(days[2]) <= highest_place(days[2])
    assert highest_place(date.min) < 2**63
