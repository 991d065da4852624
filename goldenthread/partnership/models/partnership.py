"""Partnerships: the arrangements councils, health and police publish, and what came before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.models.agency import Area
from goldenthread.partnership.models.dated import Dated, DatedQuerySet, newest_first

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class PartnershipQuerySet(DatedQuerySet):
    """Questions about partnerships."""

    def visible_to(self, scope: Scope) -> Self:
        """Partnerships in which the person holds a seat, and those that came before them."""
        return self if scope.is_operator else self.filter(id__in=scope.register_ids)


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
