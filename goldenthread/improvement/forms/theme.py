"""What is asked about a theme of the vocabulary."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from goldenthread.improvement.models import Theme
from goldenthread.partnership.forms import KeptForm
from goldenthread.partnership.scope import Scope


class ThemeForm(KeptForm):
    """A word or phrase, and what it covers."""

    class Meta:
        model = Theme
        fields = ("name", "meaning", "in_use")
        labels: ClassVar = {"in_use": "Offer it for new findings"}


class ThemeMergeForm(forms.Form):
    """The theme that takes over."""

    into = forms.ModelChoiceField(Theme.objects.none(), label="Merge it into")

    def __init__(self, *args: Any, theme: Theme, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Theme.objects.visible_to(scope) & Theme.objects.for_partnership(theme.partnership)
        self.fields["into"].queryset = rows.exclude(pk=theme.pk)  # type: ignore[attr-defined]
