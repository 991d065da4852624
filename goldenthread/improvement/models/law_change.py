"""Changes of law and guidance: what changes, from when, and what that means here."""

from django.db import models

from goldenthread.improvement.models.evidence import Evidence


class LawChange(Evidence):
    """One act, set of regulations or edition of guidance. Its date is the day it was published."""

    class Sort(models.TextChoices):
        """What sort of text it is: what must be done, or what should be."""

        ACT = "act", "Act of Parliament"
        REGULATIONS = "regulations", "Regulations"
        STATUTORY = "statutory guidance", "Statutory guidance"
        GUIDANCE = "guidance", "Other guidance"

    shown = ("sort", "effective_on", "meaning", "address")

    sort = models.CharField("sort of text", max_length=30, choices=Sort)
    effective_on = models.DateField("in force from", null=True, blank=True)
    meaning = models.TextField("what it means here", blank=True)
    address = models.URLField("address where it is published", blank=True)

    class Meta:
        verbose_name = "change of law or guidance"
        verbose_name_plural = "changes of law and guidance"
