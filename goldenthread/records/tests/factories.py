"""Rows and files for tests of documents."""

import io
import zipfile
from datetime import date
from typing import Any

from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Appointment, Body, Partnership, Person, Seat
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.records.models import ClockRule, Document, DocumentKind
from goldenthread.records.rules import TYPES

STARTED = date(2016, 4, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d4944415478da63fcffff3f030005fe02fea7d6a5c30000000049454e44ae426082"
)


def a_board(name: str = "Mere Board") -> Body:
    """A board of a partnership of its own."""
    partnership = Partnership(name=f"{name} LSCP", full_name=f"{name} partnership", starts_on=STARTED).keep(by=None)
    return Body(name=name, kind=BodyKind.BOARD, partnership=partnership, starts_on=STARTED).keep(by=None)


def somebody(body: Body, role: SeatRole, name: str = "Robin Ash") -> Person:
    """A person in a seat of this role since the board began."""
    person = Person(name=name, email=f"{name.lower().replace(' ', '.')}@mere.example").keep(by=None)
    seat = Seat(body=body, role=role, title=name, starts_on=STARTED).keep(by=None)
    Appointment(seat=seat, person=person, starts_on=STARTED).keep(by=None)
    return person


def a_manager(body: Body) -> Person:
    """An officer of the business team of the body's partnership."""
    team = Body(
        name=f"{body.name} team", kind=BodyKind.BUSINESS_TEAM, partnership=body.partnership, starts_on=STARTED
    ).keep(by=None)
    return somebody(team, SeatRole.OFFICER, "Business Manager")


def a_document(
    body: Body, *, by: Person, circulation: Circulation = Circulation.BODY, title: str = "Plan"
) -> Document:
    """A report as PDF."""
    row = Document(body=body, title=title, kind=DocumentKind.REPORT, circulation=circulation)
    return row.add(f"{title}.pdf", PDF, by=by)


def office(ending: str, *extra: str, main: str | None = None) -> bytes:
    """The least that passes for an Office file, with further entries of these names."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f'<Override ContentType="{main or TYPES[ending] + ".main+xml"}"/>')
        for name in extra:
            packed.writestr(name, "x")
    return kept.getvalue()


def a_rule(**values: Any) -> ClockRule:
    """Five working days from an event, of an edition called First."""
    usual = {
        "edition": "First",
        "code": "five-days",
        "name": "Something done",
        "start_event": "the event",
        "length": 5,
        "unit": "working_day",
        "source": "A paper",
    }
    return ClockRule(**usual | values).keep(by=None)
