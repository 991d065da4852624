"""What holds for every import: all or nothing, every fault once, nothing written by a dry run, one trail entry."""

import pytest

from goldenthread.foundation import imports
from goldenthread.foundation.imports import NoSuchKind, OptionRefused
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Agency, Appointment, Body, Person, Seat
from goldenthread.partnership.tests.importing import counts, exported, faults, load, scope_of

HEAD = "agency_id,name,sector,statutory_partner,membership_kind,areas,valid_from,valid_to\n"
GOOD = "AG1,North Trust,health provider,no,core,{area},2016-04-01,\n"
CODES = ("agencies", "successions", "bodies", "people", "seats", "appointments")


@pytest.fixture
def code(mere):
    return mere.area.code


def test_a_file_is_loaded_with_one_entry_of_its_own(mere, code):
    result = load("agencies", HEAD + GOOD.format(area=code))
    assert counts(result) == {"new": 1}
    assert (result.read, result.loaded, result.ok, result.encoding) == (1, 1, True, "UTF-8")
    entry = TrailEntry.objects.get(verb="import.load")
    assert entry.ids == {"kind": "agencies", "new": 1, "changed": 0}
    assert Agency.objects.get(reference="AG1").starts_on.isoformat() == "2016-04-01"


def test_a_second_time_changes_nothing(mere, code):
    load("agencies", HEAD + GOOD.format(area=code))
    before = TrailEntry.objects.count()
    assert counts(load("agencies", HEAD + GOOD.format(area=code))) == {"unchanged": 1}
    assert TrailEntry.objects.count() == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(mere, code):
    load("agencies", HEAD + GOOD.format(area=code))
    before = TrailEntry.objects.count()
    other = HEAD + GOOD.format(area=code).replace("North Trust", "North Hospital Trust")
    result = load("agencies", other, dry_run=True)
    ((row, outcome),) = result.preview
    (change,) = outcome.changes
    assert (row, outcome.what, outcome.label) == (2, "changed", "North Hospital Trust")
    assert (change.column, change.before, change.after) == ("name", "North Trust", "North Hospital Trust")
    assert Agency.objects.get(reference="AG1").name == "North Trust"
    assert TrailEntry.objects.count() == before


def test_every_fault_is_found_and_none_of_the_file_loaded(mere, code):
    file = (
        HEAD
        + GOOD.format(area=code)
        + (
            f"AG2,,police,no,core,{code},,\n"
            f"AG3,Third,polise,perhaps,core,{code},,\n"
            f"AG4,Fourth,police,no,core,{code},2016-04,31/02/2016\n"
            f"AG5,Fifth,police,no,core,{code};XX,,\n"
            f"AG1,Sixth,police,no,core,{code},,\n"
            f"AG7,Seventh,education,yes,core,{code},,\n"
            f"AG8,Eighth,police,no,core,{code},2016-04-02,2016-04-01\n"
        )
    )
    result = load("agencies", file)
    assert faults(result) == [
        (3, "name", ""),
        (4, "sector", "polise"),
        (4, "statutory_partner", "perhaps"),
        (5, "valid_from", "2016-04"),
        (5, "valid_to", "31/02/2016"),
        (6, "areas", f"{code};XX"),
        (7, "agency_id", "AG1"),
        (8, "statutory_partner", "yes"),
        (9, "", ""),
    ]
    assert result.loaded == 0
    assert not Agency.objects.filter(reference__startswith="AG").exists()
    assert result.refused[3].expected == "a date such as 4 July 2026, with its day"
    assert result.refused[6].message == "Row 7, agency_id: found 'AG1', expected each only once: row 2 is the same."
    assert not TrailEntry.objects.filter(verb="import.load").exists()


def test_columns_are_missed_or_ignored(mere, code):
    result = load("agencies", "name,colour\nX,red\n")
    assert faults(result) == [(1, "sector", ""), (1, "membership_kind", ""), (1, "areas", "")]
    assert result.ignored_columns == ["colour"]


def test_a_file_without_rows_or_that_is_none_is_refused(mere):
    assert [fault.expected for fault in load("agencies", HEAD).refused] == ["at least one row below the headings"]
    assert [fault.expected for fault in load("agencies", b"").refused] == ["a file that is not empty"]


def test_a_column_that_is_not_there_leaves_what_it_would_fill(mere, code):
    load("agencies", HEAD + GOOD.format(area=code))
    load("agencies", f"agency_id,name,sector,membership_kind,areas\nAG1,North,health provider,core,{code}\n")
    agency = Agency.objects.get(reference="AG1")
    assert (agency.name, agency.starts_on.isoformat()) == ("North", "2016-04-01")


def test_a_windows_file_is_read_and_said(mere, code):
    result = load("agencies", (HEAD + GOOD.format(area=code).replace("North", "Élan")).encode("cp1252"))
    assert result.encoding == "Windows-1252"
    assert Agency.objects.get(reference="AG1").name == "Élan Trust"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", CODES)
def test_an_export_comes_back_unchanged(mere, kind, form):
    mere.agency.succeed(
        [Agency.objects.exclude(pk=mere.agency.pk).first() or other_agency(mere)], on=mere.seat.starts_on, by=None
    )
    before = TrailEntry.objects.count()
    result = load(kind, exported(kind, form))
    assert result.refused == []
    assert set(counts(result)) == {"unchanged"}
    assert TrailEntry.objects.count() == before


def other_agency(mere):
    return Agency(name="Before", sector="education", membership="core").keep(by=None, areas=[mere.area])


@pytest.mark.parametrize("kind", CODES)
def test_a_manager_takes_out_and_brings_back_their_own(mere, kind):
    before = TrailEntry.objects.count()
    content = exported(kind, by=mere.manager)
    assert b"Dale" not in content
    if content.count(b"\n") > 1:
        assert set(counts(load(kind, content, by=mere.manager))) == {"unchanged"}
    assert TrailEntry.objects.count() == before


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("bodies", "name,kind,partnership\nMere board,panel,Mere LSCP\n"),
        ("seats", "body,title,role\nMere subgroup,Head teacher,chair\n"),
        ("appointments", "body,seat,person\nMere subgroup,Head teacher,Bryony Marsh\n"),
        ("people", "name,email,agency\nMabel Reed,other@example.org,Mere School\n"),
    ],
)
def test_nobody_else_changes_them(mere, kind, content):
    models = (Body, Seat, Appointment, Person)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    result = load(kind, content, by=mere.neighbour)
    assert not result.ok
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_an_unknown_kind_or_option_is_refused(mere):
    with pytest.raises(NoSuchKind, match="There are: agencies, successions, bodies"):
        imports.find("nothing")
    with pytest.raises(OptionRefused, match="People takes no body"):
        imports.find("people")(scope=scope_of(), options={"body": "Mere board"})
    with pytest.raises(OptionRefused, match="There is no body called Elsewhere"):
        load("seats", "title,role\nX,core\n", options={"body": "Elsewhere"})
    with pytest.raises(OptionRefused, match="There is no partnership called Elsewhere"):
        load("seats", "title,role\nX,core\n", options={"body": "Mere board", "partnership": "Elsewhere"})


def test_a_body_of_two_partnerships_asks_which(mere):
    Body(name="Mere board", kind="board", partnership=mere.dale).keep(by=None)
    with pytest.raises(OptionRefused, match=r"Several bodies are called Mere board.*Dale LSCP, Mere LSCP"):
        load("seats", "title,role\nX,core\n", options={"body": "Mere board"})
    result = load("seats", "title,role\nX,core\n", options={"body": "Mere board", "partnership": "Dale LSCP"})
    assert counts(result) == {"new": 1}
    assert Seat.objects.get(title="X").body.partnership == mere.dale
    assert faults(load("seats", "body,title,role\nMere board,Y,core\n")) == [(2, "body", "Mere board")]


def test_an_agency_that_reaches_beyond_stays_as_it_is(mere):
    (beyond,) = mere.dale.areas.all()
    other_agency(mere).keep(by=None, areas=[mere.area, beyond])
    content = exported("agencies", by=mere.manager)
    assert set(counts(load("agencies", content, by=mere.manager))) == {"unchanged"}
    alone = content.replace(f"{mere.area.code};{beyond.code}".encode(), mere.area.code.encode())
    alone = alone.replace(f"{beyond.code};{mere.area.code}".encode(), mere.area.code.encode())
    assert [column for _, column, _ in faults(load("agencies", alone, by=mere.manager))] == ["areas"]
