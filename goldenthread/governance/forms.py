"""What governance asks: a meeting, the sheet of who came, and a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from goldenthread.foundation.forms import DateField
from goldenthread.governance import rules
from goldenthread.governance.models import Attendance, CameAs, Meeting, Place
from goldenthread.governance.rules import Mark
from goldenthread.partnership.forms import KeptForm, dates_of

NOT_RECORDED = "Not recorded"
MEMBER = "member"
OTHER = "other"
MOST_PEOPLE = 1000


class MeetingForm(KeptForm):
    """A meeting of a body: when, what kind, how people took part."""

    class Meta:
        model = Meeting
        fields = ("held_on", "kind", "how")
        field_classes = dates_of("held_on")
        widgets: ClassVar = {"kind": forms.RadioSelect, "how": forms.RadioSelect}
        labels: ClassVar = {"held_on": "Date of the meeting", "how": "How did people take part?"}

    def offer(self) -> None:
        """Name the empty choice, and explain the date."""
        self.fields["how"].choices = [*Meeting.How.choices, ("", NOT_RECORDED)]  # type: ignore[attr-defined]
        self.fields["held_on"].help_text = "For example 27 3 2026"


@dataclass(frozen=True)
class SheetRow:
    """One seat of the sheet: its place and its fields, none where it is vacant."""

    place: Place
    fields: dict[str, BoundField]
    is_open: bool
    """Whether the details are to be seen: something is in them, or wrong with them."""


class SheetForm(forms.Form):
    """The attendance of one meeting: for each seat a mark, and who came."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting, places: list[Place]) -> None:
        self.places = places
        self.held = {row.seat_id: row for row in meeting.attendance.select_related("person")}
        super().__init__(data, initial={"version": meeting.attendance_version})
        for place in places:
            if not place.is_vacant:
                self._ask(place, self.held.get(place.seat.pk))

    def _ask(self, place: Place, held: Attendance | None) -> None:
        """Add the fields of one seat. ``held`` is what is recorded of it."""
        seat, title = place.seat.pk, place.seat.title
        mark = held.mark if held else rules.default_mark(place.seat.role) or ""
        who, choices = _who(place, held)
        self.fields |= {
            f"mark_{seat}": forms.ChoiceField(
                label=title,
                choices=[(mark.value, mark.label) for mark in Mark],
                widget=forms.RadioSelect,
                required=False,
                initial=mark,
            ),
            f"who_{seat}": forms.ChoiceField(
                label=f"Who came for {title}", choices=choices, required=False, initial=who
            ),
            f"name_{seat}": forms.CharField(
                label=f"Name of another representative for {title}",
                max_length=150,
                required=False,
                initial=held.representative_name if held else "",
            ),
            f"people_{seat}": forms.IntegerField(
                label=f"How many came for {title}",
                help_text="1 if you leave it empty",
                min_value=1,
                max_value=MOST_PEOPLE,
                required=False,
                initial=held.people if held and held.people > 1 else None,
            ),
            f"apologies_{seat}": forms.BooleanField(
                label="Apologies were given", required=False, initial=held.apologies if held else False
            ),
        }
        if held:
            self.fields[f"unmark_{seat}"] = forms.BooleanField(label="Take this mark away", required=False)

    def kept_where_empty(self, typed: QueryDict) -> QueryDict:
        """What was typed on an older sheet, with what is held now for the seats it left without a mark."""
        merged = typed.copy()
        merged["version"] = str(self.initial["version"])
        for name, field in self.fields.items():
            if not typed.get(f"mark_{name.rpartition('_')[2]}") and field.initial:
                merged[name] = str(field.initial)
        return merged

    def rows(self) -> Iterator[SheetRow]:
        """The seats in the order of the list."""
        for place in self.places:
            names = ("mark", "who", "name", "people", "apologies", "unmark")
            fields = {name: self[key] for name in names if (key := f"{name}_{place.seat.pk}") in self.fields}
            details = [field for name, field in fields.items() if name != "mark"]
            yield SheetRow(place, fields, any(field.value() or field.errors for field in details))

    def clean(self) -> dict[str, Any]:
        """Refuse details that contradict the mark; those shown from before the mark changed are let go."""
        for place in self.places:
            if not place.is_vacant:
                self._check(place)
        return self.cleaned_data

    def _check(self, place: Place) -> None:
        seat, title = place.seat.pk, place.seat.title
        mark, name = self.cleaned_data.get(f"mark_{seat}", ""), self.cleaned_data.get(f"name_{seat}", "")
        typed = {key for key in ("who", "name", "people", "apologies") if f"{key}_{seat}" in self.changed_data}
        typed = {key for key in typed if self.cleaned_data.get(f"{key}_{seat}")}
        if mark != Mark.PRESENT:
            for key in sorted(typed & {"who", "name", "people"}):
                self.add_error(f"{key}_{seat}", f"Mark {title} as present, or say nothing of who came.")
        elif name and self.cleaned_data.get(f"who_{seat}") != OTHER:
            self.add_error(f"who_{seat}", f"Choose another representative for {title}, or take the name out.")
        if "apologies" in typed and mark != Mark.ABSENT:
            self.add_error(f"apologies_{seat}", f"Mark {title} as nobody came, or take the apologies out.")

    def entries(self, *, rest_present: bool = False) -> list[Attendance]:
        """What the sheet says; a seat without a mark says nothing.

        ``rest_present``: seats with no mark yet are present, virtual and co-opted ones not expected.
        """
        found = []
        for place in self.places:
            if place.is_vacant:
                continue
            seat = place.seat
            taken_away = self.cleaned_data.get(f"unmark_{seat.pk}", False)
            mark = "" if taken_away else self.cleaned_data[f"mark_{seat.pk}"]
            if rest_present and not mark and not taken_away and seat.pk not in self.held:
                mark = rules.default_mark(seat.role) or Mark.PRESENT.value
            if mark or taken_away:
                found.append(self._entry(place, mark))
        return found

    def _entry(self, place: Place, mark: str) -> Attendance:
        seat, data = place.seat, self.cleaned_data
        entry = Attendance(seat=seat, mark=mark)
        if mark == Mark.PRESENT:
            who = data[f"who_{seat.pk}"]
            entry.people = data[f"people_{seat.pk}"] or 1
            if who == MEMBER:
                entry.came_as = CameAs.MEMBER
                entry.person_id = place.holder.person_id if place.holder else None
            elif who == OTHER:
                entry.came_as = CameAs.REPRESENTATIVE
                entry.representative_name = data[f"name_{seat.pk}"]
            elif who:
                entry.came_as = CameAs.REPRESENTATIVE
                entry.person_id = int(who)
        entry.apologies = mark == Mark.ABSENT and data[f"apologies_{seat.pk}"]
        return entry


def _who(place: Place, held: Attendance | None) -> tuple[str, list[tuple[str, str]]]:
    """What is chosen, and what can be: the member, each appointed representative, another one."""
    people = {row.person_id: row.person.name for row in place.representatives if row.person}
    chosen = ""
    if held and held.came_as == CameAs.MEMBER:
        chosen = MEMBER
    elif held and held.came_as == CameAs.REPRESENTATIVE and held.person:
        people[held.person_id] = held.person.name
        chosen = str(held.person_id)
    elif held and held.came_as == CameAs.REPRESENTATIVE:
        chosen = OTHER
    member = f"The member, {place.holder_name}" if place.holder_name else "The member"
    return chosen, [
        ("", NOT_RECORDED),
        (MEMBER, member),
        *((str(pk), f"Representative: {name}") for pk, name in people.items()),
        (OTHER, "Another representative"),
    ]


class PeriodForm(forms.Form):
    """A period, in the address of the page. What is not given is as it usually is."""

    def __init__(self, data: QueryDict, *, usual: tuple[date, date]) -> None:
        filled = data.copy()
        for name, value in {"from": usual[0].isoformat(), "to": usual[1].isoformat(), **self.settings}.items():
            if not any(key == name or key.startswith(f"{name}-") for key in data):
                filled[name] = str(value)
        super().__init__(filled)
        self.fields = {"from": DateField(label="From"), "to": DateField(label="To"), **self.fields}

    settings: ClassVar[dict[str, int]] = {}
    """What else is asked, and what it usually is."""

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", "The last day must be the same as or after the first.")
        return self.cleaned_data

    @property
    def period(self) -> tuple[date, date]:
        """The first and last day of a valid form."""
        return self.cleaned_data["from"], self.cleaned_data["to"]

    @property
    def query(self) -> str:
        """The query of an address that asks the same of another page."""
        return "?" + urlencode({name: str(self.cleaned_data[name]) for name in ("from", "to", *self.settings)})


class FollowUpForm(PeriodForm):
    """A period, and the two settings of the follow-up list."""

    settings: ClassVar = {"below": rules.BELOW_PERCENT, "in_a_row": rules.ABSENCES_IN_A_ROW}

    below = forms.IntegerField(label="Attended less than (%)", min_value=0, max_value=100)
    in_a_row = forms.IntegerField(label="Or missed in a row, up to now", min_value=1, max_value=100)
