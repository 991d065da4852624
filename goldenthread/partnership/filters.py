"""What the register's lists are narrowed by, and the day they look at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from goldenthread.foundation.forms import DateField
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Agency, Area, Body, Partnership, Person, Sector
from goldenthread.partnership.readable_trail import kinds, readable_trail
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope

ANY = [("", "Any")]


class FilterForm(forms.Form):
    """What a list is narrowed by. What cannot be read is said beside its field, and narrows nothing."""

    def __init__(self, data: QueryDict, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        self.offer()

    def offer(self) -> None:
        """Limit each choice to what the person may see; nothing by default."""

    def given(self, name: str) -> Any:
        """What was asked for in one field, None where that is nothing or cannot be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class AsAtForm(FilterForm):
    """A day to look at: ``usual_day`` or else today, when none is asked for or it is not a date."""

    on = DateField(label="As at", required=False)

    def __init__(self, data: QueryDict, *, scope: Scope, usual_day: date | None = None) -> None:
        self.usual_day = usual_day or scope.today
        if self.base_fields["on"].widget.value_omitted_from_data(data, {}, "on"):
            data = data.copy()
            data["on"] = self.usual_day.isoformat()
        super().__init__(data, scope=scope)

    @property
    def day(self) -> date:
        """The day to look at."""
        return self.given("on") or self.usual_day


class InPartnershipForm(AsAtForm):
    """A partnership and a day."""

    partnership = forms.ModelChoiceField(Partnership.objects.none(), required=False, empty_label="All")
    field_order = ["partnership", "on"]

    def offer(self) -> None:
        """Partnerships seen."""
        self.fields["partnership"].queryset = Partnership.objects.visible_to(self.scope)  # type: ignore[attr-defined]


class StructureForm(InPartnershipForm):
    """Whose structure, and when; that of ``usual`` when none is asked for."""

    def __init__(self, data: QueryDict, *, scope: Scope, usual: Partnership | None) -> None:
        if usual and not data.get("partnership"):
            data = data.copy()
            data["partnership"] = str(usual.pk)
        super().__init__(data, scope=scope)
        self.fields["partnership"].empty_label = None  # type: ignore[attr-defined]


class BodyFilter(InPartnershipForm):
    """Which bodies."""

    text = forms.CharField(label="Name contains", required=False)
    kind = forms.ChoiceField(choices=[*ANY, *BodyKind.choices], required=False)
    field_order = ["text", "partnership", "kind", "on"]

    def rows(self) -> QuerySet[Body]:
        """The bodies asked for."""
        bodies = (
            Body.objects.visible_to(self.scope).on(self.day).select_related("partnership").prefetch_related("areas")
        )
        if text := self.given("text"):
            bodies = bodies.filter(Q(name__icontains=text) | Q(reference__iexact=text))
        if partnership := self.given("partnership"):
            bodies = bodies.filter(partnership=partnership)
        if kind := self.given("kind"):
            bodies = bodies.filter(kind=kind)
        return bodies


class AgencyFilter(AsAtForm):
    """Which agencies."""

    text = forms.CharField(label="Name contains", required=False)
    sector = forms.ChoiceField(choices=[*ANY, *Sector.choices], required=False)
    area = forms.ModelChoiceField(Area.objects.none(), required=False, empty_label="All")
    field_order = ["text", "sector", "area", "on"]

    def offer(self) -> None:
        """Areas seen."""
        self.fields["area"].queryset = Area.objects.visible_to(self.scope)  # type: ignore[attr-defined]

    def rows(self) -> QuerySet[Agency]:
        """The agencies asked for."""
        agencies = Agency.objects.visible_to(self.scope).on(self.day).prefetch_related("areas")
        if text := self.given("text"):
            agencies = agencies.filter(
                Q(name__icontains=text) | Q(abbreviation__icontains=text) | Q(reference__iexact=text)
            )
        if sector := self.given("sector"):
            agencies = agencies.filter(sector=sector)
        if area := self.given("area"):
            agencies = agencies.filter(id__in=Agency.areas.through.objects.filter(area=area).values("agency_id"))
        return agencies


class PersonFilter(FilterForm):
    """Which people."""

    text = forms.CharField(label="Name contains", required=False)

    def rows(self) -> QuerySet[Person]:
        """The people asked for, with their seats today."""
        people = Person.objects.visible_to(self.scope).select_related("agency").with_seats(self.scope)
        return people.filter(name__icontains=self.given("text") or "")


class TrailFilter(FilterForm):
    """Which entries of the trail."""

    person = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Anybody")
    verb = forms.CharField(label="What was done", required=False, help_text="For example seat.add, or seat for all")
    about = forms.ChoiceField(required=False)
    first = DateField(label="From", required=False)
    last = DateField(label="To", required=False)

    def offer(self) -> None:
        """People seen, and kinds of row."""
        self.fields["person"].queryset = Person.objects.visible_to(self.scope)  # type: ignore[attr-defined]
        about = sorted((str(model._meta.verbose_name), model._meta.label_lower) for model in kinds())
        self.fields["about"].choices = [*ANY, *((label, name) for name, label in about)]  # type: ignore[attr-defined]

    def rows(self) -> QuerySet[TrailEntry]:
        """The entries asked for, newest first."""
        entries = readable_trail(self.scope).select_related("actor", "acting_for").order_by("-pk")
        if person := self.given("person"):
            entries = entries.filter(Q(actor=person) | Q(acting_for=person))
        if verb := self.given("verb"):
            entries = entries.filter(verb__startswith=verb.strip().lower())
        if about := self.given("about"):
            entries = entries.filter(object_type=about)
        if first := self.given("first"):
            entries = entries.filter(at__gte=midnight(first))
        if last := self.given("last"):
            entries = entries.filter(at__lt=midnight(last + timedelta(days=1)))
        return entries


def midnight(day: date) -> datetime:
    """The moment ``day`` begins in London."""
    return timezone.make_aware(datetime.combine(day, time.min))
