"""What is asked where something happens to an action: an update, another due date, a pause, closing, opening."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.foundation.forms import DateField
from goldenthread.improvement.forms.files import WithFile
from goldenthread.improvement.models import Action, MeasureKind
from goldenthread.partnership.models import Agency
from goldenthread.partnership.scope import Scope

LINES = {"rows": 5}


class UpdateForm(WithFile):
    """What has happened."""

    text = forms.CharField(label="What has happened", widget=forms.Textarea(attrs=LINES))
    done_again = forms.BooleanField(label="It has been done this time", required=False)
    expected_on = DateField(
        label="When you now expect it to be done", required=False, help_text="Leave it empty where nothing changed"
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Which agency says so", required=False, empty_label="None"
    )
    on = DateField(label="Date of the update")
    field_order = ["text", "file", "done_again", "expected_on", "agency", "on"]

    def __init__(self, *args: Any, action: Action, scope: Scope, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": scope.today})
        super().__init__(*args, **kwargs)
        if not action.recurrence:
            del self.fields["done_again"]
        own = Agency.objects.filter(pk__in=scope.agency_ids)
        if own.exists():
            self.fields["agency"].queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]


class DueForm(forms.Form):
    """Another due date, and why."""

    new_due_on = DateField(label="New due date", required=False)
    reason = forms.CharField(label="Why it changes", widget=forms.Textarea(attrs=LINES))


class PauseForm(forms.Form):
    """A pause."""

    reason = forms.CharField(label="Why it is paused", widget=forms.Textarea(attrs=LINES))
    until = DateField(label="Last day of the pause", help_text="After it the action is due again as before")


class CloseForm(WithFile):
    """What shows that the action is done, and by what its impact will be checked where nobody said so before."""

    evidence = forms.CharField(
        label="What shows that it is done",
        widget=forms.Textarea(attrs=LINES),
        help_text="Say what was done, and where it can be seen",
    )
    on = DateField(label="Day it was done")
    measure_kind = forms.ChoiceField(
        label="How will you know that it made a difference?", choices=MeasureKind, widget=forms.RadioSelect
    )
    measure = forms.CharField(
        label="The measure",
        max_length=300,
        help_text="Which indicator, audit or training, or who will judge and by what",
    )
    field_order = ["evidence", "file", "on", "measure_kind", "measure"]

    def __init__(self, *args: Any, action: Action, scope: Scope, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": scope.today})
        super().__init__(*args, **kwargs)
        if action.measure_kind and action.measure:
            del self.fields["measure_kind"], self.fields["measure"]


class ReopenForm(forms.Form):
    """Why an action is opened again."""

    reason = forms.CharField(label="Why it is opened again", widget=forms.Textarea(attrs=LINES))


class BulkLine(forms.Form):
    """One action at a meeting: what is said of it, empty where nothing is."""

    text = forms.CharField(label="Update", required=False, widget=forms.Textarea(attrs={"rows": 2}))
