"""Historical records: reviews and audits as their registers were kept before, until an app takes them over."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from goldenthread.foundation.constraints import in_order
from goldenthread.improvement.models.evidence import Evidence

MOST = 100_000


class Register(models.TextChoices):
    """Which register a record comes from; each is imported and exported by itself."""

    REVIEWS = "reviews", "Reviews"
    AUDITS = "audits", "Audits"


class HistoricalRecord(Evidence):
    """One line of a register kept elsewhere before: a review or an audit, in its words."""

    shown = (
        "what",
        "carried_out_by",
        "subject",
        "status",
        "starts_on",
        "ends_on",
        "sample",
        "population",
        "areas_words",
        "key_findings",
        "actions_words",
        "note",
        "source",
    )

    register = models.CharField(max_length=10, choices=Register)
    what = models.CharField("what it was", max_length=200, help_text="For example serious case review")
    carried_out_by = models.CharField(
        "whose it was", max_length=200, blank=True, help_text="The partnership or agency, in the words of the register"
    )
    subject = models.TextField("what it was about", blank=True)
    status = models.CharField("how far it came", max_length=200, blank=True)
    stated_findings = models.PositiveIntegerField(
        "how many findings or recommendations it states", null=True, blank=True, validators=[MaxValueValidator(MOST)]
    )
    starts_on = models.DateField("first day it covers", null=True, blank=True)
    ends_on = models.DateField("last day it covers", null=True, blank=True)
    sample = models.PositiveIntegerField(
        "cases looked at", null=True, blank=True, validators=[MaxValueValidator(MOST)]
    )
    population = models.PositiveIntegerField(
        "cases there were", null=True, blank=True, validators=[MaxValueValidator(MOST)]
    )
    areas_words = models.CharField("areas, in words", max_length=200, blank=True)
    key_findings = models.TextField("what it found", blank=True)
    actions_words = models.TextField("what was agreed", blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = "historical record"
        constraints = [
            models.CheckConstraint(condition=Q(register__in=["reviews", "audits"]), name="historical_register_known"),
            in_order(name="historical_dates_in_order"),
            models.CheckConstraint(
                condition=Q(sample__isnull=True) | Q(population__isnull=True) | Q(sample__lte=models.F("population")),
                name="historical_sample_in_population",
                violation_error_message="The cases looked at cannot be more than the cases there were.",
            ),
        ]
