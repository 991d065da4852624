"""What is asked about an item of the forward plan."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from goldenthread.governance.models import ForwardItem
from goldenthread.partnership.forms import KeptForm, dates_of


class ForwardItemForm(KeptForm):
    """What is agreed to come back, and by when."""

    class Meta:
        model = ForwardItem
        fields = ("title", "due_on", "purpose", "presenter", "restricted")
        field_classes = dates_of("due_on")
        widgets: ClassVar = {"purpose": forms.RadioSelect}
        labels: ClassVar = {
            "title": "What comes",
            "due_on": "Due on",
            "purpose": "What is the meeting asked to do?",
            "restricted": "Restricted: only for those who may see what is restricted",
        }

    def offer(self) -> None:
        """Say which meeting will take it."""
        self.fields["due_on"].help_text = "The first meeting on or after this day takes it"
        self.fields["purpose"].choices = ForwardItem._meta.get_field("purpose").choices  # type: ignore[attr-defined]
