"""Partnerships: the arrangements councils, health and police publish, and what came before them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.models.agency import Agency, Area
from goldenthread.partnership.models.dated import Dated, DatedQuerySet, newest_first
from goldenthread.partnership.rules import SAFEGUARDING_PARTNERS_SINCE, PartnerGap, PartnerKind, Span, partner_gaps

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class PartnershipQuerySet(DatedQuerySet):
    """Questions about partnerships."""

    def visible_to(self, scope: Scope) -> Self:
        """Partnerships in which the person holds a seat, and those that came before them."""
        return self if scope.is_operator else self.filter(id__in=scope.register_ids)

    def partner_gaps(self, *, until: date) -> list[tuple[Partnership, PartnerGap]]:
        """Where these partnerships lack a safeguarding partner, from their first day to ``until`` or their last.

        A board under the earlier law has none and is left out.
        """
        partners = list(
            Agency.objects.safeguarding_partners()
            .filter(areas__partnerships__in=self.values("pk"))
            .values_list("areas__name", "partner_kind", "starts_on", "ends_on")
            .distinct()
        )
        found = []
        asked = Partnership.objects.filter(pk__in=self.values("pk"), kind=Partnership.Kind.LSCP)
        for partnership in asked.prefetch_related("areas"):
            span = partnership.span(until=until)
            if span is not None:
                areas = [area.name for area in partnership.areas.all()]
                found += [(partnership, gap) for gap in partner_gaps(partners, areas=areas, within=span)]
        return found


class Partnership(Dated):
    """One arrangement for keeping children safe in one or more council areas, from a day to a day."""

    class Kind(models.TextChoices):
        """Under which law."""

        LSCB = "lscb", "Local safeguarding children board"
        LSCP = "lscp", "Local safeguarding children partnership"

    name = models.CharField(max_length=60, unique=True, help_text="Short name, for example Bi-Borough LSCP")
    full_name = models.CharField(max_length=200)
    other_names = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LSCP)
    areas = models.ManyToManyField(Area, related_name="partnerships")
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    guidance_edition = models.CharField(
        max_length=100, blank=True, help_text="The edition of Working Together it was made under"
    )
    published_on = models.DateField("arrangements published on", null=True, blank=True)
    review_on = models.DateField("arrangements to be reviewed on", null=True, blank=True)
    colour = models.CharField(
        max_length=7,
        default="#12403c",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Enter a colour such as #12403c.")],
        help_text="The colour of the bar at the top of each page, for example #12403c",
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = (newest_first(), "name")
        constraints = [
            in_order(name="partnership_dates_in_order"),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=models.F("id")),
                name="partnership_not_own_predecessor",
            ),
            in_order(name="partnership_published_before_force", first="published_on", last="starts_on"),
        ]

    def __str__(self) -> str:
        return self.name

    def before(self) -> list[Partnership]:
        """The partnerships that came before this one, nearest first."""
        rows = {row.pk: row for row in Partnership.objects.all()}
        earlier = []
        row = rows.get(self.predecessor_id or 0)
        while row is not None and row not in earlier:
            earlier.append(row)
            row = rows.get(row.predecessor_id or 0)
        return earlier

    def after(self) -> list[Partnership]:
        """The partnerships that came after this one, nearest first: what it left, they answer."""
        later: list[Partnership] = []
        asked = {self.pk}
        while asked:
            found = Partnership.objects.filter(predecessor__in=asked).exclude(pk__in={row.pk for row in later})
            later += found
            asked = {row.pk for row in found}
        return later

    def lineage(self) -> list[Partnership]:
        """This partnership, those that came before it and those that came after."""
        return [self, *self.before(), *self.after()]

    def safeguarding_partners(self, day: date) -> list[tuple[Area, list[tuple[PartnerKind, list[Agency]]]]]:
        """For each area, the agencies that are its safeguarding partner of each kind on ``day``."""
        partners = Agency.objects.safeguarding_partners().on(day).prefetch_related("areas")
        rows = list(partners.filter(areas__partnerships=self).distinct())
        return [
            (
                area,
                [
                    (kind, [row for row in rows if row.partner_kind == kind and area in row.areas.all()])
                    for kind in PartnerKind
                ],
            )
            for area in self.areas.all()
        ]

    def span(self, *, until: date) -> Span | None:
        """The days in force under today's law up to ``until``; None when there are none yet."""
        first = max(self.starts_on or SAFEGUARDING_PARTNERS_SINCE, SAFEGUARDING_PARTNERS_SINCE)
        last = min(self.ends_on or until, until)
        return Span(first, last) if first <= last else None
