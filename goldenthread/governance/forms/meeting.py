"""What is asked about a meeting."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from goldenthread.governance.forms.attendance import NOT_RECORDED
from goldenthread.governance.models import Meeting
from goldenthread.partnership.forms import LONG_LIST, KeptForm, dates_of
from goldenthread.partnership.models import Body

TIMES = ("%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p")
HOURS = "For example 14:00 or 2pm"


class TimeField(forms.TimeField):
    """A time of day as people write it: 14:00, 2pm, 2.30 pm."""

    widget = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"})

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": "Enter a time such as 14:00 or 2pm."}
        super().__init__(**{"input_formats": TIMES, "error_messages": wrong, "help_text": HOURS, **kwargs})

    def to_python(self, value: Any) -> time | None:
        """The time typed. Raises ValidationError."""
        if isinstance(value, str):
            value = "".join(value.lower().replace("p.m.", "pm").replace("a.m.", "am").split()).rstrip(".")
        return super().to_python(value)


def in_order(form: forms.BaseForm) -> None:
    """Say that a meeting ends after it starts, beside the field."""
    starts_at, ends_at = form.cleaned_data.get("starts_at"), form.cleaned_data.get("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        form.add_error("ends_at", "The end time must be after the start time.")


class MeetingForm(KeptForm):
    """A meeting of a body: when, where, what kind, how people take part, and who meets with it."""

    link = forms.URLField(label="Address to join online", required=False, assume_scheme="https")

    class Meta:
        model = Meeting
        fields = (
            "title",
            "held_on",
            "date_precision",
            "starts_at",
            "ends_at",
            "how",
            "place",
            "link",
            "kind",
            "informal",
            "joint_with",
            "note",
        )
        field_classes: ClassVar = {**dates_of("held_on"), "starts_at": TimeField, "ends_at": TimeField}
        widgets: ClassVar = {
            "date_precision": forms.RadioSelect,
            "kind": forms.RadioSelect,
            "how": forms.RadioSelect,
            "joint_with": forms.CheckboxSelectMultiple(attrs=LONG_LIST),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels: ClassVar = {
            "held_on": "Date of the meeting",
            "date_precision": "How exactly is the date known?",
            "how": "How do people take part?",
            "informal": "This is an informal meeting: it takes no decisions",
            "joint_with": "Bodies that meet jointly with it",
        }
        help_texts: ClassVar = {
            "title": "Only where it has a name of its own",
            "held_on": "For example 27 3 2026",
            "note": "Seen by everybody who sees this meeting",
        }

    def offer(self) -> None:
        """Name the empty choice; offer the bodies in force; ask how exact a date is only where it is not."""
        self.fields["how"].choices = [*Meeting.How.choices, ("", NOT_RECORDED)]  # type: ignore[attr-defined]
        self.fields["joint_with"].required = False
        others = Body.objects.visible_to(self.scope).exclude(pk=self.instance.body_id)
        self.choose("joint_with", others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.scope.today)))
        if self.instance.date_precision == Meeting.Precision.DAY:
            del self.fields["date_precision"]

    def clean(self) -> dict[str, Any]:
        """Times in order."""
        given = super().clean() or {}
        in_order(self)
        return given


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    because = forms.CharField(
        label="Why is it cancelled?", max_length=300, help_text="Seen by everybody who sees this meeting"
    )
