"""Inspections: what an inspectorate judged of an agency or of the whole area. Its recommendations are findings."""

from django.db import models

from goldenthread.improvement.models.evidence import Evidence
from goldenthread.partnership.models import Agency


class Inspection(Evidence):
    """One inspection, of one agency or of the area's agencies together."""

    shown = ("inspectorate", "framework", "agency", "judgement", "summary", "address")

    inspectorate = models.CharField(max_length=200, help_text="For example Ofsted, or several for a joint inspection")
    framework = models.CharField(max_length=200, blank=True, help_text="What it was inspected under")
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="agency inspected",
        help_text="Leave empty where several were inspected together",
    )
    judgement = models.CharField(max_length=200, blank=True, help_text="In the words of the inspectorate")
    address = models.URLField("address where it is published", blank=True)
    summary = models.TextField("what it means here", blank=True)

    class Meta:
        verbose_name = "inspection"
