"""Historical records: reviews and audits of before, as their registers were kept, until an app takes them over."""

from django.db import models
from django.db.models import Q

from goldenthread.improvement.models.evidence import Evidence


class HistoricalRecord(Evidence):
    """One line of a register kept elsewhere before: a review or an audit."""

    class Register(models.TextChoices):
        """Which register it comes from; each is imported and exported by itself."""

        REVIEWS = "reviews", "Reviews"
        AUDITS = "audits", "Audits"

    register = models.CharField(max_length=20, choices=Register)
    what = models.CharField("what it was", max_length=200, help_text="For example serious case review")
    carried_out_by = models.CharField("whose it was", max_length=200, blank=True)
    status = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = "historical record"
        constraints = [
            models.CheckConstraint(condition=Q(register__in=["reviews", "audits"]), name="historical_register_known")
        ]
