"""What is asked of a member who cannot come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from goldenthread.governance.models import Apology, Meeting, Place
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.models import Person

NOBODY = "nobody"
OTHER = "other"


class ApologyForm(forms.Form):
    """Apologies for one seat at one meeting, and who comes instead."""

    who = forms.ChoiceField(label="Who comes instead?", widget=forms.RadioSelect)
    name = forms.CharField(
        label="Name of somebody else",
        help_text="Only where you chose somebody else",
        max_length=150,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting, place: Place, held: Apology | None) -> None:
        super().__init__(data, initial=_said(held))
        self.meeting, self.place = meeting, place
        people = {row.person_id: row for row in place.representatives if row.person}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (NOBODY, "Nobody"),
            *(
                (str(pk), f"{row.person}, {'with' if row.delegated_authority else 'without'} authority to decide")
                for pk, row in people.items()
            ),
            (OTHER, "Somebody else, without authority to decide"),
        ]

    def clean(self) -> dict[str, Any]:
        """A name for somebody else, and for nobody else."""
        who, name = self.cleaned_data.get("who"), self.cleaned_data.get("name", "")
        if who == OTHER and not name:
            self.add_error("name", "Enter the name of whoever comes instead.")
        elif who and who != OTHER and name:
            self.add_error("name", "Choose somebody else above, or take the name out.")
        return self.cleaned_data

    def give(self, *, by: Person) -> bool:
        """Give the apologies. Whether that was possible; if not, the form says why."""
        who = self.cleaned_data["who"]
        apology = Apology(
            meeting=self.meeting,
            seat=self.place.seat,
            representative_id=int(who) if who.isdigit() else None,
            representative_name=self.cleaned_data["name"] if who == OTHER else "",
        )
        return carried_out(self, apology.give, by=by)


def _said(held: Apology | None) -> dict[str, str]:
    """What was said before, as the form asks it."""
    if held is None:
        return {}
    if held.representative_id:
        return {"who": str(held.representative_id)}
    return {"who": OTHER, "name": held.representative_name} if held.representative_name else {"who": NOBODY}
