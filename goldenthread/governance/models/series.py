"""Series: the meetings of a body planned ahead from a cadence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from goldenthread.foundation.constraints import in_order
from goldenthread.governance.rules import Cadence
from goldenthread.partnership.models import Area, Body
from goldenthread.partnership.models.dated import Dated, DatedQuerySet, Kept, overlapping

if TYPE_CHECKING:
    from goldenthread.governance.models.meeting import Meeting
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

TERM_OVERLAPS = "This area already has a school term in these dates."


class SchoolTermQuerySet(DatedQuerySet):
    """Questions about school terms."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the areas the person sees."""
        return self if scope.is_operator else self.filter(area_id__in=scope.area_ids)


class SchoolTerm(Dated):
    """One term of the schools a council keeps, as that council publishes it. Each council sets its own."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="school_terms")
    name = models.CharField(max_length=60, help_text="For example Autumn 2026")

    objects = SchoolTermQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "id")
        constraints = [
            in_order(name="school_term_dates_in_order"),
            models.UniqueConstraint(fields=["area", "name"], name="school_term_name_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=False, ends_on__isnull=False), name="school_term_has_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def guard(self) -> None:
        """Hold the area while its terms are compared."""
        Area.objects.select_for_update(of=("self",)).get(pk=self.area_id)

    def clean(self) -> None:
        """Refuse a term without dates, and two at once."""
        missing = [name for name in ("starts_on", "ends_on") if getattr(self, name) is None]
        if missing:
            raise ValidationError(dict.fromkeys(missing, "A school term has a first and a last day."))
        if self.area_id and overlapping(SchoolTerm.objects.filter(area_id=self.area_id), self).exists():
            raise ValidationError({"starts_on": TERM_OVERLAPS})


class MeetingSeriesQuerySet(models.QuerySet):
    """Questions about series."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the bodies whose meetings the person may see."""
        from goldenthread.governance.models.meeting import Meeting

        return self if scope.is_operator else self.filter(meetings__in=Meeting.objects.visible_to(scope)).distinct()


class MeetingSeries(Kept):
    """How the dates of a run of meetings were found. The meetings themselves are rows of their own."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    cadence = models.CharField(max_length=20, choices=[(cadence.value, cadence.label) for cadence in Cadence])
    weeks = models.PositiveSmallIntegerField(
        "every how many weeks", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    starts_on = models.DateField("first meeting")
    ends_on = models.DateField("no later than")

    objects = MeetingSeriesQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        verbose_name_plural = "meeting series"
        constraints = [
            in_order(name="series_dates_in_order"),
            models.CheckConstraint(
                condition=models.Q(cadence=Cadence.WEEKS, weeks__isnull=False)
                | ~models.Q(cadence=Cadence.WEEKS) & models.Q(weeks__isnull=True),
                name="series_weeks_where_weekly",
                violation_error_message="Say every how many weeks, for a series by weeks alone.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.get_cadence_display().lower()}"

    @transaction.atomic
    def plan(self, days: Iterable[date], *, by: Person | None, **details: Any) -> list[Meeting]:
        """Keep this new series with a meeting on each of ``days``: all of them, or nothing.

        Each has the standing items of its month on its agenda. ``details`` are fields of a meeting (time, place,
        link, how). Raises ValidationError, naming the day, where one of them cannot be.
        """
        from goldenthread.governance.models.agenda_making import add_standing_items
        from goldenthread.governance.models.meeting import Meeting

        self.keep(by=by)
        made = []
        for held_on in sorted(set(days)):
            meeting = Meeting(body=self.body, series=self, held_on=held_on, **details)
            try:
                meeting.keep(by=by)
            except ValidationError as refused:
                raise ValidationError([f"{meeting.when}: {sentence}" for sentence in refused.messages]) from refused
            add_standing_items(meeting, by=by)
            made.append(meeting)
        if not made:
            raise ValidationError("Keep at least one of the dates.")
        return made
