"""What is asked when a risk is looked at or closed."""

from __future__ import annotations

from django import forms

from goldenthread.foundation.forms import DateField
from goldenthread.improvement.models import Risk


class RiskReviewForm(forms.Form):
    """How much a risk matters now, and when it is looked at next."""

    rating = forms.ChoiceField(
        label="How much does it matter now?", choices=Risk.Rating.choices, widget=forms.RadioSelect
    )
    review_on = DateField(label="Next review")


class RiskCloseForm(forms.Form):
    """Why a risk is closed."""

    on = DateField(label="Closed on")
    reason = forms.CharField(label="Why is it closed?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
