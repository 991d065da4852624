"""What lists of evidence, findings, risks and broken threads are narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from goldenthread.improvement.models import Evidence, Finding, FindingKind, Risk, Theme, kinds
from goldenthread.improvement.rules.tabling import USUAL_DAYS
from goldenthread.improvement.rules.threads import Break
from goldenthread.partnership.filters import ANY, FilterForm
from goldenthread.partnership.models import Area, Partnership
from goldenthread.partnership.permissions import Permission

MOST_DAYS = 3650
"""The longest time in which evidence may wait to be discussed: ten years."""


class InPartnershipFilter(FilterForm):
    """Which partnership."""

    partnership = forms.ModelChoiceField(Partnership.objects.none(), required=False, empty_label="All")

    def offer(self) -> None:
        """Partnerships whose evidence is seen."""
        ids = self.scope.partnership_ids_holding(Permission.SEE_EVIDENCE)
        self.fields["partnership"].queryset = Partnership.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class ThemedFilter(InPartnershipFilter):
    """Words, a theme and a year."""

    text = forms.CharField(label="Words", required=False)
    theme = forms.ChoiceField(choices=ANY, required=False)
    year = forms.ChoiceField(choices=ANY, required=False)

    def offer(self) -> None:
        """Themes and years there are."""
        super().offer()
        names = Theme.objects.visible_to(self.scope).each_name_once().values_list("name", flat=True)
        self.fields["theme"].choices = [*ANY, *((name.casefold(), name) for name in names)]  # type: ignore[attr-defined]
        years = (
            Evidence.objects.visible_to(self.scope).filter(dated_on__isnull=False).dates("dated_on", "year", "DESC")
        )
        named = [(str(day.year), str(day.year)) for day in years]
        self.fields["year"].choices = [*ANY, *named, ("none", "No date")]  # type: ignore[attr-defined]


class EvidenceFilter(ThemedFilter):
    """Which evidence."""

    kind = forms.ChoiceField(choices=ANY, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), required=False, empty_label="All")
    field_order = ("text", "kind", "year", "theme", "area", "partnership")

    def offer(self) -> None:
        """Kinds there are, and areas seen."""
        super().offer()
        named = sorted((_capital(str(kind._meta.verbose_name)), code) for code, kind in kinds().items())
        self.fields["kind"].choices = [*ANY, *((code, name) for name, code in named)]  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.visible_to(self.scope)  # type: ignore[attr-defined]

    def rows(self) -> QuerySet[Evidence]:
        """The evidence asked for. Evidence of no area is about all areas of its partnership."""
        rows = Evidence.objects.visible_to(self.scope).with_counts()
        if text := self.given("text"):
            rows = rows.filter(Q(title__icontains=text) | Q(reference__iexact=text))
        if kind := self.given("kind"):
            rows = rows.filter(kind=kind)
        if partnership := self.given("partnership"):
            rows = rows.filter(partnership=partnership)
        if year := self.given("year"):
            rows = rows.filter(**_of_year("dated_on", year))
        if theme := self.given("theme"):
            named = Theme.objects.visible_to(self.scope).filter(name__iexact=theme).values("pk")
            own = Evidence.themes.through.objects.filter(theme__in=named).values("evidence_id")
            found = Finding.objects.filter(themes__in=named).values("evidence_id")
            rows = rows.filter(Q(pk__in=own) | Q(pk__in=found))
        if area := self.given("area"):
            in_area = Evidence.areas.through.objects.filter(area=area).values("evidence_id")
            rows = rows.filter(Q(pk__in=in_area) | Q(areas__isnull=True, partnership__areas=area))
        return rows.select_related("partnership", "holding_body").prefetch_related("areas", "themes")


class FindingFilter(ThemedFilter):
    """Which findings."""

    kind = forms.ChoiceField(choices=[*ANY, *FindingKind.choices], required=False)
    answered = forms.ChoiceField(
        label="What follows",
        choices=[*ANY, ("action", "An action"), ("reason", "A reason for none"), ("nothing", "Nothing yet")],
        required=False,
    )
    field_order = ("text", "kind", "answered", "theme", "year", "partnership")

    def rows(self) -> QuerySet[Finding]:
        """The findings asked for."""
        rows = Finding.objects.visible_to(self.scope)
        if text := self.given("text"):
            rows = rows.filter(Q(text__icontains=text) | Q(reference__iexact=text))
        if kind := self.given("kind"):
            rows = rows.filter(kind=kind)
        if partnership := self.given("partnership"):
            rows = rows.filter(evidence__partnership=partnership)
        if year := self.given("year"):
            rows = rows.filter(**_of_year("evidence__dated_on", year))
        if theme := self.given("theme"):
            named = Theme.objects.visible_to(self.scope).filter(name__iexact=theme).values("pk")
            rows = rows.filter(pk__in=Finding.themes.through.objects.filter(theme__in=named).values("finding_id"))
        match self.given("answered"):
            case "action":
                rows = rows.filter(pk__in=Finding.actions.through.objects.values("finding_id"))
            case "reason":
                rows = rows.filter(no_action_on__isnull=False)
            case "nothing":
                rows = rows.unanswered()
        return rows.in_order().with_answers().select_related("evidence__partnership").prefetch_related("themes")


class RiskFilter(InPartnershipFilter):
    """Which risks."""

    rating = forms.ChoiceField(choices=[*ANY, *Risk.Rating.choices], required=False)
    closed = forms.BooleanField(label="Show closed risks too", required=False)
    field_order = ("rating", "partnership", "closed")

    def rows(self) -> QuerySet[Risk]:
        """The risks asked for: open ones first, what matters most first, then what is looked at next."""
        rows = Risk.objects.visible_to(self.scope)
        if rating := self.given("rating"):
            rows = rows.filter(rating=rating)
        if partnership := self.given("partnership"):
            rows = rows.filter(partnership=partnership)
        if not self.given("closed"):
            rows = rows.open()
        return rows.by_rating().with_controls().select_related("holding_body", "partnership")


class BrokenFilter(InPartnershipFilter):
    """Which broken threads: of one kind at a time."""

    kind = forms.ChoiceField(label="Show", choices=[(kind.value, kind.label) for kind in Break], required=False)
    days = forms.IntegerField(
        label="Days within which evidence is discussed",
        help_text=f"{USUAL_DAYS} unless you say otherwise",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
    )
    field_order = ("kind", "partnership", "days")

    def __init__(self, data: QueryDict, **given: Any) -> None:
        if data.get("kind") not in list(Break):
            data = data.copy()
            data["kind"] = Break.UNANSWERED.value
        super().__init__(data, **given)

    @property
    def chosen(self) -> Break:
        """The kind to show."""
        return Break(self.given("kind") or Break.UNANSWERED)

    @property
    def days_asked(self) -> int:
        """Days within which evidence is to be discussed."""
        return int(self.given("days") or USUAL_DAYS)


def _of_year(field: str, year: str) -> dict[str, Any]:
    return {f"{field}__isnull": True} if year == "none" else {f"{field}__year": int(year)}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
