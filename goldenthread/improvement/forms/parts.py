"""What is asked about the part of a contributor."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from goldenthread.foundation.forms import DateField
from goldenthread.improvement.forms.files import WithFile
from goldenthread.improvement.models import Attestation
from goldenthread.partnership.models import Agency, Body
from goldenthread.partnership.scope import Scope


class ContributorForm(forms.ModelForm):
    """One more contributor."""

    class Meta:
        model = Attestation
        fields = ("agency", "body", "name", "part")
        labels: ClassVar = {"name": "Or a name in words", "body": "Or a group"}

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Body.objects.visible_to(scope).filter(partnership=self.instance.action.partnership).on(scope.today)
        self.fields["agency"].queryset = Agency.objects.visible_to(scope).on(scope.today)  # type: ignore[attr-defined]
        self.fields["body"].queryset = groups  # type: ignore[attr-defined]
        for name in ("agency", "body"):
            self.fields[name].empty_label = "None"  # type: ignore[attr-defined]
        self.fields["name"].help_text = "For a post or somebody who is not in the register"


class AttestForm(WithFile):
    """The part is done."""

    said = forms.CharField(
        label="What shows that this part is done",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Say what was done, and where it can be seen",
    )
    on = DateField(label="Day it was done")
    field_order = ["said", "file", "on"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": scope.today})
        super().__init__(*args, **kwargs)


class ReleaseForm(forms.Form):
    """The part is no longer asked for."""

    said = forms.CharField(label="Why this part is no longer asked for", widget=forms.Textarea(attrs={"rows": 5}))
