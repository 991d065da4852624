"""What is asked about a letter of the chair, and about its reply."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from goldenthread.foundation.forms import DateField
from goldenthread.foundation.rendering import day
from goldenthread.governance.models import ChairLetter, Meeting
from goldenthread.partnership.forms import KeptForm, dates_of
from goldenthread.partnership.models import Agency


class ChairLetterForm(KeptForm):
    """A letter: to whom, about what, signed by whom, and by when a reply is due."""

    class Meta:
        model = ChairLetter
        fields = ("to_name", "agency", "meeting", "subject", "text", "signed_by", "dated_on", "reply_due_on")
        field_classes = dates_of("dated_on", "reply_due_on")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 14})}
        labels: ClassVar = {
            "to_name": "To",
            "agency": "Agency",
            "meeting": "About the meeting of",
            "text": "What it says",
            "signed_by": "Signed by",
        }

    def offer(self) -> None:
        """Agencies seen, and meetings of the body."""
        self.choose("agency", Agency.objects.visible_to(self.scope))
        meetings = Meeting.objects.visible_to(self.scope).filter(body=self.instance.body)
        self.choose("meeting", meetings)
        self.fields["meeting"].label_from_instance = held_on  # type: ignore[attr-defined]
        for name in ("agency", "meeting"):
            self.fields[name].empty_label = "None"  # type: ignore[attr-defined]
        self.fields["to_name"].help_text = "The name or post as it stands in the letter"
        self.fields["agency"].help_text = "The one the reply is due from"
        self.fields["text"].help_text = "Without the greeting and the closing. An empty line begins a new paragraph"
        self.fields["reply_due_on"].help_text = "Leave it empty where no reply is asked for"


def held_on(meeting: Meeting) -> str:
    """A meeting as offered in a list of those of one body."""
    return day(meeting.held_on)


class ReplyForm(forms.Form):
    """The reply to a letter: when it came and what it said."""

    on = DateField(label="Date of the reply")
    words = forms.CharField(
        label="What it says",
        help_text="Its words, or the part that matters",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
