"""Risks to the partnership's work: a small register. A risk is kept under control by actions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from goldenthread.foundation import trail
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.evidence import Evidence, EvidenceQuerySet

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person


class RiskQuerySet(EvidenceQuerySet):
    """Questions about risks."""

    def open(self) -> Self:
        """Those that have not been closed."""
        return self.filter(closed_on__isnull=True)

    def by_rating(self) -> Self:
        """Open ones first, then what matters most, then what is looked at next."""
        order = [When(rating=rating, then=Value(place)) for place, rating in enumerate(Risk.Rating.values)]
        return self.order_by(models.F("closed_on").asc(nulls_first=True), Case(*order), "review_on", "pk")

    def with_controls(self) -> Self:
        """Each with how many actions control it."""
        linked: models.QuerySet[Any] = (
            Risk.controls.through.objects.filter(risk=OuterRef("pk")).order_by().values("risk")
        )
        counted = linked.annotate(number_of=Count("pk")).values("number_of")
        return self.annotate(control_count=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0))

    def review_overdue(self, today: date) -> Self:
        """Open ones whose review date has passed."""
        return self.open().filter(review_on__lt=today)


class Risk(Evidence):
    """Something that may stop the partnership from doing its work. Its holding body owns it."""

    class Rating(models.TextChoices):
        """How much it matters, as things stand with its controls."""

        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    shown = ("rating", "consequence", "review_on", "closed_on", "closed_reason")

    consequence = models.TextField("what would follow", blank=True)
    rating = models.CharField("how much it matters now", max_length=10, choices=Rating)
    controls = models.ManyToManyField(Action, related_name="controls_risks", blank=True)
    review_on = models.DateField("next review")
    closed_on = models.DateField("closed on", null=True, blank=True, editable=False)
    closed_reason = models.TextField("why it was closed", max_length=1000, blank=True, editable=False)

    objects = RiskQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "risk"
        constraints = [
            models.CheckConstraint(condition=Q(rating__in=["high", "medium", "low"]), name="risk_rating_known"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | Q(closed_on__isnull=False) & ~Q(closed_reason=""),
                name="risk_closed_with_reason",
            ),
        ]

    def clean(self) -> None:
        """A risk is owned by a body."""
        super().clean()
        if self.holding_body_id is None:
            raise ValidationError({"holding_body": "Choose the body that owns this risk."})

    def is_review_overdue(self, today: date) -> bool:
        """Whether it is open and its review date has passed."""
        return self.closed_on is None and self.review_on < today

    @transaction.atomic
    def review(self, *, rating: str, review_on: date, today: date, by: Person | None) -> Risk:
        """Record that the risk was looked at: how much it matters now, and when it is looked at next.

        Raises NotPossible for one that is closed, ValidationError for a next review that is not to come.
        """
        risk = self._open()
        if review_on <= today:
            raise ValidationError({"review_on": "The next review must be after today."})
        risk.rating, risk.review_on = rating, review_on
        risk.full_clean()
        risk.save()
        trail.record("evidence.review", risk.recorded, by=by, rating=rating)
        return risk

    @transaction.atomic
    def close(self, *, on: date, reason: str, by: Person | None) -> Risk:
        """Close the risk, saying why. Raises NotPossible where it is closed, or no reason is given."""
        risk = self._open()
        if not reason.strip():
            raise NotPossible("Say why this risk is closed.")
        risk.closed_on, risk.closed_reason = on, reason.strip()
        risk.full_clean()
        risk.save()
        trail.record("evidence.close", risk.recorded, by=by)
        return risk

    @transaction.atomic
    def control(self, action: Action, *, by: Person | None) -> None:
        """Say that ``action`` keeps this risk under control. Raises NotPossible."""
        risk = self._open()
        if risk.controls.filter(pk=action.pk).exists():
            raise NotPossible("This action is a control of this risk already.")
        risk.controls.add(action)
        trail.record("evidence.control", risk.recorded, by=by, action=action.pk)

    @transaction.atomic
    def control_no_more(self, action: Action, *, by: Person | None) -> None:
        """Take back that ``action`` is a control. Raises NotPossible."""
        risk = self._open()
        if not risk.controls.filter(pk=action.pk).exists():
            raise NotPossible("This action is not a control of this risk.")
        risk.controls.remove(action)
        trail.record("evidence.control_no_more", risk.recorded, by=by, action=action.pk)

    def _open(self) -> Risk:
        """This row, locked. Raises NotPossible where it is closed."""
        Evidence.objects.select_for_update(of=("self",)).get(pk=self.pk)
        risk: Risk = Risk.objects.get(pk=self.pk)
        if risk.closed_on:
            raise NotPossible("This risk is closed.")
        return risk
