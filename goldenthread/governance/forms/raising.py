"""What is asked to raise an action from a decision."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from goldenthread.governance.models import RaisedAction
from goldenthread.improvement.models import Action
from goldenthread.partnership.forms import KeptForm, carried_out, dates_of
from goldenthread.partnership.models import Agency, Body, Person


class RaiseForm(KeptForm):
    """What will be done, who leads, and by when. The rest of the action is asked on its own page."""

    class Meta:
        model = Action
        fields = ("text", "lead_agency", "lead_body", "lead_name", "due_on", "review_cadence", "when_words")
        field_classes = dates_of("due_on")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3})}

    def offer(self) -> None:
        """Agencies seen that work now, groups of the partnership."""
        today = self.scope.today
        self.choose("lead_agency", Agency.objects.visible_to(self.scope).on(today))
        groups = Body.objects.visible_to(self.scope).filter(partnership=self.instance.partnership).on(today)
        self.choose("lead_body", groups)
        self.fields[
            "text"
        ].help_text = "Everybody who sees the plan reads this. Name nobody, and say nothing that is restricted"
        self.fields["due_on"].help_text = "Or say below how often it is reviewed"
        self.fields["review_cadence"].help_text = "For what goes on without an end"

    def raised(self, raised: RaisedAction, *, by: Person) -> bool:
        """Add the action and link it. Whether that was possible; if not, the form says why."""
        return carried_out(self, raised.make, by=by)
