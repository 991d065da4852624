"""The period a page is about."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from goldenthread.foundation.forms import DateField
from goldenthread.governance import rules


class PeriodForm(forms.Form):
    """A period, in the address of the page. What is not given is as it usually is."""

    def __init__(self, data: QueryDict, *, usual: tuple[date, date]) -> None:
        filled = data.copy()
        for name, value in {"from": usual[0].isoformat(), "to": usual[1].isoformat(), **self.settings}.items():
            if not any(key == name or key.startswith(f"{name}-") for key in data):
                filled[name] = str(value)
        super().__init__(filled)
        self.fields = {"from": DateField(label="From"), "to": DateField(label="To"), **self.fields}

    settings: ClassVar[dict[str, int]] = {}
    """What else is asked, and what it usually is."""

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", "The last day must be the same as or after the first.")
        return self.cleaned_data

    @property
    def period(self) -> tuple[date, date]:
        """The first and last day of a valid form."""
        return self.cleaned_data["from"], self.cleaned_data["to"]

    @property
    def query(self) -> str:
        """The query of an address that asks the same of another page."""
        return "?" + urlencode({name: str(self.cleaned_data[name]) for name in ("from", "to", *self.settings)})


class FollowUpForm(PeriodForm):
    """A period, and the two settings of the follow-up list."""

    settings: ClassVar = {"below": rules.BELOW_PERCENT, "in_a_row": rules.ABSENCES_IN_A_ROW}

    below = forms.IntegerField(label="Attended less than (%)", min_value=0, max_value=100)
    in_a_row = forms.IntegerField(label="Or missed in a row, up to now", min_value=1, max_value=100)
