"""What is asked to write minutes, and to take them a step further."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from goldenthread.governance.errors import Stale
from goldenthread.governance.models import (
    AgendaItem,
    Decision,
    Declaration,
    ItemMinutes,
    Meeting,
    ReopenReason,
)
from goldenthread.partnership.forms import KeptForm, carried_out
from goldenthread.partnership.models import Person, Seat
from goldenthread.partnership.scope import Scope

LONGEST = 100_000
"""The longest text of one part, in characters."""


@dataclass(frozen=True)
class WritingRow:
    """One item of the page on which minutes are written: its number, what is saved of it, and its fields."""

    number: int
    item: AgendaItem
    part: ItemMinutes
    fields: dict[str, BoundField]


class WritingForm(forms.Form):
    """The minutes of one meeting: for each item a text, a restricted part, and the version that was opened."""

    def __init__(self, data: QueryDict | None = None, *, parts: Iterable[tuple[AgendaItem, ItemMinutes]]) -> None:
        super().__init__(data)
        self.parts = list(parts)
        for item, part in self.parts:
            self._ask(item, part)

    def _ask(self, item: AgendaItem, part: ItemMinutes) -> None:
        number = item.pk
        about = f" of {item.title}"
        self.fields[f"version_{number}"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=part.version, required=False, min_value=0
        )
        self.fields[f"text_{number}"] = forms.CharField(
            label=f"Minutes{about}",
            required=False,
            initial=part.text,
            max_length=LONGEST,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 8}),
        )
        if not item.restricted or part.restricted_text:
            self.fields[f"restricted_{number}"] = forms.CharField(
                label=f"Restricted part{about}",
                required=False,
                initial=part.restricted_text,
                max_length=LONGEST,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def rows(self) -> Iterator[WritingRow]:
        """The items in order."""
        for count, (item, part) in enumerate(self.parts, start=1):
            names = ("version", "text", "restricted")
            fields = {name: self[key] for name in names if (key := f"{name}_{item.pk}") in self.fields}
            yield WritingRow(count, item, part, fields)

    def typed(self) -> Iterator[tuple[AgendaItem, ItemMinutes, dict[str, Any]]]:
        """What was typed of each item that the page held: an item added since it was opened says nothing."""
        for item, part in self.parts:
            version = self.cleaned_data.get(f"version_{item.pk}")
            if version is not None:
                yield (
                    item,
                    part,
                    {
                        "text": self.cleaned_data[f"text_{item.pk}"],
                        "restricted_text": self.cleaned_data.get(f"restricted_{item.pk}", part.restricted_text),
                        "version": version,
                    },
                )


class _OfItemForm(KeptForm):
    """A row under one item, with the fingerprint of what was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.fingerprint

    def keep(self, *, by: Person) -> bool:
        """Keep the row as typed. Whether that was possible; ``is_stale`` where it changed since it was opened."""
        return carried_out(self, self._kept, by=by, seen=self.cleaned_data["seen"] or None)

    def _kept(self, **given: Any) -> None:
        try:
            self.instance.keep(**given)
        except Stale:
            self.is_stale = True
            raise


class SeenForm(forms.Form):
    """A row to remove, with the fingerprint of what was seen of it."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DecisionForm(_OfItemForm):
    """What was decided, and by whom."""

    class Meta:
        model = Decision
        fields = ("text", "decided_by", "restricted")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar = {"restricted": "This decision is restricted"}

    def offer(self) -> None:
        """Say how to name who decided."""
        self.fields["decided_by"].help_text = "Name bodies or seats, not people: the public may read this"
        self.fields["restricted"].help_text = "Only those trusted with what is restricted of this item read it"


class DeclarationForm(_OfItemForm):
    """An interest somebody declared (R111)."""

    class Meta:
        model = Declaration
        fields = ("name", "seat", "nature", "text", "outcome", "restricted")
        widgets: ClassVar = {
            "nature": forms.RadioSelect,
            "outcome": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
        }
        labels: ClassVar = {"seat": "Their seat", "restricted": "This declaration is restricted"}

    def offer(self) -> None:
        """Seats in force on the day of the meeting."""
        meeting = self.instance.item.meeting
        here = [place.seat.pk for place in meeting.roster()]
        self.choose("seat", Seat.objects.visible_to(self.scope).filter(pk__in=here))
        self.fields["seat"].empty_label = "No seat"  # type: ignore[attr-defined]
        self.fields["seat"].label_from_instance = lambda seat: seat.title  # type: ignore[attr-defined]
        self.fields["name"].help_text = "The public reads the seat, not the name"
        self.fields["restricted"].help_text = "Only those trusted with what is restricted of this item read it"
        for name in ("nature", "outcome"):
            field = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]  # type: ignore[attr-defined]


class SureForm(forms.Form):
    """A step that asks to be sure where something in the text is doubtful."""

    def __init__(self, data: QueryDict | None = None, *, doubts: list[str]) -> None:
        super().__init__(data)
        if doubts:
            self.fields["sure"] = forms.BooleanField(label="I have looked at each of these, and they may be read")


class ReopenForm(forms.Form):
    """Why circulated minutes are taken back."""

    reason = forms.ChoiceField(label="Why?", choices=ReopenReason.choices, widget=forms.RadioSelect)


class AgreeForm(forms.Form):
    """Which later meeting agreed the minutes, and what it corrected."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label="Meeting that agreed them", empty_label=None)
    corrections = forms.CharField(
        label="Corrections",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What that meeting changed, in words. Everybody who reads the minutes reads this, the public too",
    )
    restricted_corrections = forms.CharField(
        label="Corrections to restricted parts",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only those trusted with what is restricted of the meeting read this",
    )

    def __init__(self, data: QueryDict | None = None, *, about: Meeting, scope: Scope) -> None:
        super().__init__(data)
        later = later_meetings(about, scope)
        self.fields["meeting"].queryset = later  # type: ignore[attr-defined]
        self.has_choice = later.exists()


def later_meetings(about: Meeting, scope: Scope) -> Any:
    """Meetings of the body that came after ``about`` and can have agreed its minutes, the first one first."""
    seen = Meeting.objects.visible_to(scope).filter(
        body_id=about.body_id, cancelled_at__isnull=True, informal=False, held_on__lte=scope.today
    )
    return seen.after(about.held_on).select_related("body")
