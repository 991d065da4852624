"""What of the register can be found: people, agencies and bodies. E-mail addresses are never indexed."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from goldenthread.foundation.search import Row, Source, source
from goldenthread.partnership import reach
from goldenthread.partnership.models import Agency, Appointment, Body, Partnership, Person, Seat
from goldenthread.partnership.permissions import Permission


@source
class People(Source[Person]):
    """People by name, job title and agency: what everybody who sees the person sees."""

    code, title, model = "person", "People", Person
    permission = Permission.SEE_REGISTER
    follows = {
        Agency: ("agency",),
        Appointment: ("appointments",),
        Seat: ("appointments__seat",),
        Body: ("appointments__seat__body",),
    }

    def rows(self, subjects: QuerySet[Person]) -> Iterator[tuple[int, Row]]:
        """A row for each person."""
        seats = Appointment.objects.select_related("seat__body").prefetch_related("seat__body__areas")
        people = subjects.select_related("agency").prefetch_related(
            "agency__areas", Prefetch("appointments", seats.order_by("pk"), "all_seats")
        )
        for person in people:
            bodies = {row.seat.body_id: row.seat.body for row in person.all_seats}
            works_for = f"{person.agency.name} {person.agency.abbreviation}" if person.agency else ""
            yield (
                person.pk,
                Row(
                    title=person.name,
                    text=f"{person.job_title} {works_for}".strip(),
                    page="person_page",
                    args=(person.pk,),
                    reach=reach.knowing(person, bodies.values(), person.agency),
                    links=(*person.all_seats, *(row.seat for row in person.all_seats)),
                ),
            )


@source
class Agencies(Source[Agency]):
    """Agencies by every name they have had."""

    code, title, model = "agency", "Agencies", Agency
    permission = Permission.SEE_REGISTER

    def rows(self, subjects: QuerySet[Agency]) -> Iterator[tuple[int, Row]]:
        """A row for each agency."""
        for agency in subjects.prefetch_related("areas"):
            called = [agency.abbreviation, agency.reference, *agency.other_names]
            yield (
                agency.pk,
                Row(
                    title=agency.name,
                    text=". ".join(word for word in [*called, agency.get_sector_display(), agency.note] if word),
                    page="agency_page",
                    args=(agency.pk,),
                    reach=reach.working_with(agency),
                ),
            )


@source
class Bodies(Source[Body]):
    """Bodies by name, owner and what they are for."""

    code, title, model = "body", "Bodies", Body
    permission = Permission.SEE_REGISTER
    follows = {Partnership: ("partnership",)}

    def rows(self, subjects: QuerySet[Body]) -> Iterator[tuple[int, Row]]:
        """A row for each body."""
        for body in subjects.select_related("partnership").prefetch_related("areas"):
            words = [body.owner, body.get_kind_display(), body.reference, *body.other_names, body.remit, body.members]
            yield (
                body.pk,
                Row(
                    title=body.name,
                    text=". ".join(word for word in words if word),
                    page="body_page",
                    args=(body.pk,),
                    dated_on=body.starts_on or (body.partnership.starts_on if body.partnership else None),
                    reach=reach.seeing(body),
                ),
            )
