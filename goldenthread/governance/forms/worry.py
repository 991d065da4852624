"""What is asked about worries."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django import forms
from django.db.models import QuerySet

from goldenthread.governance.models import Meeting, Worry
from goldenthread.partnership.forms import KeptForm
from goldenthread.partnership.models import Body

RECENT = timedelta(days=550)
"""Meetings of the last year and a half are offered."""
NAMELESS = "This names nobody: no child, no family, no colleague, no school"


class WorryForm(KeptForm):
    """What practitioners are worried about, and at which meeting they said so."""

    nameless = forms.BooleanField(label=NAMELESS)

    class Meta:
        model = Worry
        fields = ("meeting", "text")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: object, group: Body, **kwargs: object) -> None:
        self.group = group
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def offer(self) -> None:
        """Meetings of the group that have taken place, the newest first."""
        today = self.scope.today
        held = Meeting.objects.visible_to(self.scope).not_cancelled().filter(body=self.group)
        self.choose("meeting", held.filter(held_on__range=(today - RECENT, today)))
        meeting = self.fields["meeting"]
        meeting.queryset = meeting.queryset.order_by("-held_on", "-pk")  # type: ignore[attr-defined]
        meeting.label = "At which meeting?"
        meeting.label_from_instance = lambda row: row.when  # type: ignore[attr-defined]
        self.fields["text"].help_text = "In the words of practitioners. Who said it is not kept"


class EscalateForm(forms.Form):
    """To whom a worry is taken up."""

    to = forms.ModelChoiceField(Body.objects.none(), label="Which body is to answer it?", widget=forms.RadioSelect)

    def __init__(self, *args: object, bodies: QuerySet[Body], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["to"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["to"].empty_label = None  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What came of a worry."""

    answer = forms.CharField(
        label="What came of it?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The group reads this, and takes it back to those who were worried",
    )
    nameless = forms.BooleanField(label=NAMELESS)
