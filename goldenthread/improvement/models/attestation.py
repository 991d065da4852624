"""Attestations: the part each contributor has in an action, and what it says of its part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.of_action import File, OfActionQuerySet, happened, held, keep_files, refuse_closed
from goldenthread.partnership.models import Agency, Body, Person

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

CONTRIBUTORS = (("agency", Q(agency__isnull=False)), ("body", Q(body__isnull=False)), ("name", ~Q(name="")))
"""What a contributor can be, and when it is that."""


class AttestationQuerySet(OfActionQuerySet):
    """Questions about the parts of contributors."""

    def standing(self) -> Self:
        """Those not replaced by a later question."""
        return self.filter(ended_on__isnull=True)

    def awaited(self) -> Self:
        """Those neither attested nor released."""
        return self.standing().filter(attested_on__isnull=True, released_on__isnull=True)


class Attestation(models.Model):
    """One contributor's part in an action: awaited, then attested with evidence or released with a reason.

    A contributor is an agency, a body, or a name in words. ``said`` is the evidence, or the reason of the release.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="attestations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations", verbose_name="group"
    )
    name = models.CharField("name in words", max_length=200, blank=True)
    part = models.CharField("what its part is", max_length=300, blank=True)
    asked_on = models.DateField(editable=False)
    attested_on = models.DateField(null=True, editable=False)
    released_on = models.DateField(null=True, editable=False)
    said = models.TextField(blank=True, editable=False)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    ended_on = models.DateField(null=True, editable=False)
    """The day it was asked again, by a row of its own. This one no longer counts from that day."""

    objects = AttestationQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, body__isnull=True, name="")
                | Q(agency__isnull=True, body__isnull=False, name="")
                | Q(agency__isnull=True, body__isnull=True) & ~Q(name=""),
                name="attestation_one_contributor",
                violation_error_message="Choose an agency, or a group, or give a name, one of the three.",
            ),
            models.CheckConstraint(
                condition=Q(attested_on__isnull=True) | Q(released_on__isnull=True), name="attestation_or_release"
            ),
            *(
                models.UniqueConstraint(
                    fields=["action", who],
                    condition=Q(ended_on__isnull=True) & there,
                    name=f"attestation_one_part_of_{who}",
                    violation_error_message="This contributor already has a part in the action.",
                )
                for who, there in CONTRIBUTORS
            ),
            in_order(name="attestation_not_before_asked", first="asked_on", last="attested_on"),
            in_order(name="attestation_release_after_asked", first="asked_on", last="released_on"),
        ]

    def __str__(self) -> str:
        return self.contributor

    @property
    def contributor(self) -> str:
        """Whose part it is."""
        if self.agency:
            return self.agency.name
        return self.body.name if self.body else self.name

    @property
    def contributor_short(self) -> str:
        """Whose part it is, shortly, for tables."""
        return self.agency.short_name if self.agency else self.contributor

    @property
    def is_awaited(self) -> bool:
        """Whether it still has to be attested or released."""
        return self.ended_on is None and self.attested_on is None and self.released_on is None

    def clean(self) -> None:
        """The lead closes the action, and so has no part to attest beside it."""
        lead = self.action
        if (self.agency_id and self.agency_id == lead.lead_agency_id) or (
            self.body_id and self.body_id == lead.lead_body_id
        ):
            raise ValidationError("The lead closes the action and has no part to attest. Choose another contributor.")

    def as_rule(self) -> rules.Part:
        """As the rule of the status reads it."""
        return rules.Part(
            name=self.contributor_short,
            asked_on=self.asked_on,
            attested_on=self.attested_on,
            released_on=self.released_on,
            ended_on=self.ended_on,
        )

    @transaction.atomic
    def ask(self, *, by: Person | None) -> Self:
        """Ask this contributor for its part of an open action, from ``asked_on`` or else today.

        Raises NotPossible where the action is closed, ValidationError where the contributor cannot have a part.
        """
        action = held(self.action_id)
        refuse_closed(action)
        self.asked_on = happened(self.asked_on, action) if self.asked_on != action.starts_on else self.asked_on
        self.full_clean()
        self.save()
        trail.record("attestation.ask", self, by=by, action=action.pk, agency=self.agency_id, group=self.body_id)
        return self

    @transaction.atomic
    def attest(self, said: str, *, by: Person | None, on: date | None = None, files: Iterable[File] = ()) -> Self:
        """The contributor says its part is done, with the evidence for it. Raises NotPossible."""
        self._settle("attested_on", said, "Say what shows that this part is done.", by=by, on=on)
        keep_files(self, self.action, files, by=by)
        return self

    @transaction.atomic
    def release(self, said: str, *, by: Person | None, on: date | None = None) -> Self:
        """The keeper of the plan no longer asks for this part, with the reason. Raises NotPossible."""
        return self._settle("released_on", said, "Say why this part is no longer asked for.", by=by, on=on)

    def _settle(self, field: str, said: str, otherwise: str, *, by: Person | None, on: date | None) -> Self:
        action = held(self.action_id)
        row = Attestation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not row.is_awaited:
            raise NotPossible("This part is already attested or released.")
        if not said.strip():
            raise NotPossible(otherwise)
        day = happened(on, action)
        if day < row.asked_on:
            raise NotPossible("The date must be on or after the day the part was asked for.")
        setattr(row, field, day)
        row.said, row.said_by = said.strip(), by
        row.save()
        verb = "attest" if field == "attested_on" else "release"
        trail.record(f"attestation.{verb}", row, by=by, action=action.pk)
        self.refresh_from_db()
        return self

    @transaction.atomic
    def ask_again(self, *, by: Person | None) -> Attestation:
        """Ask for this part anew: what was said stays readable and no longer counts. Raises NotPossible."""
        action = held(self.action_id)
        refuse_closed(action)
        row = Attestation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if row.is_awaited or row.ended_on is not None:
            raise NotPossible("This part is awaited already.")
        today = timezone.localdate()
        row.ended_on = today
        row.save()
        again = Attestation(action=action, agency=row.agency, body=row.body, name=row.name, part=row.part)
        again.asked_on = today
        again.full_clean()
        again.save()
        trail.record("attestation.again", again, by=by, action=action.pk, before=row.pk)
        return again

    def may_be_settled_by(self, scope: Scope) -> bool:
        """Whether the person speaks for this contributor: holds a seat for the agency, or keeps the body's actions."""
        from goldenthread.partnership.permissions import Permission

        if self.body_id:
            return self.body_id in scope.body_ids_with(Permission.MANAGE_PLAN) & scope.body_ids
        return self.agency_id is not None and any(
            seat.agency_id == self.agency_id
            and seat.partnership_id == self.action.partnership_id
            and seat.may.gives(Permission.UPDATE_ACTIONS)
            for seat in scope.seats
        )
