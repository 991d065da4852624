"""What is asked about a series of meetings, its dates, and school terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from goldenthread.foundation.forms import DateField
from goldenthread.foundation.rendering import day
from goldenthread.governance import rules
from goldenthread.governance.forms.meeting import HOURS, TimeField, in_order
from goldenthread.governance.models import Meeting, MeetingSeries, SchoolTerm
from goldenthread.governance.rules import Cadence, NotInTerm, PlannedDate
from goldenthread.partnership.forms import KeptForm, dates_of
from goldenthread.partnership.models import Area, Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MOST_DAYS = 3 * 366
MOST_DATES = 60


class SeriesForm(forms.Form):
    """How often a body meets, from when to when, and what all its meetings have in common."""

    cadence = forms.ChoiceField(
        label="How often does it meet?",
        choices=[(cadence.value, cadence.label) for cadence in Cadence],
        widget=forms.RadioSelect,
    )
    weeks = forms.IntegerField(
        label="Every how many weeks?",
        help_text="Only for “every so many weeks”",
        min_value=1,
        max_value=52,
        required=False,
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label="Whose school terms?",
        help_text="Only for “once in each school term”",
        required=False,
        empty_label="None",
    )
    starts_on = DateField(
        label="First meeting", help_text="The others keep its weekday and its week of the month or term"
    )
    ends_on = DateField(label="No later than", help_text="The last day on which a meeting may be")
    starts_at = TimeField(label="Start time", required=False)
    ends_at = TimeField(label="End time", required=False, help_text=HOURS)
    how = forms.ChoiceField(
        label="How do people take part?",
        choices=[*Meeting.How.choices, ("", "Not decided yet")],
        widget=forms.RadioSelect,
        required=False,
    )
    place = forms.CharField(max_length=200, required=False)
    link = forms.URLField(label="Address to join online", required=False, assume_scheme="https")

    def __init__(self, data: QueryDict | None, *, body: Body, scope: Scope) -> None:
        super().__init__(data)
        self.planned: list[PlannedDate] = []  # the dates, once the form is valid
        self.body = body
        areas = body.areas.all() or (body.partnership.areas.all() if body.partnership else Area.objects.none())
        self.fields["area"].queryset = areas.filter(  # type: ignore[attr-defined]
            pk__in=Area.objects.visible_to(scope).values("pk")
        )

    def clean(self) -> dict[str, Any]:
        """Find the dates; refuse what leaves none."""
        given = self.cleaned_data
        in_order(self)
        cadence, first, last = given.get("cadence"), given.get("starts_on"), given.get("ends_on")
        if cadence == Cadence.WEEKS and not given.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", "Say every how many weeks.")
        if cadence == Cadence.TERMLY and not given.get("area"):
            self.add_error("area", "Choose whose school terms.")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must be the same as or after the first meeting.")
        elif first and last and (last - first).days > MOST_DAYS:
            self.add_error("ends_on", "Plan three years ahead at most.")
        if not self.errors:
            self.planned = self._dates()
        return given

    def _dates(self) -> list[PlannedDate]:
        given = self.cleaned_data
        terms = []
        if given["cadence"] == Cadence.TERMLY:
            rows = SchoolTerm.objects.filter(area=given["area"])
            terms = [(first, last) for first, last in rows.values_list("starts_on", "ends_on") if first and last]
        try:
            found = rules.dates(
                Cadence(given["cadence"]),
                given["starts_on"],
                given["ends_on"],
                weeks=given["weeks"],
                terms=terms,
            )
        except NotInTerm:
            self.add_error(
                "starts_on", f"This day lies in none of the school terms that are kept for {given['area']}."
            )
            return []
        if len(found) > MOST_DATES:
            self.add_error("ends_on", f"That would be {len(found)} meetings. Plan {MOST_DATES} at most at once.")
        if not found:
            self.add_error("ends_on", "No working day is left in these dates.")
        return found

    def series(self) -> MeetingSeries:
        """The series a valid form describes, not yet kept."""
        given = self.cleaned_data
        return MeetingSeries(
            body=self.body,
            cadence=given["cadence"],
            weeks=given["weeks"] if given["cadence"] == Cadence.WEEKS else None,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )

    @property
    def details(self) -> dict[str, Any]:
        """What all its meetings have in common."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "how", "place", "link")}

    @property
    def words(self) -> str:
        """The cadence in words."""
        given = self.cleaned_data
        return rules.in_words(Cadence(given["cadence"]), given["starts_on"], weeks=given["weeks"])


@dataclass(frozen=True)
class DateRow:
    """One date of the preview: what is planned, the meeting it clashes with, and its fields."""

    planned: PlannedDate
    clash: Meeting | None
    hold: BoundField
    on: BoundField
    is_open: bool


class DatesForm(forms.Form):
    """The dates of a series, each of which may be left out or changed."""

    def __init__(self, data: QueryDict | None, *, planned: list[PlannedDate], taken: list[Meeting]) -> None:
        super().__init__(data)
        self.planned = planned
        self.taken = {meeting.held_on: meeting for meeting in taken}
        for number, each in enumerate(planned):
            self.fields[f"hold_{number}"] = forms.BooleanField(
                label=f"{each.day:%A} {day(each.day)}", required=False, initial=each.day not in self.taken
            )
            self.fields[f"on_{number}"] = DateField(label=f"Another date than {day(each.day)}", required=False)

    def rows(self) -> Iterator[DateRow]:
        """The dates in order."""
        for number, each in enumerate(self.planned):
            on = self[f"on_{number}"]
            typed = bool(on.errors) or any((on.value() or {}).values()) if isinstance(on.value(), dict) else False
            yield DateRow(each, self.taken.get(each.day), self[f"hold_{number}"], on, typed)

    def clean(self) -> dict[str, Any]:
        """Refuse days that are taken, twice the same, and none at all."""
        chosen: dict[date, int] = {}
        for number, each in enumerate(self.planned):
            if not self.cleaned_data.get(f"hold_{number}"):
                continue
            name = f"on_{number}" if self.cleaned_data.get(f"on_{number}") else f"hold_{number}"
            wanted = self.cleaned_data.get(f"on_{number}") or each.day
            if wanted in self.taken:
                self.add_error(
                    name, f"There already is a meeting on {day(wanted)}. Leave it out or choose another day."
                )
            elif wanted in chosen:
                self.add_error(name, f"{day(wanted)} is there twice. Leave one out or choose another day.")
            chosen[wanted] = number
        if not chosen and not self.errors:
            self.add_error(None, "Tick at least one of the dates.")
        return self.cleaned_data

    @property
    def days(self) -> list[date]:
        """The days chosen."""
        return [
            self.cleaned_data.get(f"on_{number}") or each.day
            for number, each in enumerate(self.planned)
            if self.cleaned_data.get(f"hold_{number}")
        ]


class SchoolTermForm(KeptForm):
    """One term of the schools of an area."""

    class Meta:
        model = SchoolTerm
        fields = ("area", "name", "starts_on", "ends_on")
        field_classes = dates_of("starts_on", "ends_on")
        labels: ClassVar = {"starts_on": "First day of term", "ends_on": "Last day of term"}

    def offer(self) -> None:
        """The areas whose meetings the person plans."""
        self.choose("area", Area.objects.visible_to(self.scope.where(Permission.MANAGE_MEETINGS)))
        for name in ("starts_on", "ends_on"):
            self.fields[name].required = True


def around(planned: list[PlannedDate]) -> tuple[date, date]:
    """The days within which existing meetings matter to the dates of a series, with room to change them."""
    room = timedelta(days=366)
    return min(each.day for each in planned) - room, max(each.day for each in planned) + room
