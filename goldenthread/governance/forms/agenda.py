"""What is asked about items of an agenda, who may read them, and what comes back at every meeting."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from goldenthread.foundation.forms import MONTHS
from goldenthread.governance.models import AgendaItem, ItemReader, Place, Purpose, StandingItem
from goldenthread.partnership.forms import LONG_LIST, KeptForm, carried_out, dates_of, with_agency
from goldenthread.partnership.models import Person, Seat

RESTRICTED = (
    "Restricted: only those who may see what is restricted, and those named, learn more than that there is one"
)


class ItemForm(KeptForm):
    """One item of an agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "purpose", "presenter", "minutes_allotted", "restricted", "note")
        widgets: ClassVar = {"purpose": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        labels: ClassVar = {"minutes_allotted": "How many minutes?", "restricted": RESTRICTED}
        help_texts: ClassVar = {"note": "Seen by everybody who reads the item"}

    def offer(self) -> None:
        """Say what stays as it is once members have the item; ask what it is for, unless it was never said."""
        purpose = self.fields["purpose"]
        purpose.required = bool(self.instance.purpose)
        nothing = [] if purpose.required else [("", "Not said")]
        purpose.choices = [*Purpose.choices, *nothing]  # type: ignore[attr-defined]
        if self.instance.is_published:
            self.fields["title"].help_text = "Published: it stays as it is"
            self.fields["restricted"].help_text = "Published: it stays as it is"

    def add(self, *, by: Person) -> bool:
        """Put the item at the end of the agenda. Whether that was possible; if not, the form says why."""
        return carried_out(self, self.instance.add, by=by)


class SeatsForm(forms.Form):
    """Which seats may read what is restricted of an item."""

    seats = forms.ModelMultipleChoiceField(
        Seat.objects.none(),
        label="Seats that may read what is restricted of this item",
        widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, item: AgendaItem, places: list[Place]) -> None:
        named = [reader.seat_id for reader in item.readers.all() if reader.seat_id and reader.restricted]
        super().__init__(data, initial={"seats": named})
        offered = {place.seat.pk for place in places} | set(named)
        names = {place.seat.pk: place.holder_name for place in places}
        seats = self.fields["seats"]
        seats.queryset = Seat.objects.filter(pk__in=offered)  # type: ignore[attr-defined]
        seats.label_from_instance = lambda seat: (  # type: ignore[attr-defined]
            f"{seat.title} ({names[seat.pk]})" if names.get(seat.pk) else seat.title
        )


class InviteForm(KeptForm):
    """Somebody of the register, invited for one item."""

    class Meta:
        model = ItemReader
        fields = ("person", "restricted")
        labels: ClassVar = {"person": "Who is invited?", "restricted": "They may read what is restricted of this item"}

    def offer(self) -> None:
        """People seen who are not named for the item yet."""
        named = ItemReader.objects.visible_to(self.scope).filter(item=self.instance.item, person__isnull=False)
        people = Person.objects.visible_to(self.scope).exclude(pk__in=named.values("person_id"))
        self.choose("person", people.select_related("agency"))
        person = self.fields["person"]
        person.required = True
        person.label_from_instance = with_agency  # type: ignore[attr-defined]
        if self.instance.item.restricted:
            self.fields["restricted"].help_text = "The whole item is restricted: without this they read nothing of it"

    def clean(self) -> dict[str, Any]:
        """An invitation to a restricted item that does not let read it would be an empty one."""
        given = super().clean() or {}
        if self.instance.item.restricted and not given.get("restricted"):
            self.add_error("restricted", "The whole item is restricted. Tick the box, or do not invite them for it.")
        return given


class CopyForm(forms.Form):
    """Which items of an earlier agenda to copy."""

    items = forms.ModelMultipleChoiceField(
        AgendaItem.objects.none(), label="Items to copy", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None = None, *, items: QuerySet[AgendaItem]) -> None:
        super().__init__(data, initial={"items": [item.pk for item in items]})
        field = self.fields["items"]
        field.queryset = items  # type: ignore[attr-defined]
        field.label_from_instance = lambda item: (  # type: ignore[attr-defined]
            f"{item.title} (restricted)" if item.restricted else item.title
        )


class StandingItemForm(KeptForm):
    """What a body takes at every meeting, or at those of some months."""

    months = forms.TypedMultipleChoiceField(
        label="In which months?",
        help_text="None ticked: at every meeting",
        choices=[(number, name.capitalize()) for number, name in enumerate(MONTHS, start=1)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = StandingItem
        fields = (
            "title",
            "purpose",
            "presenter",
            "minutes_allotted",
            "restricted",
            "months",
            "position",
            "starts_on",
            "ends_on",
        )
        field_classes = dates_of("starts_on", "ends_on")
        widgets: ClassVar = {"purpose": forms.RadioSelect}
        labels: ClassVar = {
            "minutes_allotted": "How many minutes?",
            "restricted": RESTRICTED,
            "position": "Place in the list",
            "starts_on": "Taken from",
        }
        help_texts: ClassVar = {"position": "Items are listed by this number, lowest first"}

    def clean_months(self) -> list[int]:
        """All twelve are the same as none."""
        months = sorted(set(self.cleaned_data["months"]))
        if any(month not in range(1, 13) for month in months):
            raise ValidationError("Choose months of the year.")
        return [] if len(months) == len(MONTHS) else months
