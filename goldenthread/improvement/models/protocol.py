"""Escalation protocols: the stages a disagreement goes up, each with a level of manager and a limit, as data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Q

from goldenthread.foundation.clocks import Status
from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.models.dated import Dated, DatedQuerySet, Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.records.models import ClockRule

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

MOST_STAGES = 12


class EscalationProtocolQuerySet(DatedQuerySet):
    """Questions about protocols."""

    def visible_to(self, scope: Scope) -> Self:
        """Everybody's protocols to those who see challenges, and those of their partnerships."""
        if scope.is_operator:
            return self
        if not scope.may(Permission.SEE_CHALLENGES):
            return self.none()
        own = scope.partnership_ids_holding(Permission.SEE_CHALLENGES)
        return self.filter(Q(partnership__isnull=True) | Q(partnership_id__in=own))

    def to_apply(self, *, on: date, partnership: Partnership) -> EscalationProtocol | None:
        """The protocol in use on a day: the partnership's own before everybody's; the newest if several."""
        rows = self.on(on).filter(in_use=True)
        mine = rows.filter(partnership=partnership).newest_first().first()
        return cast("EscalationProtocol | None", mine or rows.filter(partnership__isnull=True).newest_first().first())


class EscalationProtocol(Dated):
    """How disagreements between professionals are escalated, in one edition of one procedure.

    ``partnership`` is empty for everybody's protocols, which only the operator changes.
    """

    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="escalation_protocols",
        verbose_name="whose protocol",
    )
    edition = models.CharField(max_length=120, help_text="For example Our escalation protocol 2026")
    source = models.CharField(max_length=400)
    immediate_rule = models.ForeignKey(
        ClockRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="limit where a child is at immediate risk",
    )
    in_use = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    objects = EscalationProtocolQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "id")
        constraints = [
            in_order(name="escalation_protocol_dates_in_order"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(partnership__isnull=True),
                name="escalation_protocol_edition_once",
                violation_error_message="There is a protocol of this edition already.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "edition"],
                name="escalation_protocol_own_edition_once",
                violation_error_message="There is a protocol of this edition already.",
            ),
        ]

    def __str__(self) -> str:
        return self.edition

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has read every stage at its source. Reads its stages."""
        return all(stage.is_confirmed for stage in self.stages.all())


class EscalationStageQuerySet(models.QuerySet["EscalationStage"]):
    """Questions about stages."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of protocols that are seen."""
        return self.filter(protocol__in=EscalationProtocol.objects.visible_to(scope))


class EscalationStage(Kept):
    """One stage: between which managers, and within what limit. ``rule`` is empty where no limit is stated."""

    class Tells(models.TextChoices):
        """Who is told when a disagreement comes to this stage."""

        AGENCIES = "the two agencies", "Those who sit for the two agencies"
        BODY = "chair of the body", "The chair of the body that holds it"
        PARTNERS = "safeguarding partners", "The safeguarding partners, and the chair of the body that holds it"

    protocol = models.ForeignKey(EscalationProtocol, models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField("stage")
    name = models.CharField(max_length=150)
    level = models.CharField("level of manager", max_length=200)
    rule = models.ForeignKey(ClockRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="limit")
    child_timescale = models.BooleanField("or the child's own timescale, whichever is less", default=True)
    tells = models.CharField("who is told", max_length=30, choices=Tells, default=Tells.AGENCIES)
    status = models.CharField(
        max_length=20,
        choices=[(status.value, status.value.capitalize()) for status in Status],
        default=Status.TO_BE_CONFIRMED.value,
    )

    objects = EscalationStageQuerySet.as_manager()

    class Meta:
        ordering = ("protocol_id", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "number"],
                name="escalation_stage_number_once",
                violation_error_message="This protocol has a stage of this number already.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_STAGES), name="escalation_stage_number_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"Stage {self.number}: {self.name}"

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has read it at its source."""
        return self.status == Status.CONFIRMED

    @property
    def limit_words(self) -> str:
        """``5 working days, or the child's own timescale, whichever is less``; that no limit is stated."""
        limit = self.rule.length_words if self.rule else "No limit is stated"
        if not self.child_timescale:
            return limit
        return f"{limit}, or the child's own timescale{', whichever is less' if self.rule else ''}"

    def limit_of(self, code: str, length: int, unit: str, *, by: Person | None) -> ClockRule:
        """The clock rule that limits this stage: the one of its protocol's edition and this code, else a new one.

        One that is there takes ``length`` and ``unit`` unless a clock has started under it. Raises ValidationError.
        """
        protocol = self.protocol
        known = {
            "partnership": protocol.partnership,
            "edition": protocol.edition,
            "code": code or f"escalation-stage-{self.number}",
        }
        rule = ClockRule.objects.filter(**known).first() or ClockRule(
            **known,
            name=f"Escalation stage {self.number}: {self.name}"[:200],
            start_event=f"stage {self.number} begins",
            source=protocol.source,
            status=self.status,
            in_use=protocol.in_use,
            starts_on=protocol.starts_on,
            ends_on=protocol.ends_on,
        )
        rule.length, rule.unit = length, unit
        return rule.keep(by=by)
