"""Areas and agencies: the councils' areas, and the organisations that work together in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.models.dated import Dated, DatedQuerySet
from goldenthread.partnership.rules import PartnerKind

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope


class AreaQuerySet(models.QuerySet):
    """Council areas a person may see."""

    def visible_to(self, scope: Scope) -> Self:
        """Areas of the partnerships in ``scope``."""
        return self if scope.is_operator else self.filter(id__in=scope.area_ids)


class Area(models.Model):
    """The area of one council with children's services."""

    code = models.CharField(max_length=20, unique=True, help_text="Short code, for example WCC")
    name = models.CharField(max_length=100)
    ons_code = models.CharField("ONS code", max_length=9, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Sector(models.TextChoices):
    """The part of public life an agency belongs to."""

    LOCAL_AUTHORITY = "local authority", "Local authority"
    LOCAL_AUTHORITY_SERVICE = "local authority service", "Local authority service"
    POLICE = "police", "Police"
    HEALTH_COMMISSIONER = "health commissioner", "Health commissioner"
    HEALTH_PROVIDER = "health provider", "Health provider"
    HEALTH_ROLE = "health professional role", "Health professional role"
    JUSTICE = "justice", "Justice"
    EDUCATION = "education", "Education"
    VOLUNTARY = "voluntary", "Voluntary"
    LAY = "lay", "Lay"
    ELECTED = "elected member", "Elected member"
    FIRE = "fire", "Fire"
    PARTNERSHIP = "partnership", "Partnership"
    TEAM = "partnership team", "Partnership team"
    NATIONAL = "national or regional body", "National or regional body"
    ANY = "any", "Any"


class Membership(models.TextChoices):
    """How an agency takes part in a partnership."""

    CORE = "core", "Core member"
    VIRTUAL = "virtual", "Virtual member"
    ADVISORY = "advisory", "Adviser"
    CO_OPTED = "co-opted", "Co-opted"
    DELIVERY = "delivery partner", "Delivery partner"
    EXTERNAL = "external", "External body"


class AgencyQuerySet(DatedQuerySet):
    """Questions about agencies."""

    def visible_to(self, scope: Scope) -> Self:
        """National agencies, and those working in an area of ``scope`` or seated beside the person."""
        if scope.is_operator:
            return self
        here = Agency.areas.through.objects.filter(area_id__in=scope.area_ids).values("agency_id")
        return self.filter(Q(is_national=True) | Q(id__in=here) | Q(id__in=scope.agency_ids))

    def safeguarding_partners(self) -> Self:
        """The statutory safeguarding partners (Children Act 2004 section 16E)."""
        return self.exclude(partner_kind="")


class Agency(Dated):
    """An organisation, service or post that works with others to keep children safe."""

    reference = models.CharField(max_length=20, blank=True, help_text="For example AG01. Kept when you export")
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=40, blank=True)
    other_names = models.JSONField(default=list, blank=True)
    sector = models.CharField(max_length=40, choices=Sector)
    partner_kind = models.CharField(
        "kind of safeguarding partner",
        max_length=20,
        choices=[(kind.value, kind.label) for kind in PartnerKind],
        blank=True,
    )
    membership = models.CharField("how it takes part", max_length=20, choices=Membership)
    is_national = models.BooleanField("national or regional", default=False)
    areas = models.ManyToManyField(Area, related_name="agencies", blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "agencies"
        constraints = [
            in_order(name="agency_dates_in_order"),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="agency_reference_once",
                violation_error_message="Another agency has this reference.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The abbreviation where there is one."""
        return self.abbreviation or self.name

    @transaction.atomic
    def succeed(self, predecessors: Iterable[Agency], *, on: date, by: Person | None) -> None:
        """Record that this agency took over from ``predecessors`` on the day ``on``."""
        for predecessor in predecessors:
            row = self.successions_in.filter(predecessor=predecessor).first()
            row = row or AgencySuccession(predecessor=predecessor, successor=self)
            if row.happened_on != on:
                row.happened_on = on
                row.full_clean()
                row.save()
                trail.record("agency.succeed", self, by=by, predecessor=predecessor.pk)


class AgencySuccession(models.Model):
    """One agency took over from another on a day: a CCG became an integrated care board."""

    predecessor = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="successions_out")
    successor = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="successions_in")
    happened_on = models.DateField("date")

    class Meta:
        ordering = ("happened_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="agency_succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="agency_not_own_successor",
                violation_error_message="An agency cannot take over from itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"
