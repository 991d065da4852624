"""What every row of the register shares: dates in force, and one way of being kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import F, Q

from goldenthread.foundation import trail

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person


class DatedQuerySet(models.QuerySet):
    """Questions about when. Both dates are part of the time in force; an empty one is open."""

    def on(self, day: date) -> Self:
        """Rows in force on ``day``."""
        return self.during(day, day)

    def during(self, first: date, last: date) -> Self:
        """Rows in force on at least one day from ``first`` to ``last``."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=last), Q(ends_on__isnull=True) | Q(ends_on__gte=first)
        )

    def newest_first(self) -> Self:
        """By start date, newest first, those without one last."""
        return self.order_by(newest_first(), "-id")

    def ending_within(self, days: int, *, after: date) -> Self:
        """Rows in force on ``after`` whose last day is at most ``days`` days later."""
        return self.on(after).filter(ends_on__lte=after + timedelta(days=days)).order_by("ends_on")


class Kept(models.Model):
    """A row of the register that is kept through one verb."""

    class Meta:
        abstract = True

    @transaction.atomic
    def keep(self, *, by: Person | None, **related: Any) -> Self:
        """Check and save this row, new or changed, with the rows of its many-to-many fields.

        ``by`` is the person doing it, None for the operator. ``related`` holds a list for each
        many-to-many field to set. Leaves one trail entry, naming the fields that changed, and none
        when nothing did. Raises django's ValidationError with sentences by field.
        """
        self.guard()
        self.full_clean()
        before = type(self)._base_manager.filter(pk=self.pk).first()
        changed = [
            field.name
            for field in self._meta.concrete_fields
            if before is None or getattr(before, field.attname) != getattr(self, field.attname)
        ]
        if changed:
            self.save()
        for name, rows in related.items():
            manager = getattr(self, name)
            if set(manager.values_list("pk", flat=True)) != {row.pk for row in rows}:
                manager.set(rows)
                changed.append(name)
        if changed:
            subject = self.recorded
            verb = f"{subject._meta.model_name}.{'add' if before is None else 'change'}"
            trail.record(verb, subject, by=by, fields="" if before is None else "+".join(changed))
        return self

    @property
    def recorded(self) -> models.Model:
        """The row the trail names: this one, or the one that it extends."""
        return self

    def guard(self) -> None:
        """Take the locks that the checks in ``clean`` need; nothing by default."""


class Dated(Kept):
    """A row in force from ``starts_on`` to ``ends_on``, both days included, either one open."""

    starts_on = models.DateField("start date", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)

    class Meta:
        abstract = True

    def is_on(self, day: date) -> bool:
        """Whether this row is in force on ``day``."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    @property
    def last_day(self) -> date | None:
        """The last day in force."""
        return self.ends_on

    def shown_on(self, today: date) -> date:
        """The day on which its page looks at it: today, or its last day where it has ended."""
        return min(self.last_day, today) if self.last_day else today


def overlapping(rows: DatedQuerySet[Any], row: Dated) -> DatedQuerySet[Any]:
    """Those of ``rows``, other than ``row`` itself, in force on a day on which ``row`` is too."""
    return rows.exclude(pk=row.pk).during(row.starts_on or date.min, row.ends_on or date.max)


def newest_first() -> models.OrderBy:
    """Order by start date, newest first, rows without one last."""
    return F("starts_on").desc(nulls_last=True)
