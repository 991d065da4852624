"""What is asked at an impact check."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.foundation.forms import DateField
from goldenthread.improvement.models import Difference, ImpactCheck
from goldenthread.improvement.rules import months_later
from goldenthread.partnership.scope import Scope

AGAIN = (("", "No"), ("3", "Yes, in three months"), ("6", "Yes, in six months"))


class ImpactForm(forms.Form):
    """Whether it made a difference, by the measure named for it."""

    difference = forms.ChoiceField(label="Did it make a difference?", choices=Difference, widget=forms.RadioSelect)
    seen = forms.CharField(
        label="What you saw",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The measure before and now, and what it means for children",
    )
    author = forms.CharField(
        label="Whose judgement this is",
        max_length=150,
        required=False,
        help_text="Needed where the measure is a plain judgement",
    )
    on = DateField(label="Date")
    again = forms.ChoiceField(label="Check once more?", choices=AGAIN, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, check: ImpactCheck, scope: Scope, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": scope.today, "again": ""})
        super().__init__(*args, **kwargs)
        if check.action.measure_kind not in ("", "judgement"):
            self.fields["author"].help_text = "Leave it empty where the measure speaks for itself"

    @property
    def again_on(self) -> Any:
        """The day of the next check, None where there is none."""
        again = self.cleaned_data["again"]
        return months_later(self.cleaned_data["on"], int(again)) if again else None
