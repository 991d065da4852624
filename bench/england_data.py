"""All of England, invented: 150 areas over ten years, loaded in bulk past the domain's verbs, for measuring only."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from goldenthread.foundation.search import Row, find
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.partnership import reach
from goldenthread.partnership.models import Agency, Appointment, Area, Body, Partnership, Person, Seat
from goldenthread.partnership.models.agency import Membership, Sector
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.records import search_index
from goldenthread.records.models import Document, DocumentVersion, SearchRow

AREAS = 150
BEFORE, BODIES, MEETING, TABLE, SMALL = 8, 40, 4, 36, 7
"""Bodies of the partnership before and of today's; how many of them meet; seats of one that meets, and of another."""
MEETINGS = 42
"""Meetings of each body that meets: quarterly for ten years and two more."""
AGENCIES = 20
DOCUMENTS = 5
"""Documents of each body."""
ROWS = 1_000_000
"""Rows of the search index. Those that are no people, agencies, bodies, meetings or documents stand for papers and
minutes to come: rows of the same shape, of bodies' documents, with up to eighty words."""
FIRST = date(2016, 4, 1)
TODAY = date(2026, 3, 31)
COMMON = [
    "safeguarding",
    "children",
    "board",
    "minutes",
    "review",
    "action",
    "report",
    "police",
    "health",
    "partnership",
]
WORDS = [
    "school",
    "practice",
    "neglect",
    "exploitation",
    "threshold",
    "training",
    "audit",
    "family",
    "worker",
    "plan",
    "risk",
    "early",
    "help",
    "learning",
    "scrutiny",
    "data",
    "return",
    "domestic",
    "abuse",
    "missing",
    "care",
    "leaver",
    "education",
    "attendance",
    "referral",
    "assessment",
    "strategy",
    "meeting",
    "transition",
    "probation",
    "housing",
    "drugs",
    "alcohol",
    "mental",
    "online",
    "harm",
    "county",
    "lines",
    "knife",
    "crime",
    "radicalisation",
    "disability",
    "advocacy",
    "voice",
    "child",
    "young",
    "people",
    "parents",
    "kinship",
    "foster",
    "adoption",
    "supervision",
    "workforce",
    "induction",
    "escalation",
    "challenge",
]
SYLLABLES = [
    "ba",
    "den",
    "cor",
    "fell",
    "hart",
    "ing",
    "kel",
    "low",
    "mar",
    "nor",
    "os",
    "pen",
    "quin",
    "rath",
    "sel",
    "thorn",
    "ul",
    "ver",
    "wick",
    "yar",
    "zel",
]


@dataclass
class England:
    """Who asks, and the pages asked for."""

    board_member: Person
    police_lead: Person
    business_manager: Person
    board: Body
    seat: Seat
    meeting: Meeting


def make(say: Callable[[str], None]) -> England:
    """Fill the empty database; ``say`` is told what is being made."""
    chance = random.Random(2026)
    vocabulary = _vocabulary(chance)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        say("the register")
        england = _register(chance, vocabulary)
        say("meetings and attendance")
        _meetings(chance)
        say("documents")
        _documents(chance, vocabulary)
        if connection.vendor == "postgresql":
            _reset_sequences()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX records_searchwords_found")
            cursor.execute("SET maintenance_work_mem = '256MB'")
    say("the index of these, by search rebuild")
    search_index.rebuild()
    say("the rest of a million rows")
    _papers(chance, vocabulary)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            say("the index on words and reach")
            cursor.execute(
                "CREATE INDEX records_searchwords_found ON records_searchwords USING gin (words, marks) "
                "WITH (fastupdate = off)"
            )
        else:
            search_index._words().tidy()
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return england


def again() -> England:
    """The same out of a database that is filled already."""
    board = Body.objects.get(reference="B1-0")
    return England(
        board_member=Person.objects.get(email="member@england.example"),
        police_lead=Person.objects.get(email="police@england.example"),
        business_manager=Person.objects.get(email="manager@england.example"),
        board=board,
        seat=board.seats.all()[1],
        meeting=board.meetings.all()[3],
    )


def counts() -> dict[str, int]:
    """How many rows there are of each."""
    every: tuple[type[models.Model], ...] = (Body, Seat, Person, Meeting, Attendance, Document, SearchRow)
    return {str(model._meta.verbose_name_plural): model._default_manager.count() for model in every}


def _register(chance: random.Random, vocabulary: list[str]) -> England:
    areas = [Area(id=n, code=f"A{n}", name=f"{_name(chance)}shire {n}") for n in range(1, AREAS + 1)]
    Area.objects.bulk_create(areas)
    partnerships, agencies, bodies, links, agency_links = [], [], [], [], []
    for area in areas:
        before, now = 2 * area.pk - 1, 2 * area.pk
        partnerships.append(
            (before, f"{area.name} LSCB", f"{area.name} Board", "lscb", None, date(2010, 4, 1), date(2016, 3, 31))
        )
        partnerships.append((now, f"{area.name} LSCP", f"{area.name} Partnership", "lscp", before, FIRST, None))
        links += [(before, area.pk), (now, area.pk)]
        for n in range(AGENCIES):
            number = (area.pk - 1) * AGENCIES + n + 1
            kind = ["local authority", "health", "police"][n] if n < 3 else ""
            agencies.append((number, f"{area.name} {vocabulary[n]} service", Sector.VOLUNTARY, Membership.CORE, kind))
            agency_links.append((number, area.pk))
        for n in range(BEFORE + BODIES):
            of_now = n < BODIES
            kind = (
                BodyKind.BOARD
                if n in (0, BODIES)
                else BodyKind.BUSINESS_TEAM
                if n == 5
                else BodyKind.EXECUTIVE
                if n == 1
                else BodyKind.SUBGROUP
            )
            name = "Board" if kind == BodyKind.BOARD else f"{vocabulary[n + 20]} {vocabulary[n + 70]} {kind.label}"
            number = (area.pk - 1) * (BEFORE + BODIES) + n + 1
            first, last = (FIRST, None) if of_now else (date(2010, 4, 1), date(2016, 3, 31))
            bodies.append(
                (number, f"B{area.pk}-{n}", f"{area.name} {name} {n}", kind, now if of_now else before, first, last)
            )
    columns = ["id", "name", "full_name", "kind", "predecessor_id", "starts_on", "ends_on"]
    _load(Partnership, columns, partnerships)
    _load(Partnership.areas.through, ["partnership_id", "area_id"], links)
    _load(Agency, ["id", "name", "sector", "membership", "partner_kind"], agencies)
    _load(Agency.areas.through, ["agency_id", "area_id"], agency_links)
    _load(Body, ["id", "reference", "name", "kind", "partnership_id", "starts_on", "ends_on"], bodies)
    numbers = count(1)
    people, seats, appointments = [], [], []
    for body, reference, _, kind, _, first, last in bodies:
        area, n = (int(part) for part in reference[1:].split("-"))
        for place in range(TABLE if n < MEETING else SMALL):
            number = next(numbers)
            agency = (area - 1) * AGENCIES + place % AGENCIES + 1
            role = (
                SeatRole.CHAIR if place == 0 else SeatRole.OFFICER if kind == BodyKind.BUSINESS_TEAM else SeatRole.CORE
            )
            people.append((number, f"{_name(chance)} {_name(chance)}", f"p{number}@england.example", agency, "!"))
            seats.append((number, body, role, f"Seat {place}", agency, place, first, last))
            appointments.append((number, number, number, first, last))
    _load(Person, ["id", "name", "email", "agency_id", "password"], people)
    _load(Seat, ["id", "body_id", "role", "title", "agency_id", "position", "starts_on", "ends_on"], seats)
    _load(Appointment, ["id", "seat_id", "person_id", "starts_on", "ends_on"], appointments)
    return _askers(len(people))


def _askers(last: int) -> England:
    """A board member, a police lead on nine boards, a business manager, each of partnership 1 at least."""
    numbers = count(last + 1)

    def seat(person: Person, body: str, role: SeatRole) -> Seat:
        number = next(numbers)
        on = Body.objects.get(reference=body)
        made = Seat.objects.create(
            id=number, body=on, role=role, title=f"Asker {number}", starts_on=FIRST, position=99
        )
        Appointment.objects.create(id=number, seat=made, person=person, starts_on=FIRST)
        return made

    def person(name: str) -> Person:
        number = next(numbers)
        return Person.objects.create(id=number, name=name.title(), email=f"{name}@england.example", password="!")

    member, police, manager = person("member"), person("police"), person("manager")
    seat(member, "B1-0", SeatRole.CORE)
    for area in range(1, 10):
        seat(police, f"B{area}-0", SeatRole.LEAD_PARTNER)
    seat(manager, "B1-5", SeatRole.OFFICER)
    board = Body.objects.get(reference="B1-0")
    return England(member, police, manager, board, board.seats.all()[1], None)  # type: ignore[arg-type]


def _meetings(chance: random.Random) -> None:
    bodies = Body.objects.filter(partnership__kind="lscp").order_by("id").values_list("id", "reference")
    meetings, marks = [], []
    numbers, mark_numbers = count(1), count(1)
    step = (TODAY - FIRST).days // MEETINGS
    recorded = datetime(2026, 3, 31, 12, tzinfo=UTC)
    for body, reference in bodies:
        if int(reference.partition("-")[2]) >= MEETING:
            continue
        seats = list(Seat.objects.filter(body=body).exclude(position=99).values_list("id", flat=True))
        for n in range(MEETINGS):
            number = next(numbers)
            meetings.append((number, body, FIRST + timedelta(days=n * step + body % 20), 1, recorded, 1))
            marks += [
                (next(mark_numbers), number, seat, *(("y", 1) if chance.random() < 0.8 else ("x", 0)))
                for seat in seats
            ]
    columns = ["id", "body_id", "held_on", "attendance_version", "attendance_recorded_at", "attendance_recorded_by_id"]
    _load(Meeting, columns, meetings)
    _load(Attendance, ["id", "meeting_id", "seat_id", "mark", "people"], marks)


def _documents(chance: random.Random, vocabulary: list[str]) -> None:
    documents, versions = [], []
    numbers = count(1)
    for body in Body.objects.order_by("id").values_list("id", flat=True):
        for n in range(DOCUMENTS):
            number = next(numbers)
            title = " ".join(chance.choices(vocabulary, k=4)).capitalize()
            documents.append((number, body, title, "paper", "body" if n else "partnership"))
            day = datetime(2016, 4, 1, tzinfo=UTC) + timedelta(days=chance.randrange(3600))
            versions.append((number, number, 1, f"f{number}", "paper.pdf", "application/pdf", 1000, "0" * 64, 1, day))
    _load(Document, ["id", "body_id", "title", "kind", "circulation"], documents)
    columns = ["id", "document_id", "number", "file", "filename", "content_type", "size", "sha256"]
    _load(DocumentVersion, [*columns, "uploaded_by_id", "uploaded_at"], versions)


def _papers(chance: random.Random, vocabulary: list[str]) -> None:
    source = find("document")
    assert source is not None
    bodies = list(Body.objects.select_related("partnership"))
    readers = [reach.allowed(Permission.SEE_DOCUMENTS, body) for body in bodies]
    weights = [1 / (n + 3) for n in range(len(vocabulary))]
    total = sum(weights)
    running, at = [], 0.0
    for weight in weights:
        at += weight / total
        running.append(at)

    def rows(number: int) -> Iterator[tuple[int, Row]]:
        for n in range(number):
            which = chance.randrange(len(bodies))
            said = chance.choices(vocabulary, cum_weights=running, k=5 + (80 if n % 4 == 0 else chance.randrange(20)))
            day = FIRST + timedelta(days=chance.randrange(3650))
            title, text = " ".join(said[:5]).capitalize(), " ".join(said[5:])
            yield 10_000_000, Row(title, "document_page", (1,), readers[which], text, day)

    left = ROWS - SearchRow.objects.count()
    while left > 0:
        with transaction.atomic():
            left -= search_index.write(source, rows(min(left, 20_000)))


def _vocabulary(chance: random.Random) -> list[str]:
    """Words, the commonest first: about one row in two or three has the first, one in some thousands the last."""
    rare = {"".join(chance.choices(SYLLABLES, k=3)) for _ in range(20_000)}
    return [*COMMON, *WORDS, *sorted(rare)]


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).capitalize()


def _load(model: type[Any], columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Put rows into a table as they are; the columns not named have what they usually have."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    usual = {
        name: field.get_db_prep_save(field.get_default(), connection)
        for name, field in fields.items()
        if name not in columns and not (field.primary_key and name == "id")
    }
    named = [fields[name].column for name in (*columns, *usual)]
    rest = tuple(usual.values())
    table, into = model._meta.db_table, ", ".join(f'"{column}"' for column in named)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({into}) FROM STDIN") as copied:
                for row in rows:
                    copied.write_row((*row, *rest))
        else:
            marks = ", ".join(["%s"] * len(named))
            adapt = connection.ops.adapt_datetimefield_value
            cursor.executemany(
                f"INSERT INTO {table} ({into}) VALUES ({marks})",
                (
                    tuple(
                        adapt(value)
                        if isinstance(value, datetime)
                        else str(value)
                        if isinstance(value, date)
                        else value
                        for value in (*row, *rest)
                    )
                    for row in rows
                ),
            )


def _reset_sequences() -> None:
    from django.core.management.color import no_style

    every = [
        Area,
        Partnership,
        Agency,
        Body,
        Person,
        Seat,
        Appointment,
        Meeting,
        Attendance,
        Document,
        DocumentVersion,
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)
