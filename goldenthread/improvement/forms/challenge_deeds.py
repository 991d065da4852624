"""What is asked when something is done to a challenge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from goldenthread.foundation.forms import DateField
from goldenthread.improvement.models import Challenge, Result, Theme
from goldenthread.partnership.forms import LONG_LIST

NO_NAMES = "Do not write names or dates of birth"
TALL = {"rows": 6}


class RespondForm(forms.Form):
    """An answer."""

    text = forms.CharField(label="What do you answer?", widget=forms.Textarea(attrs=TALL), help_text=NO_NAMES)


class EscalateForm(forms.Form):
    """Taking it to the next stage."""

    reason = forms.CharField(label="Why is it taken up?", widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES)
    child_safe_by = DateField(
        label="The child's own timescale",
        required=False,
        help_text="By which day it must be settled for the child to be safe. Leave it empty where nothing changed",
    )
    child_safe_reason = forms.CharField(label="Why by then", required=False, max_length=250, help_text=NO_NAMES)

    def __init__(self, *args: Any, challenge: Challenge, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not challenge.is_case:
            del self.fields["child_safe_by"], self.fields["child_safe_reason"]

    def clean_child_safe_by(self) -> date | None:
        """A day that is to come, or today."""
        day: date | None = self.cleaned_data["child_safe_by"]
        if day and day < self.today:
            raise ValidationError("The day must be today or later.")
        return day

    def clean(self) -> dict[str, Any]:
        """A day for the child has a reason."""
        if self.cleaned_data.get("child_safe_by") and not self.cleaned_data.get("child_safe_reason"):
            self.add_error("child_safe_reason", "Say why the child needs it by then.")
        return self.cleaned_data


class ShortenForm(forms.Form):
    """Shortening for immediate risk."""

    reason = forms.CharField(
        label="What is the immediate risk?", widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES
    )


class ResolveForm(forms.Form):
    """How it was settled."""

    result = forms.ChoiceField(label="What came of it?", choices=Result.choices, widget=forms.RadioSelect)
    words = forms.CharField(label="How was it settled?", widget=forms.Textarea(attrs=TALL), help_text=NO_NAMES)
    learning = forms.CharField(
        label="What was learned?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It can be added later too",
    )


class WithdrawForm(forms.Form):
    """Taking it back."""

    reason = forms.CharField(
        label="Why is it withdrawn?", widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES
    )


class NoteForm(forms.Form):
    """Learning, impact and themes."""

    learning = forms.CharField(label="What was learned?", required=False, widget=forms.Textarea(attrs=TALL))
    impact = forms.CharField(
        label="What difference did it make?",
        required=False,
        widget=forms.Textarea(attrs=TALL),
        help_text="For children, families or practice, and how that is known",
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST)
    )

    def __init__(self, *args: Any, challenge: Challenge, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = challenge.themes.values("pk")
        rows = themes.for_partnership(challenge.partnership)
        field = self.fields["themes"]
        field.queryset = Theme.objects.filter(Q(pk__in=rows.filter(in_use=True).values("pk")) | Q(pk__in=held))  # type: ignore[attr-defined]
        if not field.queryset:  # type: ignore[attr-defined]
            del self.fields["themes"]
