"""What is asked about a finding, and what follows from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from goldenthread.improvement.models import Action, Finding, Theme
from goldenthread.partnership.forms import LONG_LIST, KeptForm
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.scope import Scope

OFFERED = 25
"""How many actions or findings are offered to choose from at once; words narrow them."""


class FindingForm(KeptForm):
    """One finding of a piece of evidence."""

    class Meta:
        model = Finding
        fields = ("kind", "number", "text", "owner_words", "themes", "reference")
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "themes": forms.CheckboxSelectMultiple(attrs=LONG_LIST),
        }

    def offer(self) -> None:
        """The vocabulary of the evidence's partnership."""
        rows = Theme.objects.for_partnership(self.instance.evidence.partnership).filter(in_use=True)
        self.choose("themes", rows.each_name_once())
        self.fields["number"].min_value = 1  # type: ignore[attr-defined]


class NarrowForm(forms.Form):
    """Words that narrow what is offered."""

    words = forms.CharField(label="Find by words", required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__({"words": data.get("words", "").replace("\0", "")[:200]})
        self.is_valid()

    @property
    def asked(self) -> str:
        """The words."""
        return str(self.cleaned_data["words"])


class ChooseForm(forms.Form):
    """One row to choose among the first that fit."""

    chosen = forms.ModelChoiceField(Action.objects.none(), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, rows: QuerySet[Any], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        field.label = label
        offered = list(rows.values_list("pk", flat=True)[:OFFERED])
        field.queryset = rows.filter(pk__in=offered)  # type: ignore[attr-defined]
        field.label_from_instance = in_full  # type: ignore[attr-defined]
        self.offered = len(offered)


class NoActionForm(forms.Form):
    """Why nothing is to be done about a finding."""

    reason = forms.CharField(
        label="Why is nothing to be done?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example: done before the review ended, or for a national body to answer",
    )


def in_full(row: Action | Finding) -> str:
    """A row as offered: what tells it from others, and what it says."""
    if isinstance(row, Finding):
        return f"{row.evidence.title}, {row}: {row.title}"
    return f"{row.reference}: {row.title}" if row.reference else row.title


def actions_to_link(scope: Scope, partnership: Partnership, words: str, linked: QuerySet[Action]) -> QuerySet[Action]:
    """Actions the person sees of ``partnership``, of those before and after it, without those linked already."""
    rows = Action.objects.visible_to(scope).exclude(pk__in=linked.order_by().values("pk"))
    rows = rows.filter(partnership__in=partnership.lineage())
    for word in words.split():
        rows = rows.filter(Q(text__icontains=word) | Q(reference__iexact=word) | Q(lead_name__icontains=word))
    return rows.order_by(F("partnership__starts_on").desc(nulls_last=True), "position", "pk")


def findings_to_repeat(scope: Scope, finding: Finding, words: str) -> QuerySet[Finding]:
    """Earlier findings the person sees: those that share a theme, or those with all of ``words``."""
    taken = Finding.repeats.through.objects.filter(from_finding=finding).values("to_finding_id")
    rows = Finding.objects.visible_to(scope).exclude(evidence=finding.evidence_id).exclude(pk__in=taken)
    if last := finding.evidence.last_day:
        rows = rows.filter(Q(evidence__dated_on__lte=last) | Q(evidence__dated_on__isnull=True))
    for word in words.split():
        rows = rows.filter(Q(text__icontains=word) | Q(reference__iexact=word) | Q(evidence__title__icontains=word))
    if not words.strip():
        themes = [theme.name.casefold() for theme in finding.themes.all()]
        alike = Q(pk__in=[])
        for name in themes:
            alike |= Q(themes__name__iexact=name)
        rows = rows.filter(pk__in=Finding.objects.filter(alike).values("pk"))
    return rows.in_order().select_related("evidence")
