"""What is asked about time limits and the clocks that run."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict

from goldenthread.foundation.clocks import LONDON, Direction, Pause, Rule, Status, Unit, reckon
from goldenthread.foundation.clocks.rule import LONGEST
from goldenthread.foundation.dates import read_day
from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.forms import DateField
from goldenthread.foundation.workingdays import Nation
from goldenthread.partnership.filters import ANY, AsAtForm, FilterForm
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import ClockRule
from goldenthread.records.models.clock_rule import ClockRuleQuerySet

STATUSES = [(status.value, status.value.capitalize()) for status in Status]
USUAL = {"unit": Unit.WORKING_DAY.value, "direction": Direction.AFTER.value, "nation": Nation.ENGLAND.value}


class ClockRuleFilter(AsAtForm):
    """Which rules."""

    text = forms.CharField(label="Name contains", required=False)
    edition = forms.ChoiceField(required=False)
    status = forms.ChoiceField(choices=[*ANY, *STATUSES], required=False)
    unused = forms.BooleanField(label="Show also the rules that are not in use", required=False)
    field_order = ("text", "edition", "status", "on", "unused")

    def offer(self) -> None:
        """Editions with rules that may be seen."""
        editions = ClockRule.objects.visible_to(self.scope).editions()
        self.fields["edition"].choices = [*ANY, *((name, name) for name in editions)]  # type: ignore[attr-defined]

    def rows(self) -> ClockRuleQuerySet:
        """The rules asked for."""
        rules = ClockRule.objects.visible_to(self.scope).on(self.day).select_related("partnership")
        if text := self.given("text"):
            rules = rules.filter(Q(name__icontains=text) | Q(code__icontains=text))
        if edition := self.given("edition"):
            rules = rules.filter(edition=edition)
        if status := self.given("status"):
            rules = rules.filter(status=status)
        return rules if self.given("unused") else rules.filter(in_use=True)


class PausesField(forms.CharField):
    """Pauses, one on each line: two dates, or one where the clock still stands still."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[Pause]:  # type: ignore[override]
        """The pauses typed. Raises ValidationError."""
        pauses = []
        for line in (super().to_python(value) or "").splitlines():
            if not line.strip():
                continue
            first, _, last = line.replace("..", " to ").partition(" to ")
            begins, ends = read_day(first), read_day(last) if last.strip() else None
            if begins is None or (last.strip() and ends is None):
                raise forms.ValidationError(
                    f"“{line.strip()}” is not a pause. Write two dates, such as 4 July 2026 to 8 July 2026."
                )
            pauses.append(Pause(begins, ends))
        return pauses


class WhenDueForm(FilterForm):
    """A rule or a length, an event and pauses."""

    rule = forms.ModelChoiceField(ClockRule.objects.none(), required=False, empty_label="A length of my own")
    length = forms.IntegerField(
        min_value=0, max_value=LONGEST, required=False, help_text="Without a rule: how many, for example 5"
    )
    unit = forms.ChoiceField(choices=[(unit.value, f"{unit.label}s") for unit in Unit], required=False)
    direction = forms.ChoiceField(
        choices=[(Direction.AFTER.value, "After the event"), (Direction.BEFORE.value, "Before the event")],
        required=False,
    )
    event = DateField(label="Day of the event")
    time = forms.TimeField(required=False, help_text="For hours alone, for example 14:05")
    nation = forms.ChoiceField(
        label="Working days of", choices=[(nation.value, nation.label) for nation in Nation], required=False
    )
    pauses = PausesField(required=False, help_text="One on each line, for example 4 July 2026 to 8 July 2026")

    def __init__(self, data: QueryDict, *, scope: Scope) -> None:
        data = data.copy()
        for name, value in USUAL.items():
            data.setdefault(name, value)
        super().__init__(data, scope=scope)

    def offer(self) -> None:
        """Rules in use, those of earlier editions too: what began under one goes on under it."""
        rules = ClockRule.objects.visible_to(self.scope).filter(in_use=True)
        self.fields["rule"].queryset = rules.order_by("name", "edition")  # type: ignore[attr-defined]

    @property
    def was_asked(self) -> bool:
        """Whether anything was asked, or the page just opened."""
        return any(name in self.data for name in ("rule", "length", "event", "event-day"))

    def clean(self) -> dict[str, Any]:
        """Count it: the reckoning stands on ``found`` and the rule on ``asked``."""
        values = self.cleaned_data
        rule: ClockRule | None = values.get("rule")
        if self.errors:
            return values
        if rule is None and values.get("length") is None:
            self.add_error("length", "Choose a rule, or enter a length.")
            return values
        try:
            self.asked = rule.terms if rule else self._own(values)
            self.event_at = self._event(values)
            self.found = reckon(self.asked, self.event_at, values.get("pauses") or [])
        except Refusal as refused:
            self.add_error(None, str(refused))
        return values

    def _own(self, values: dict[str, Any]) -> Rule:
        return Rule(
            values["length"],
            Unit(values["unit"] or USUAL["unit"]),
            direction=Direction(values["direction"] or USUAL["direction"]),
            nation=values["nation"] or USUAL["nation"],
            pausable=bool(values.get("pauses")),
        )

    def _event(self, values: dict[str, Any]) -> date | datetime:
        if self.asked.unit.is_timed and values.get("time"):
            return datetime.combine(values["event"], values["time"], LONDON)
        return cast(date, values["event"])


class ClockDeedForm(forms.Form):
    """What is done to a clock on a day; without a reason where none is needed."""

    on = DateField(label="Day")
    reason = forms.CharField(max_length=300, label="Reason")

    def __init__(self, *args: Any, label: str, reason: bool = True, timed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = label
        if not reason:
            del self.fields["reason"]
        if timed:
            self.fields["time"] = forms.TimeField(label="Time", help_text="For example 14:05")

    @property
    def given(self) -> dict[str, Any]:
        """What the verb is called with: a moment where a time was asked."""
        values = dict(self.cleaned_data)
        at = values.pop("time", None)
        return values | ({"on": datetime.combine(values["on"], at, LONDON)} if at else {})
