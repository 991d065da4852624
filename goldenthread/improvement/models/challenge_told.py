"""Who is told of a challenge when it comes to a stage, and telling them: each person once for each thing that happens.

Messages name the two sides, the stage and when it is due: never the case, nor what is disagreed about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import messages
from goldenthread.improvement.models.protocol import EscalationStage
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Appointment, Person, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, BodyKind, SeatRole

if TYPE_CHECKING:
    from goldenthread.improvement.models.challenge import Challenge
    from goldenthread.improvement.models.challenge_stage import StageRun, What

CHAIRS = (SeatRole.CHAIR, SeatRole.CO_CHAIR, SeatRole.DEPUTY_CHAIR)
OF_TEAM = (*CHAIRS, SeatRole.OFFICER)
PARTNERS = (SeatRole.LEAD_PARTNER, SeatRole.DELEGATED_PARTNER)
LEADING = (BodyKind.BOARD, BodyKind.EXECUTIVE)
SUBJECTS = {
    "raised": "A disagreement is recorded",
    "moved": "A disagreement was taken to the next stage",
    "rose": "A disagreement had no answer in time and has risen",
    "silent": "A disagreement had no answer in time at the highest stage",
    "shortened": "A disagreement is due sooner: immediate risk",
}


def tell(challenge: Challenge, run: StageRun, what: What) -> int:
    """Queue a message to everybody the stage tells, with the caller's transaction; how many were told."""
    people = audience(challenge, run.stage)
    for person in people:
        messages.queue(
            to=person,
            template="improvement/messages/challenge",
            context={"challenge": challenge, "run": run, "what": what.value},
            subject=SUBJECTS[what.value],
            marking=Circulation.BODY.marking,
        )
    return len(people)


def audience(challenge: Challenge, stage: EscalationStage) -> list[Person]:
    """Those the stage tells, who can sign in and have an address, in the order of their names.

    For the two agencies: who sits for them on the holding body or on a leading body of the partnership, and where an
    agency has nobody there, everybody who sits for it; the holder of a seat that is a party; the chairs of a body
    that is one. Where all that is nobody, the business team, so that nothing rises unseen.
    """
    team = Q(body__partnership=challenge.partnership_id, body__kind=BodyKind.BUSINESS_TEAM, role__in=OF_TEAM)
    return _people(_seats(challenge, stage)) or _people(team)


def _people(rule: Q) -> list[Person]:
    """Who is appointed today to the seats that fit."""
    today = timezone.localdate()
    seats = Seat.objects.on(today).filter(rule).values("pk")
    appointed = Appointment.objects.on(today).filter(seat__in=seats, person__isnull=False)
    people = Person.objects.filter(pk__in=appointed.values("person_id"), is_active=True).exclude(email=None)
    return list(people.exclude(email="").order_by("name", "pk"))


def _seats(challenge: Challenge, stage: EscalationStage) -> Q:
    leading = Q(body__partnership=challenge.partnership_id, body__kind__in=LEADING)
    chair = Q(body=challenge.holding_body_id, role__in=CHAIRS)
    if stage.tells == EscalationStage.Tells.BODY:
        return chair
    if stage.tells == EscalationStage.Tells.PARTNERS:
        return chair | leading & Q(role__in=PARTNERS)
    rule = Q(pk__in=[])
    for party in challenge.parties.all():
        if party.agency_id:
            rule |= _of_agency(challenge, party.agency_id, leading)
        elif party.seat_id:
            rule |= Q(pk=party.seat_id)
        elif party.body_id:
            rule |= Q(body=party.body_id, role__in=CHAIRS)
    return rule


def _of_agency(challenge: Challenge, agency_id: int, leading: Q) -> Q:
    """The seats of an agency that are told: those on the holding or a leading body, else all."""
    today = timezone.localdate()
    reads = Q(pk__in=[])
    for (kind, role), may in ROLES.items():
        if may.gives(Permission.SEE_CHALLENGES):
            reads |= Q(body__kind=kind, role=role)
    seats = Seat.objects.on(today).filter(reads, agency=agency_id, body__partnership=challenge.partnership_id)
    near = seats.filter(leading | Q(body=challenge.holding_body_id))
    return Q(pk__in=list((near if near.exists() else seats).values_list("pk", flat=True)))
