"""The sheet of who came to a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from goldenthread.governance import rules
from goldenthread.governance.models import Apology, Attendance, CameAs, Meeting, Place
from goldenthread.governance.rules import Mark

NOT_RECORDED = "Not recorded"
MEMBER = "member"
OTHER = "other"
MOST_PEOPLE = 1000


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
        said = {row.seat_id: _as_said(row) for row in meeting.apologies.select_related("representative", "seat")}
        super().__init__(data, initial={"version": meeting.attendance_version})
        for place in places:
            if not place.is_vacant:
                held = self.held.get(place.seat.pk)
                self._ask(place, held, held or said.get(place.seat.pk))

    def _ask(self, place: Place, held: Attendance | None, shown: Attendance | None) -> None:
        """Add the fields of one seat. ``held`` is what is recorded of it; ``shown`` that, or what was said before."""
        seat, title = place.seat.pk, place.seat.title
        mark = shown.mark if shown else rules.default_mark(place.seat.role) or ""
        who, choices = _who(place, shown)
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
                initial=shown.representative_name if shown else "",
            ),
            f"people_{seat}": forms.IntegerField(
                label=f"How many came for {title}",
                help_text="1 if you leave it empty",
                min_value=1,
                max_value=MOST_PEOPLE,
                required=False,
                initial=shown.people if shown and shown.people > 1 else None,
            ),
            f"apologies_{seat}": forms.BooleanField(
                label="Apologies were given", required=False, initial=shown.apologies if shown else False
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


def _as_said(apology: Apology) -> Attendance:
    """The mark that follows from apologies: the representative comes, or nobody does.

    A virtual or co-opted seat that sends nobody stays as not expected: it counts neither for nor against.
    """
    if apology.who_comes:
        return Attendance(
            mark=Mark.PRESENT,
            came_as=CameAs.REPRESENTATIVE,
            person=apology.representative,
            representative_name=apology.representative_name,
            people=1,
        )
    mark = rules.default_mark(apology.seat.role) or Mark.ABSENT
    return Attendance(mark=mark, apologies=mark == Mark.ABSENT)


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
