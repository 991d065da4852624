"""Quorum: what a body needs before its meeting may decide. No source states one, so it is a row, not code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.attendance import Attendance, CameAs
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.roster import Place, places
from goldenthread.governance.rules import Mark, QuorumKind
from goldenthread.governance.rules.quorum import (
    Asked,
    Came,
    Partner,
    Quorum,
    SeatThere,
    Slot,
    counting_as,
    partners_of,
    quorum,
)
from goldenthread.partnership.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Body,
    Partnership,
    Person,
    Seat,
)
from goldenthread.partnership.models.dated import Dated, DatedQuerySet
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.rules import SAFEGUARDING_PARTNERS_SINCE, PartnerKind

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

NO_PARTNERS = "Only a body of a partnership under the law since 29 June 2018 has safeguarding partners to ask for."


class QuorumRuleQuerySet(DatedQuerySet):
    """Questions about quorum rules."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the bodies whose meetings the person may see."""
        if scope.is_operator:
            return self
        return self.filter(body__in=Body.objects.allowing(Permission.SEE_ATTENDANCE, scope))


class QuorumRule(Dated):
    """One thing that must hold at a meeting of a body, from a day to a day. Every rule in force must hold."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="quorum_rules")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in QuorumKind])
    number = models.PositiveSmallIntegerField("how many seats, or what percentage of them", null=True, blank=True)
    source = models.CharField("where it is written", max_length=300, blank=True)

    objects = QuorumRuleQuerySet.as_manager()

    class Meta:
        ordering = ("body_id", "starts_on", "id")
        constraints = [
            in_order(name="quorum_rule_dates_in_order"),
            models.CheckConstraint(
                condition=Q(kind=QuorumKind.PARTNERS, number__isnull=True)
                | Q(kind=QuorumKind.COUNT, number__isnull=False, number__gte=1)
                | Q(kind=QuorumKind.SHARE, number__isnull=False, number__gte=1, number__lte=100),
                name="quorum_rule_number_fits_kind",
                violation_error_message="Give a number of seats, or a percentage from 1 to 100; none for partners.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        """Refuse asking for the safeguarding partners of a body that has none."""
        if self.kind == QuorumKind.PARTNERS and self.body_id and not _is_lscp(self.body.partnership):
            raise ValidationError({"kind": NO_PARTNERS})

    @property
    def words(self) -> str:
        """What it asks, with its number."""
        return {
            QuorumKind.COUNT: f"At least {self.number} seats of members present",
            QuorumKind.SHARE: f"At least {self.number}% of the seats of members that are filled and expected present",
        }.get(QuorumKind(self.kind), QuorumKind.PARTNERS.label)

    @transaction.atomic
    def end(self, *, on: date, by: Person | None) -> QuorumRule:
        """Make ``on`` the last day of this rule.

        Raises NotPossible where it has ended before that day or begins after it.
        """
        rule = QuorumRule.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if rule.ends_on is not None and rule.ends_on < on:
            raise NotPossible("This rule has already ended.")
        if rule.starts_on is not None and rule.starts_on > on:
            raise NotPossible("The last day must be the same as or after the start date.")
        rule.ends_on = on
        rule.full_clean()
        rule.save()
        trail.record("quorumrule.end", rule, by=by, body=rule.body_id)
        return rule


def quorum_of(meeting: Meeting) -> Quorum:
    """Whether ``meeting`` had its quorum: the rules, seats, appointments and agencies of its own day."""
    return quorums_of(meeting.body, [meeting])[meeting.pk]


def quorums_of(body: Body, meetings: Iterable[Meeting]) -> dict[int, Quorum]:
    """The same for many meetings of one body, by their numbers, in as many queries as for one (at most nine)."""
    meetings = list(meetings)
    rules = list(QuorumRule.objects.filter(body=body))
    if not any(rule.is_on(meeting.held_on) for rule in rules for meeting in meetings):
        return {meeting.pk: quorum((), (), None) for meeting in meetings}
    seats = list(Seat.objects.filter(body=body).select_related("agency"))
    appointments = list(Appointment.objects.filter(seat__body=body).select_related("person"))
    marks = {(row.meeting_id, row.seat_id): row for row in Attendance.objects.filter(meeting__in=meetings)}
    register = _Register(body.partnership) if any(rule.kind == QuorumKind.PARTNERS for rule in rules) else None
    found = {}
    for meeting in meetings:
        day = meeting.held_on
        there = [
            _there(
                place, marks.get((meeting.pk, place.seat.pk)), register.agencies(place.seat, day) if register else ()
            )
            for place in places(seats, appointments, day)
        ]
        asked = [Asked(QuorumKind(rule.kind), rule.number) for rule in rules if rule.is_on(day)]
        found[meeting.pk] = quorum(asked, there, register.partners(day) if register else None)
    return found


def _is_lscp(partnership: Partnership | None) -> bool:
    return partnership is not None and partnership.kind == Partnership.Kind.LSCP


def _there(place: Place, row: Attendance | None, agencies: Iterable[int]) -> SeatThere:
    return SeatThere(
        role=place.seat.role,
        agencies=frozenset(agencies),
        is_vacant=place.is_vacant,
        mark=Mark(row.mark) if row else None,
        came=_came(place, row),
    )


def _came(place: Place, row: Attendance | None) -> Came:
    """Who sat in the seat. A representative decides for the agency where an appointment of that day says so."""
    if row is None or not row.came_as:
        return Came.NOT_RECORDED
    if row.came_as == CameAs.MEMBER:
        return Came.MEMBER
    if row.person_id is None and not row.representative_name:
        return Came.NOT_RECORDED
    bound = any(each.delegated_authority and each.person_id == row.person_id for each in place.representatives)
    return Came.WITH_AUTHORITY if bound else Came.WITHOUT_AUTHORITY


class _Register:
    """The safeguarding partners of a partnership on any day, as ``Partnership.safeguarding_partners`` gives them.

    Read once in four queries, so that many meetings take no more than one.
    """

    def __init__(self, partnership: Partnership | None) -> None:
        self.partnership = partnership
        self.areas = list(partnership.areas.all()) if partnership else []
        partners = Agency.objects.safeguarding_partners().filter(areas__in=self.areas).distinct()
        self.rows = [(row, {area.pk for area in row.areas.all()}) for row in partners.prefetch_related("areas")]
        took_over = AgencySuccession.objects.filter(predecessor__areas__in=self.areas).distinct()
        self.took_over = list(took_over.values_list("predecessor_id", "successor_id"))

    def agencies(self, seat: Seat, day: date) -> frozenset[int]:
        """The agencies for which ``seat`` counts on ``day``."""
        if seat.agency is None:
            return frozenset()
        there = frozenset(row.pk for row in (seat.agency, *(row for row, _ in self.rows)) if row.is_on(day))
        return counting_as(seat.agency.pk, in_force=there, took_over=self.took_over)

    def partners(self, day: date) -> list[Partner] | None:
        """The safeguarding partners on ``day``; None where the law knew none for this body."""
        if not _is_lscp(self.partnership) or day < SAFEGUARDING_PARTNERS_SINCE:
            return None
        here = {area.pk for area in self.areas}
        there = [(row, covered & here) for row, covered in self.rows if row.is_on(day)]
        slots = [
            Slot(
                area.name,
                kind.label,
                {row.pk: len(covered) for row, covered in there if row.partner_kind == kind and area.pk in covered},
            )
            for kind in PartnerKind
            for area in self.areas
        ]
        return partners_of(slots, {row.pk: row.name for row, _ in there})
