"""The file of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import KeptKind
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission


@register
class People(KeptKind):
    """People, known by their e-mail address, or by their name and agency where they have none."""

    code = "people"
    title = "People"
    description = "Names, e-mail addresses and agencies of people. Loading them lets nobody sign in."
    order = 40
    columns = (
        Column("name", "the person's name", required=True, example="Cora Ashby"),
        Column("email", "an e-mail address; an empty cell leaves the address as it is", example="cora@example.org"),
        Column("agency", "the name or reference of an agency in the register", example="Westminster City Council"),
        Column("job_title", "what they do there"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "email": "email",
        "agency": "agency",
        "job_title": "job_title",
    }

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up agencies and people."""
        managed = self.scope.where(Permission.MANAGE_REGISTER)
        self.agencies = look_up.agencies(self.scope)
        self.people = look_up.People(self.scope)
        for person in self.people.records():
            if person.agency:
                self.agencies.add(person.agency)
        self.mine = set(Person.objects.visible_to(managed).values_list("pk", flat=True))
        self.doors = set(Person.objects.doors_kept_by(self.scope).values_list("pk", flat=True))

    def load(self, row: Row) -> Outcome:
        """Load one person."""
        name, email = row.text("name"), row.text("email").casefold()
        agency = self.agencies.in_cell(row, "agency")
        row.check()
        self.once(row, "email" if email else "name", email or (look_up.key(name), agency and agency.pk))
        person = self._held(name, email, agency.pk if agency else None)
        if person.pk and email and email != person.email and not (self.scope.is_operator or person.pk in self.doors):
            row.refuse("email", "the address as it is: this person sits on bodies that others keep")
            row.check()
        values: dict[str, Any] = {"name": name}
        if email:
            values["email"] = email
        if row.has("agency"):
            values["agency"] = agency
        if row.has("job_title"):
            values["job_title"] = row.text("job_title")
        return self.put(row, person, values)

    def _held(self, name: str, email: str, agency_id: int | None) -> Person:
        """The person of the register, or a new one."""
        by_email = self.people.all(email) if email else []
        if by_email:
            return by_email[0]
        alike = [person for person in self.people.all(name) if person.agency_id == agency_id]
        same = [person for person in alike if not (email and person.email)]
        return same[0] if len(same) == 1 else Person()

    def may_keep(self, record: Person) -> bool:
        """People of agencies or bodies whose register the importer keeps."""
        return record.pk is None or record.pk in self.mine

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Everybody who may be exported, with the addresses that may be seen."""
        addressed = set(Person.objects.contacts_visible_to(self.scope).values_list("pk", flat=True))
        people = Person.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS)).select_related("agency")
        for person in people.order_by("name", "pk"):
            yield {
                "name": person.name,
                "email": person.email if person.pk in addressed else "",
                "agency": (person.agency.reference or person.agency.name) if person.agency else "",
                "job_title": person.job_title,
            }
