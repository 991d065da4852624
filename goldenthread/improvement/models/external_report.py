"""Reports from elsewhere: a review, a study or a regular report, and the figure or two of it that matter."""

from django.db import models
from django.db.models import Q

from goldenthread.improvement.models.evidence import Evidence


class ExternalReport(Evidence):
    """A report somebody else made, which comes once or on a cadence."""

    class Cadence(models.TextChoices):
        """How often it comes."""

        ONCE = "once", "Once"
        QUARTERLY = "quarterly", "Every quarter"
        YEARLY = "yearly", "Every year"

    shown = (
        "published_by",
        "cadence",
        "next_due_on",
        "figure_name",
        "figure_value",
        "second_figure_name",
        "second_figure_value",
        "summary",
        "address",
    )

    published_by = models.CharField(max_length=200)
    cadence = models.CharField("how often it comes", max_length=10, choices=Cadence, default=Cadence.ONCE)
    next_due_on = models.DateField("next one due", null=True, blank=True)
    address = models.URLField("address where it is published", blank=True)
    figure_name = models.CharField("figure that matters", max_length=200, blank=True)
    figure_value = models.CharField("value of the figure", max_length=60, blank=True)
    second_figure_name = models.CharField("second figure", max_length=200, blank=True)
    second_figure_value = models.CharField("value of the second figure", max_length=60, blank=True)
    summary = models.TextField("what it says that matters here", blank=True)

    class Meta:
        verbose_name = "external report"
        constraints = [
            models.CheckConstraint(
                condition=(Q(figure_name="") & Q(figure_value="")) | (~Q(figure_name="") & ~Q(figure_value="")),
                name="report_figure_named_and_valued",
                violation_error_message="Give the figure and its value, or neither.",
            ),
            models.CheckConstraint(
                condition=(Q(second_figure_name="") & Q(second_figure_value=""))
                | (~Q(second_figure_name="") & ~Q(second_figure_value="")),
                name="report_second_figure_named_and_valued",
                violation_error_message="Give the second figure and its value, or neither.",
            ),
        ]
