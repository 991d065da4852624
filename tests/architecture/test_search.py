"""Search finds what ``visible_to`` shows, to each of the cast, of every source; and never anything else."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.foundation import search, trail
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Meeting
from goldenthread.partnership import reach
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Agency, Appointment, Body, Seat
from goldenthread.partnership.models.agency import Membership, Sector
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.records import search_index
from goldenthread.records.models import Document, DocumentKind, SearchLink, SearchRow
from goldenthread.records.search_words import question
from tests import cast

MEMBERS = [person for person in cast.CAST if person != "visitor"]


@pytest.fixture(scope="module")
def shared_made(shared):
    return shared(_made)


@pytest.fixture
def made(shared_made, db):
    return shared_made()


def _made():
    universe = cast.universe()
    _more(universe)
    search_index.rebuild()
    return universe


def _more(made):
    """Shapes the cast's universe lacks: national agencies, seats without a role, others' bodies, an old agency."""
    national = Agency(name="National Crime Unit", sector=Sector.NATIONAL, membership=Membership.EXTERNAL).keep(by=None)
    national.is_national = True
    national.keep(by=None)
    made.rows["national"] = national
    for key, agency in (("national officer", "national"), ("far head", "far school"), ("south head", "south school")):
        who = cast.person(made, key, key.title())
        who.agency = made[agency]
        who.keep(by=None)
    cast.seat(made, "odd", "Odd Seat", "exploitation", SeatRole.SCRUTINEER, "Scrutineer of a subgroup")
    cast.seat(made, "marac_member", "Marek Stone", "marac", SeatRole.CORE, "Member", agency="far school")
    far = Body(name="Far forum", kind=BodyKind.FORUM, run_by="Farmere").keep(
        by=None, areas=[*made["far school"].areas.all()]
    )
    made.rows["far forum"] = far
    Meeting(body=made["marac"], held_on=made.today).keep(by=None)
    Meeting(body=far, held_on=made.today).keep(by=None)
    for body in ("marac", "earlier board", "far forum"):
        for circulation in Circulation:
            Document(
                body=made[body], title=f"{circulation} of {body}", kind=DocumentKind.PAPER, circulation=circulation
            ).add("paper.txt", b"Nothing to see.", by=made.people["business_manager"])


def scope_of(made, person):
    acting_for = made.people["police_lead"] if person == "delegate" else None
    return Scope.of(made.people[person], today=made.today, acting_for=acting_for)


def found_by(scope, source):
    """The subjects of a source whose rows the scope's tokens meet, by the rows themselves."""
    held = reach.held(scope).union(source.held(scope))
    return {number for number, row in source.rows(source.model.objects.all()) if row.reach & held}


def found_in_index(scope, text, kind=""):
    """What the index gives: kind and number of each row."""
    places = search_index.find(scope, question(text), kind=kind).places
    return set(SearchRow.objects.filter(pk__in=places).values_list("kind", "object_id"))


EVERYBODY = [*MEMBERS, "odd", "marac_member", "national officer", "far head", "south_member", "earlier_member"]


def test_tokens_reach_exactly_what_is_visible(made):
    wrong = []
    for person in EVERYBODY:
        scope = scope_of(made, person)
        for source in search.sources():
            seen = set(source.model.objects.visible_to(scope).values_list("pk", flat=True))
            if found_by(scope, source) != seen:
                wrong.append(f"{person}, {source.title}: {found_by(scope, source) ^ seen}")
    assert wrong == []


def test_the_index_gives_exactly_what_is_visible_and_open(made):
    """Every row's own title is looked for, by everybody, in the index itself."""
    titles = {(row.kind, row.object_id): row.title for row in SearchRow.objects.all()}
    assert {kind for kind, _ in titles} == {source.code for source in search.sources()}
    wrong = []
    for person in EVERYBODY:
        scope = scope_of(made, person)
        visible = {
            (source.code, number)
            for source in search.sources()
            if scope.may(source.permission)
            for number in source.model.objects.visible_to(scope).values_list("pk", flat=True)
        }
        for title in sorted(set(titles.values())):
            expected = {key for key in visible if key in titles and titles[key] == title}
            found = {key for key in found_in_index(scope, f'"{title}"') if titles[key] == title}
            if found != expected:
                wrong.append(f"{person}, {title}: {found ^ expected}")
    assert wrong == []


def test_a_seat_that_begins_or_ends_needs_no_indexing(made):
    stranger, member = scope_of(made, "stranger"), made.people["lay_member"]
    assert found_in_index(stranger, "exploitation") == set()
    assert found_in_index(scope_of(made, "lay_member"), "board paper", "document")
    rows = set(SearchRow.objects.values_list("pk", flat=True))
    seat = Seat(body=made["exploitation"], role=SeatRole.CORE, title="New", starts_on=made.today).keep(by=None)
    Appointment(seat=seat, person=made.people["stranger"], starts_on=made.today).keep(by=None)
    made["lay_member appointment"].end(on=made.today - timedelta(days=1), by=None)
    assert ("document", made["exploitation paper"].pk) in found_in_index(scope_of(made, "stranger"), "exploitation")
    assert found_in_index(Scope.of(member, today=made.today), "board paper") == set()
    assert set(SearchRow.objects.values_list("pk", flat=True)) == rows


def test_a_body_that_moves_takes_its_rows_along(made):
    body = made["exploitation"]
    assert found_in_index(scope_of(made, "chair"), "exploitation")
    body.partnership = made["south partnership"]
    body.keep(by=None)
    search_index.index_due()
    assert found_in_index(scope_of(made, "chair"), "exploitation") == set()
    kinds = {kind for kind, _ in found_in_index(scope_of(made, "other_manager"), "exploitation")}
    assert kinds == {"body", "meeting", "document", "item", "minutes"}
    test_tokens_reach_exactly_what_is_visible(made)
    assert ("person", made.people["subgroup_chair"].pk) in found_in_index(scope_of(made, "other_manager"), "Arkle")


def test_what_points_elsewhere_or_is_gone_leaves_nothing_behind(made):
    """Rows that lead to a subject from outside: an appointment given to another, a reader taken off an item."""
    appointment, lado = made["lado appointment"], made.people["lado"]
    appointment.person = made.people["stranger"]
    appointment.keep(by=None)
    reader = made["item reader"]
    reader.seat, reader.person = None, made.people["lado"]
    reader.keep(by=None)
    search_index.index_due()
    test_tokens_reach_exactly_what_is_visible(made)
    test_the_index_gives_exactly_what_is_visible_and_open(made)
    assert ("person", lado.pk) not in found_in_index(scope_of(made, "chair"), lado.name)
    row = SearchRow.objects.get(kind="meeting", object_id=made["next meeting"].pk)
    trail.record("item_reader.remove", reader, by=None)
    number = reader.pk
    reader.delete()
    search_index.index_due()
    assert not SearchRow.objects.filter(pk=row.pk).exists()
    assert not SearchLink.objects.filter(label="governance.itemreader", number=number).exists()
    test_tokens_reach_exactly_what_is_visible(made)


def test_the_operator_and_strangers_find_nothing(made):
    assert reach.held(Scope.operator(today=made.today)) == frozenset()
    assert found_in_index(Scope.operator(today=made.today), "board") == set()
    assert found_in_index(scope_of(made, "stranger"), "board") == set()


def test_what_only_one_body_may_read_is_nowhere_on_anybody_elses_page(made):
    """Planted titles are looked for by each of the cast, on the page itself, with its counts and its snippets."""
    secret = "Quagmire"
    document = Document(
        body=made["panel"], title=f"{secret} strategy", kind=DocumentKind.PAPER, circulation=Circulation.BODY
    ).add("quagmire.txt", b"Nothing to see.", by=made.people["business_manager"])
    Meeting(body=made["panel"], held_on=made.today - timedelta(days=3)).keep(by=None)
    search_index.index_due()
    readers = set()
    for person in MEMBERS:
        browser = made.client(person)
        page = browser.get(reverse("search"), {"q": "quagm"})
        for also in (
            {"q": "strategy"},
            {"q": "quagmire", "kind": "document"},
            {"q": '"quagmire strategy"', "page": "2"},
        ):
            page_too = browser.get(reverse("search"), also)
            assert (secret in page_too.content.decode()) == (secret in page.content.decode()), (person, also)
        if reverse("document_page", args=[document.pk]) in page.content.decode():
            readers.add(person)
        else:
            text = re.sub(r'value="[^"]*"', "", page.content.decode()).lower()
            assert "quagmire" not in text, person
            assert "1 found" not in text
    assert readers == {"business_manager", "chair", "scrutineer", "inspector", "police_lead", "delegate", "lado"}


def test_no_e_mail_address_is_in_the_index(made):
    assert not SearchRow.objects.filter(title__contains="@").exists()
    assert not SearchRow.objects.filter(text__contains="@").exists()
    address = made.people["chair"].email
    for person in ("business_manager", "school"):
        assert ("person", made.people["chair"].pk) not in found_in_index(scope_of(made, person), address)


def test_searching_leaves_no_trace_of_the_question(made, caplog):
    before = TrailEntry.objects.count()
    with caplog.at_level("DEBUG", logger="goldenthread"):
        made.client("business_manager").get(reverse("search"), {"q": "Quagmirish"})
    assert TrailEntry.objects.filter(pk__gt=before, verb__startswith="search").count() == 0
    assert "quagmirish" not in caplog.text.lower()
    assert not any("quagmirish" in str(vars(record)).lower() for record in caplog.records)
    assert not TrailEntry.objects.filter(ids__icontains="quagmirish").exists()


def test_the_number_of_questions_does_not_grow_with_what_is_found(made):
    browser = made.client("business_manager")

    def asked(**query):
        browser.get(reverse("search"), query)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("search"), query)
        return len(queries)

    few = asked(q="board paper")
    for number in range(30):
        Document(
            body=made["north board"],
            title=f"Board paper {number}",
            kind=DocumentKind.PAPER,
            circulation=Circulation.BODY,
        ).add("paper.txt", b"Nothing to see.", by=made.people["business_manager"])
    search_index.index_due()
    many = asked(q="board paper")
    assert many <= few


def test_every_source_asks_for_a_permission_that_opens_rows():
    for source in search.sources():
        assert source.permission in (*reach.READING, Permission.OWN_ACCOUNT)
        assert hasattr(source.model.objects.all(), "visible_to")
