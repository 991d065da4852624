"""Priorities: what a partnership, a group or somebody else has chosen to change, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.models.dated import Dated, DatedQuerySet
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

PLAN_PRIORITY = "safeguarding plan priority"
"""The kind of a priority that is a heading of a safeguarding plan."""

ONE_OF_ITS_NAME = (
    Coalesce("partnership", 0),
    Coalesce("body", 0),
    Coalesce("agency", 0),
    "owner_name",
    "kind",
    "plan",
    "title",
)
"""What no two priorities from the same day share; written so that an owner who is none counts as equal too."""


class PriorityQuerySet(DatedQuerySet):
    """Questions about priorities."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of partnerships and bodies whose plan the person sees, of agencies they see, and outside ones.

        What an outside board or a national plan has chosen is published, and belongs to no partnership.
        """
        if scope.is_operator:
            return self
        if not scope.may(Permission.SEE_PLAN):
            return self.none()
        of_agencies = Q(agency__in=Agency.objects.visible_to(scope))
        outside = Q(partnership__isnull=True, body__isnull=True, agency__isnull=True)
        return self.filter(_owned(Permission.SEE_PLAN, scope) | of_agencies | outside)

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those of partnerships and bodies over which the person holds ``permission``."""
        return self if scope.is_operator else self.filter(_owned(permission, scope))


def _owned(permission: Permission, scope: Scope) -> Q:
    return Q(partnership_id__in=scope.partnership_ids_with(permission)) | Q(
        body_id__in=scope.body_ids_with(permission)
    )


class Priority(Dated):
    """One thing chosen to change, for some years, by whoever owns it.

    ``partnership`` is whose priority it is; of a body of a partnership both are set. One of an agency or of somebody
    outside the register has neither. ``owner_name`` are the words of the source for the owner.
    """

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="priorities"
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="priorities",
        verbose_name="group",
        help_text="Choose one where the priority is of a group or a local group, not of the whole partnership",
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="priorities", editable=False
    )
    owner_name = models.CharField("whose it is, as written", max_length=200, blank=True, editable=False)
    kind = models.CharField(
        max_length=60, default=PLAN_PRIORITY, help_text="For example safeguarding plan priority, local group priority"
    )
    plan = models.CharField(
        "plan it is a heading of",
        max_length=200,
        blank=True,
        help_text="The title of the plan, for example Safeguarding plan 2019 to 2021",
    )
    rank = models.PositiveSmallIntegerField("place in the list", default=1)
    title = models.CharField(max_length=200)
    why_chosen = models.TextField("evidence for choosing it", blank=True)
    consulted = models.TextField("who was consulted", blank=True)
    young_people = models.TextField(
        "how children and young people were consulted", blank=True, help_text="Say so where they were not"
    )
    source = models.CharField(max_length=300, blank=True, editable=False)
    note = models.TextField(blank=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "title", "id")
        verbose_name_plural = "priorities"
        constraints = [
            in_order(name="priority_dates_in_order"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(partnership__isnull=True, body__isnull=True),
                name="priority_one_owner",
            ),
            models.UniqueConstraint(
                *ONE_OF_ITS_NAME,
                "starts_on",
                name="priority_once_from_a_day",
                violation_error_message="This priority is there already, from the same day.",
            ),
            models.UniqueConstraint(
                *ONE_OF_ITS_NAME,
                condition=Q(starts_on__isnull=True),
                name="priority_once_without_a_day",
                violation_error_message="This priority is there already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A group is one of the partnership; what is nobody's in the register has the name of its owner."""
        if self.body and self.body.partnership_id != self.partnership_id:
            raise ValidationError({"body": "Choose a group of this partnership."})
        if not (self.partnership_id or self.body_id or self.agency_id or self.owner_name):
            raise ValidationError({"partnership": "Choose whose priority this is."})

    @property
    def owner(self) -> str:
        """Whose it is."""
        if self.body:
            return self.body.name
        if self.agency:
            return self.agency.name
        return self.partnership.name if self.partnership else self.owner_name
