"""What is asked about a priority and its outcomes."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from goldenthread.improvement.models import Outcome, Priority
from goldenthread.partnership.forms import KeptForm, dates_of
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

ROWS = {"rows": 3}


class PriorityForm(KeptForm):
    """A priority of a partnership or of one of its groups."""

    class Meta:
        model = Priority
        fields = (
            "title",
            "body",
            "kind",
            "plan",
            "rank",
            "starts_on",
            "ends_on",
            "why_chosen",
            "consulted",
            "young_people",
            "note",
        )
        field_classes = dates_of("starts_on", "ends_on")
        widgets: ClassVar = {
            name: forms.Textarea(attrs=ROWS) for name in ("why_chosen", "consulted", "young_people", "note")
        }
        labels: ClassVar = {"title": "Priority"}

    def offer(self) -> None:
        """Groups of the partnership whose plan the person keeps; the whole partnership where they keep all of it."""
        groups = Body.objects.allowing(Permission.MANAGE_PLAN, self.scope)
        self.choose("body", groups.filter(partnership=self.instance.partnership))
        whole = self.instance.partnership_id in self.scope.partnership_ids_with(Permission.MANAGE_PLAN)
        self.fields["body"].required = not whole
        self.fields["body"].empty_label = "The whole partnership" if whole else None  # type: ignore[attr-defined]


class OutcomeForm(KeptForm):
    """An outcome of a priority."""

    class Meta:
        model = Outcome
        fields = ("reference", "title")
        labels: ClassVar = {"reference": "Letter or number"}
