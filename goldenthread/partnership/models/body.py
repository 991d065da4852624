"""Bodies: boards, executives, subgroups, panels and teams, and who reports to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models.agency import Area
from goldenthread.partnership.models.dated import Dated, DatedQuerySet
from goldenthread.partnership.models.partnership import Partnership
from goldenthread.partnership.roles import BodyKind

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.permissions import Permission
    from goldenthread.partnership.scope import Scope


class BodyQuerySet(DatedQuerySet):
    """Questions about bodies."""

    def during(self, first: date, last: date) -> Self:
        """Bodies in force on at least one day from ``first`` to ``last``; see ``Body.is_on``."""
        to_begin = Q(starts_on__isnull=True, partnership__starts_on__gt=last)
        ended = Q(ends_on__isnull=True, partnership__ends_on__lt=first)
        return super().during(first, last).exclude(to_begin | ended)

    def visible_to(self, scope: Scope) -> Self:
        """Bodies the person sits on, of their partnerships, and those others run in their areas."""
        if scope.is_operator:
            return self
        in_areas = Body.areas.through.objects.filter(area_id__in=scope.area_ids).values("body_id")
        return self.filter(
            Q(id__in=scope.body_ids)
            | Q(partnership_id__in=scope.register_ids)
            | Q(partnership__isnull=True, id__in=in_areas)
        )

    def structure_of(self, partnership: Partnership | None, day: date) -> tuple[dict[int, str], dict[int, list[int]]]:
        """The bodies of a partnership on ``day`` and others they report to or that report to them.

        Names by number, and by number the bodies each reports to, the first being its own partnership's.
        """
        rows = self.on(day).order_by("name", "id")
        links = Body.reports_to.through.objects
        own = rows.filter(partnership=partnership)
        ids = list(own.values_list("id", flat=True))
        up = links.filter(from_body_id__in=ids).values("to_body_id")
        down = links.filter(to_body_id__in=ids).values("from_body_id")
        shown = rows.filter(Q(id__in=ids) | Q(id__in=up) | Q(id__in=down))
        names = dict(shown.values_list("id", "name"))
        reports_to: dict[int, list[int]] = {}
        for lower, upper in links.filter(from_body_id__in=names, to_body_id__in=names).values_list(
            "from_body_id", "to_body_id"
        ):
            reports_to.setdefault(lower, []).append(upper)
        for uppers in reports_to.values():
            uppers.sort(key=lambda upper: (upper not in ids, names[upper], upper))
        return names, reports_to

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those visible bodies on which the person may do ``permission``."""
        rows = self.visible_to(scope)
        if scope.is_operator:
            return rows
        ids = scope.partnership_ids_with(permission)
        in_areas = Body.areas.through.objects.filter(area_id__in=scope.area_ids_with(permission)).values("body_id")
        return rows.filter(
            Q(id__in=scope.body_ids_with(permission))
            | Q(partnership_id__in=ids)
            | Q(partnership__isnull=True, id__in=in_areas)
        )


class Body(Dated):
    """A group of people with seats that meets and decides, advises or works."""

    reference = models.CharField(max_length=20, blank=True, help_text="For example GR01. Kept when you export")
    name = models.CharField(max_length=200)
    other_names = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=30, choices=BodyKind)
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        help_text="Leave empty for a body that another organisation runs",
    )
    run_by = models.CharField(max_length=200, blank=True, help_text="Who runs it, where the partnership does not")
    areas = models.ManyToManyField(Area, related_name="bodies", blank=True)
    reports_to = models.ManyToManyField("self", symmetrical=False, related_name="reported_by", blank=True)
    reports_outside = models.CharField(
        "also reports to", max_length=200, blank=True, help_text="A body that is not in the register"
    )
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    frequency = models.CharField("how often it meets", max_length=200, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField(null=True, blank=True)
    chaired_by = models.CharField("who chairs it", max_length=200, blank=True)
    members = models.TextField("who its members are", blank=True)
    remit = models.TextField("what it is for", blank=True)
    terms_of_reference = models.URLField("address of its terms of reference", blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "bodies"
        constraints = [
            in_order(name="body_dates_in_order"),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="body_reference_once",
                violation_error_message="Another body has this reference.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="body_name_once_in_partnership",
                violation_error_message="This partnership already has a body of this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """Its own last day, or that of its partnership."""
        return self.ends_on or (self.partnership.ends_on if self.partnership else None)

    def is_on(self, day: date) -> bool:
        """Whether this body is in force on ``day``. One with no first or last day of its own has its partnership's."""
        bounds = self.partnership if self.partnership else self
        first, last = self.starts_on or bounds.starts_on, self.ends_on or bounds.ends_on
        return (first is None or first <= day) and (last is None or day <= last)

    @property
    def owner(self) -> str:
        """Whose body it is: the partnership, or who else runs it."""
        return self.partnership.name if self.partnership else self.run_by

    @transaction.atomic
    def close(self, *, on: date, by: Person | None) -> Body:
        """Make ``on`` the last day of this body, of its open seats and of their appointments.

        Raises NotPossible where the body has already ended, or a seat begins after that day.
        """
        body = Body.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if body.ends_on is not None:
            raise NotPossible(f"{body.name} has already ended.")
        if body.seats.filter(starts_on__gt=on).exists():
            raise NotPossible(f"{body.name} has a seat that starts after that day. End or change the seat first.")
        body.ends_on = on
        body.full_clean()
        body.save()
        for seat in body.seats.during(on, date.max):
            seat.close(on=on, by=by)
        trail.record("body.close", body, by=by)
        return body
