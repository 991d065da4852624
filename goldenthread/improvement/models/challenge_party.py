"""The parties of a challenge: who raised it and who is challenged, by the register or by a name from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.models import Agency, Body, Seat
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

KINDS = ("agency", "body", "seat")


class Side(models.TextChoices):
    """Which side a party is on."""

    RAISED = "raised by", "Raised by"
    CHALLENGED = "challenged", "Challenged"


class ChallengePartyQuerySet(models.QuerySet["ChallengeParty"]):
    """Questions about parties."""

    def visible_to(self, scope: Scope) -> Self:
        """Those the person is: their agency in the same partnership, a body they sit on, a seat they hold."""
        return self._standing_for(scope, scope.body_ids_with(Permission.SEE_CHALLENGES))

    def acted_for_by(self, scope: Scope) -> Self:
        """Those of them for which the person answers: of a body only who keeps its challenges."""
        return self._standing_for(scope, scope.body_ids_with(Permission.MANAGE_CHALLENGES))

    def _standing_for(self, scope: Scope, body_ids: frozenset[int]) -> Self:
        seats = [seat for seat in scope.seats if seat.may.gives(Permission.SEE_CHALLENGES)]
        rule = Q(body_id__in=body_ids) | Q(seat_id__in=[seat.seat_id for seat in seats])
        agencies: dict[int | None, set[int]] = {}
        for seat in seats:
            if seat.agency_id is not None:
                agencies.setdefault(seat.partnership_id, set()).add(seat.agency_id)
        for partnership_id, ids in agencies.items():
            here = Q(challenge__partnership_id=partnership_id)
            rule |= here & (Q(agency_id__in=ids) | Q(seat__agency_id__in=ids))
        return self.filter(rule)

    def with_names(self) -> Self:
        """Each with what its name is read from."""
        return self.select_related("agency", "body", "seat__body")


class ChallengeParty(models.Model):
    """One party of one challenge: an agency, a body or a seat of the register, or a name that is not in it."""

    challenge = models.ForeignKey("improvement.Challenge", models.CASCADE, related_name="parties")
    side = models.CharField(max_length=20, choices=Side)
    position = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    outside_name = models.CharField("name", max_length=200, blank=True)

    objects = ChallengePartyQuerySet.as_manager()

    class Meta:
        verbose_name = "party of a challenge"
        verbose_name_plural = "parties of challenges"
        ordering = ("side", "position", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, body__isnull=True, seat__isnull=True, outside_name="")
                | Q(agency__isnull=True, body__isnull=False, seat__isnull=True, outside_name="")
                | Q(agency__isnull=True, body__isnull=True, seat__isnull=False, outside_name="")
                | (Q(agency__isnull=True, body__isnull=True, seat__isnull=True) & ~Q(outside_name="")),
                name="challenge_party_is_one_thing",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="challenge_party_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.agency or self.body or self.seat or self.outside_name)

    @property
    def name(self) -> str:
        """What it is called in a file: of a seat the body too, since many bodies have a chair."""
        if self.seat:
            return f"{self.seat.title} ({self.seat.body.name})"
        return str(self.agency or self.body or self.outside_name)

    @property
    def identity(self) -> tuple[str, int | str]:
        """What makes two parties the same."""
        for kind in KINDS:
            if (number := getattr(self, f"{kind}_id")) is not None:
                return kind, number
        return "outside", self.outside_name
