"""What is asked about learning products and their cascade."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from goldenthread.foundation.forms import DateField
from goldenthread.improvement.models import Cascade, Finding, LearningProduct
from goldenthread.improvement.models.learning import MOST_PEOPLE
from goldenthread.partnership.forms import LONG_LIST, KeptForm, dates_of
from goldenthread.partnership.models import Agency, Body, Seat
from goldenthread.partnership.scope import Scope


class LearningForm(KeptForm):
    """A learning product of the partnership of the row."""

    address = forms.URLField(label="Address where it is", required=False, assume_scheme="https")

    class Meta:
        model = LearningProduct
        fields = ("title", "sort", "published_on", "address", "summary", "reference")
        field_classes = dates_of("published_on")
        widgets: ClassVar = {"sort": forms.RadioSelect, "summary": forms.Textarea(attrs={"rows": 3})}


class SendForm(forms.Form):
    """Who is asked to pass a product on, and by when they say so."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), required=False, widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST)
    )
    bodies = forms.ModelMultipleChoiceField(
        Body.objects.none(), required=False, widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST)
    )
    due_on = DateField(label="To be said by")

    def __init__(self, *args: Any, product: LearningProduct, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership, today = product.partnership, scope.today
        bodies = Body.objects.visible_to(scope).on(today).filter(partnership=partnership)
        seats = Seat.objects.on(today).filter(body__in=bodies.values("pk"), agency__isnull=False)
        asked = Cascade.objects.filter(product=product)
        agencies = Agency.objects.visible_to(scope).on(today).filter(pk__in=seats.values("agency"))
        self.fields["agencies"].queryset = agencies.exclude(  # type: ignore[attr-defined]
            pk__in=asked.filter(agency__isnull=False).values("agency")
        )
        self.fields["bodies"].queryset = bodies.exclude(  # type: ignore[attr-defined]
            pk__in=asked.filter(body__isnull=False).values("body")
        )

    def clean(self) -> dict[str, Any]:
        """Somebody is asked."""
        given = super().clean() or {}
        if not (given.get("agencies") or given.get("bodies")):
            raise ValidationError("Choose at least one agency or body.")
        return given


class AnswerForm(forms.Form):
    """What an agency or a body says of passing a product on."""

    reached_on = DateField(label="Passed on by")
    reached = forms.CharField(
        label="To whom?", max_length=300, help_text="For example: all health visitors, at team meetings"
    )
    people_reached = forms.IntegerField(label="How many people?", min_value=0, max_value=MOST_PEOPLE)
    changed = forms.CharField(
        label="What changed?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What people do otherwise since, and how you know",
    )


def findings_to_teach(scope: Scope, product: LearningProduct, words: str) -> QuerySet[Finding]:
    """Findings the person sees that are not linked to ``product``, with all of ``words``; newest evidence first."""
    rows = Finding.objects.visible_to(scope).exclude(pk__in=product.findings.order_by().values("pk"))
    for word in words.split():
        rows = rows.filter(Q(text__icontains=word) | Q(reference__iexact=word) | Q(evidence__title__icontains=word))
    return rows.in_order().select_related("evidence")
