"""The file of appointments: who holds which seat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import VALID_FROM, VALID_TO
from goldenthread.partnership.imports.seats import (
    BODY,
    PARTNERSHIP,
    OnBody,
    body_cells,
    in_those_dates,
    seats_by_title,
)
from goldenthread.partnership.models import Appointment, Person

HOW = {value.value: value for value in Appointment.Kind}


@register
class Appointments(OnBody):
    """Appointments, known by their seat, person and dates."""

    code = "appointments"
    title = "Appointments"
    description = "Who holds or represents the holder of each seat. A holder without a name: the seat is filled."
    order = 60
    columns = (
        BODY,
        PARTNERSHIP,
        Column("seat", "the title of a seat on the body", required=True, example="Director of Children's Services"),
        Column("person", "an e-mail address or name; nothing where the name is not held", example="cora@example.org"),
        Column("kind", f"{' or '.join(HOW)}; holder where it is empty", example="holder"),
        Column("delegated_authority", "yes where a representative may decide for the agency, else no", example="no"),
        VALID_FROM,
        VALID_TO,
    )
    fields: ClassVar[Mapping[str, str]] = {
        "seat": "seat",
        "person": "person",
        "kind": "kind",
        "delegated_authority": "delegated_authority",
        "valid_from": "starts_on",
        "valid_to": "ends_on",
    }

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up bodies, seats, people and appointments."""
        super().prepare(rows)
        self.people = look_up.People(self.scope)
        self.seats = seats_by_title(self.scope)
        self.held: dict[tuple[int, str, int | None], list[Appointment]] = {}
        for appointment in Appointment.objects.visible_to(self.scope).select_related("seat__body", "person"):
            key = (appointment.seat_id, appointment.kind, appointment.person_id)
            self.held.setdefault(key, []).append(appointment)

    def load(self, row: Row) -> Outcome:
        """Load one appointment. An empty date means the seat's own."""
        body = self.body_of(row)
        starts_on, ends_on = row.date("valid_from"), row.date("valid_to")
        person = self.people.in_cell(row, "person")
        kind = row.choice("kind", HOW) or Appointment.Kind.HOLDER
        authority = row.yes_no("delegated_authority")
        seat = None
        if body and row.text("seat"):
            titled = self.seats.get((body.pk, look_up.key(row.text("seat"))), ())
            seat = in_those_dates(titled, starts_on, ends_on)
            if seat is None:
                row.refuse("seat", f"the title of a seat that {body} has in these dates")
        seat = row.need(seat)
        starts_on, ends_on = starts_on or seat.starts_on, ends_on or seat.ends_on
        identity = (seat.pk, kind.value, person.pk if person else None)
        self.once(row, "seat", (*identity, starts_on))
        values: dict[str, Any] = {
            "seat": seat,
            "person": person,
            "kind": kind.value,
            "valid_from": starts_on,
            "valid_to": ends_on,
        }
        if authority is not None:
            values["delegated_authority"] = authority
        appointment = in_those_dates(self.held.get(identity, ()), starts_on, ends_on) or Appointment()
        return self.put(row, appointment, values)

    def may_keep(self, record: Appointment) -> bool:
        """Appointments to seats on bodies whose register the importer keeps."""
        return record.seat_id is None or self.may_change(record.seat.body)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every appointment that may be exported, with the addresses that may be seen."""
        addressed = set(Person.objects.contacts_visible_to(self.scope).values_list("pk", flat=True))
        appointments = Appointment.objects.filter(seat__body__in=self.exported()).select_related(
            "seat__body__partnership", "person"
        )
        for row in appointments.order_by("seat__body__name", "seat__body_id", "seat__position", "starts_on", "pk"):
            person = row.person
            address = person.email if person and person.pk in addressed else None
            yield {
                **body_cells(row.seat.body),
                "seat": row.seat.title,
                "person": address or (person.name if person else ""),
                "kind": row.kind,
                "delegated_authority": row.delegated_authority,
                "valid_from": row.starts_on,
                "valid_to": row.ends_on,
            }
