"""The weekly digest: to each person who speaks for an agency, one message on what its actions ask of it.

A message and the row that says that it was queued are written in one transaction, person by person. A process that
dies in between leaves some people told and the others not; the next run of the week tells the others, nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from goldenthread.foundation import messages
from goldenthread.improvement import rules
from goldenthread.improvement.models import Action, ActionDigest, Attestation, Cascade, ImpactCheck
from goldenthread.improvement.models.histories import histories
from goldenthread.improvement.renderings.grouped import MARKING
from goldenthread.improvement.rules import Status
from goldenthread.partnership.models import Appointment, Partnership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, BodyKind, SeatRole

TOLD = (Status.OVERDUE, Status.LIKELY, Status.STALE)
"""How an action stands of which its lead is told."""
CHECKS_WITHIN = timedelta(days=30)
"""So long before an impact check is due its lead is told."""
LEADING = (BodyKind.BOARD, BodyKind.EXECUTIVE)


@dataclass
class Line:
    """One action, or learning to pass on: its name, why it is in the digest, and its page."""

    action: str
    why: str
    page: str


@dataclass
class Section:
    """What is asked of one agency in one partnership."""

    agency: str
    partnership: str
    parts: list[Line] = field(default_factory=list)
    led: list[Line] = field(default_factory=list)
    checks: list[Line] = field(default_factory=list)
    learning: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.parts) + len(self.led) + len(self.checks) + len(self.learning)


def send_due(today: date) -> int:
    """Tell everybody of the week of ``today`` who was not told yet and has something to be told. How many."""
    week = today - timedelta(days=today.weekday())
    told = set(ActionDigest.objects.filter(week=week).values_list("person_id", flat=True))
    sections: dict[int, list[Section]] = defaultdict(list)
    people: dict[int, Person] = {}
    for partnership, by_agency in recipients(today):
        untold = {
            agency_id: [person for person in persons if person.pk not in told]
            for agency_id, persons in by_agency.items()
        }
        if not any(untold.values()):
            continue
        found = _sections(partnership, set(by_agency), today)
        for agency_id, persons in untold.items():
            for person in persons if agency_id in found else ():
                people[person.pk] = person
                sections[person.pk].append(found[agency_id])
    for number, mine in sections.items():
        _tell(people[number], mine, week)
    return len(sections)


def recipients(today: date) -> Iterator[tuple[Partnership, dict[int, list[Person]]]]:
    """For each partnership in force, who speaks for each agency: on its board or executive, else on any body.

    Only those who hold the seat, can be written to, and may say how the actions of the agency go.
    """
    held = (
        Appointment.objects.holders()
        .on(today)
        .filter(
            Q(seat__starts_on__isnull=True) | Q(seat__starts_on__lte=today),
            Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today),
            Q(seat__body__ends_on__isnull=True) | Q(seat__body__ends_on__gte=today),
            Q(seat__body__partnership__ends_on__isnull=True) | Q(seat__body__partnership__ends_on__gte=today),
            seat__body__partnership__isnull=False,
            seat__agency__isnull=False,
            person__is_active=True,
            person__email__isnull=False,
        )
        .select_related("person", "seat__body__partnership")
        .order_by("seat__body__partnership_id", "seat__agency_id", "person_id")
    )
    leading: dict[tuple[int, int], dict[int, Person]] = defaultdict(dict)
    others: dict[tuple[int, int], dict[int, Person]] = defaultdict(dict)
    partnerships: dict[int, Partnership] = {}
    for appointment in held:
        seat = appointment.seat
        role = ROLES.get((BodyKind(seat.body.kind), SeatRole(seat.role)))
        partnership, person = seat.body.partnership, appointment.person
        if (
            role is None
            or not role.gives(Permission.UPDATE_ACTIONS)
            or not (person and partnership and seat.agency_id)
        ):
            continue
        place = (partnership.pk, seat.agency_id)
        partnerships[partnership.pk] = partnership
        (leading if seat.body.kind in LEADING else others)[place][person.pk] = person
    by_partnership: dict[int, dict[int, list[Person]]] = defaultdict(dict)
    for place in sorted({*leading, *others}):
        partnership_id, agency_id = place
        by_partnership[partnership_id][agency_id] = list((leading.get(place) or others[place]).values())
    for partnership_id, by_agency in by_partnership.items():
        yield partnerships[partnership_id], by_agency


def _sections(partnership: Partnership, agencies: set[int], today: date) -> dict[int, Section]:
    """What is asked of each of ``agencies``; those of whom nothing is asked are left out."""
    actions = Action.objects.filter(partnership=partnership).begun_by(today)
    standings = {number: rules.status(history, today) for number, history in histories(actions).items()}
    found: dict[int, Section] = {}

    def section(agency_id: int, name: str) -> Section:
        return found.setdefault(agency_id, Section(name, partnership.name))

    for part in _asked(partnership, agencies):
        if part.agency and standings[part.action_id].status not in (Status.COMPLETE, Status.PAUSED):
            why = f"Awaited since {rules.written(part.asked_on)}."
            section(part.agency.pk, part.agency.name).parts.append(_line(part.action, why))
    for action in actions.filter(lead_agency__in=agencies).select_related("lead_agency").order_by("position", "pk"):
        if action.lead_agency and standings[action.pk].status in TOLD:
            why = f"{standings[action.pk].status.label}. {standings[action.pk].reason}"
            section(action.lead_agency.pk, action.lead_agency.name).led.append(_line(action, why))
    checks = ImpactCheck.objects.awaited().filter(
        action__partnership=partnership, action__lead_agency__in=agencies, due_on__lte=today + CHECKS_WITHIN
    )
    for check in checks.select_related("action__lead_agency"):
        if check.action.lead_agency:
            why = f"Impact check due on {rules.written(check.due_on)}."
            section(check.action.lead_agency.pk, check.action.lead_agency.name).checks.append(_line(check.action, why))
    asked = Cascade.objects.awaited().filter(product__partnership=partnership, agency__in=agencies)
    for cascade in asked.select_related("product", "agency").order_by("due_on", "pk"):
        if cascade.agency:
            why = f"Say how far your agency passed it on, by {rules.written(cascade.due_on)}."
            page = f"{settings.ADDRESS}{reverse('cascade_answer', args=[cascade.pk])}"
            line = Line(cascade.product.title, why, page)
            section(cascade.agency.pk, cascade.agency.name).learning.append(line)
    return found


def _asked(partnership: Partnership, agencies: Iterable[int]) -> Iterable[Attestation]:
    awaited = Attestation.objects.awaited().filter(action__partnership=partnership, agency__in=agencies)
    return awaited.select_related("action", "agency").order_by("action__position", "pk")


def _line(action: Action, why: str) -> Line:
    return Line(str(action), why, f"{settings.ADDRESS}{reverse('action_page', args=[action.pk])}")


@transaction.atomic
def _tell(person: Person, sections: list[Section], week: date) -> None:
    """Queue the message, and the row that says so."""
    count = sum(section.count for section in sections)
    _, new = ActionDigest.objects.get_or_create(person=person, week=week, defaults={"actions": count})
    if not new:
        return
    messages.queue(
        to=person,
        template="improvement/messages/digest",
        context={"sections": sections, "page": f"{settings.ADDRESS}{reverse('my_actions')}"},
        subject=f"Your actions: {count} to look at",
        marking=MARKING,
    )
