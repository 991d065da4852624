"""What the plan is narrowed by; all of it stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import QueryDict

from goldenthread.improvement.models import Action, Attestation, Priority
from goldenthread.improvement.models.action import ActionQuerySet
from goldenthread.improvement.rules import Status
from goldenthread.partnership.filters import ANY, InPartnershipForm
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


class PlanFilter(InPartnershipForm):
    """Which actions of one partnership's plan, on which day. The partnership is ``usual`` where none is asked for."""

    text = forms.CharField(label="Words in it", required=False)
    priority = forms.ModelChoiceField(Priority.objects.none(), required=False, empty_label="All")
    status = forms.ChoiceField(
        label="How it stands", choices=[*ANY, *((status.value, status.label) for status in Status)], required=False
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Agency with a part", required=False, empty_label="All"
    )
    group = forms.ModelChoiceField(Body.objects.none(), label="Group", required=False, empty_label="All")
    field_order = ["partnership", "priority", "status", "agency", "group", "text", "on"]

    def __init__(self, data: QueryDict, *, scope: Scope, usual: Partnership | None) -> None:
        if usual and not data.get("partnership"):
            data = data.copy()
            data["partnership"] = str(usual.pk)
        super().__init__(data, scope=scope)

    def offer(self) -> None:
        """Partnerships whose plan is seen, and what the plan of the chosen one has."""
        plans = Partnership.objects.visible_to(self.scope)
        if not self.scope.is_operator:
            plans = plans.filter(pk__in=self.scope.partnership_ids_with(Permission.SEE_PLAN))
        self.fields["partnership"].queryset = plans  # type: ignore[attr-defined]
        self.fields["partnership"].empty_label = None  # type: ignore[attr-defined]
        number = self.data.get("partnership", "")
        mine = self._mine(int(number) if number.isascii() and number.isdigit() else 0)
        priorities = Priority.objects.visible_to(self.scope).filter(pk__in=mine.values("priority_id"))
        self.fields["priority"].queryset = priorities  # type: ignore[attr-defined]
        parts = Attestation.objects.visible_to(self.scope).standing().filter(action__in=mine).order_by()
        agencies = Q(pk__in=mine.values("lead_agency_id")) | Q(pk__in=parts.values("agency_id"))
        self.fields["agency"].queryset = Agency.objects.filter(agencies)  # type: ignore[attr-defined]
        groups = (
            Q(pk__in=mine.values("body_id"))
            | Q(pk__in=mine.values("lead_body_id"))
            | Q(pk__in=parts.values("body_id"))
        )
        self.fields["group"].queryset = Body.objects.filter(groups)  # type: ignore[attr-defined]

    def _mine(self, partnership_id: int) -> ActionQuerySet:
        return Action.objects.visible_to(self.scope).filter(partnership_id=partnership_id).order_by()

    @property
    def chosen(self) -> Partnership | None:
        """The partnership asked for."""
        return self.given("partnership")

    @property
    def status_asked(self) -> Status | None:
        """The status asked for; it is worked out, so it narrows what ``rows`` gives only afterwards."""
        given = self.given("status")
        return Status(given) if given else None

    def rows(self) -> ActionQuerySet:
        """The actions asked for in the order of the plan, of whatever status."""
        chosen = self.chosen
        if chosen is None:
            return Action.objects.none()
        actions = Action.objects.visible_to(self.scope).filter(partnership=chosen).begun_by(self.day)
        if priority := self.given("priority"):
            actions = actions.filter(priority=priority)
        if agency := self.given("agency"):
            parts = Attestation.objects.standing().filter(agency=agency).values("action_id")
            actions = actions.filter(Q(lead_agency=agency) | Q(id__in=parts))
        if group := self.given("group"):
            parts = Attestation.objects.standing().filter(body=group).values("action_id")
            actions = actions.filter(Q(body=group) | Q(lead_body=group) | Q(id__in=parts))
        if text := self.given("text"):
            words = Q(text__icontains=text) | Q(reference__iexact=text) | Q(outcome__title__icontains=text)
            actions = actions.filter(words | Q(lead_name__icontains=text))
        return actions.in_order_of_plan()

    @property
    def words(self) -> list[tuple[str, str]]:
        """What narrows the plan besides the partnership and the day, for the head of a print."""
        said: list[tuple[str, Any]] = [
            ("Priority", self.given("priority")),
            ("How it stands", self.status_asked.label if self.status_asked else None),
            ("Agency", self.given("agency")),
            ("Group", self.given("group")),
            ("Words", self.given("text")),
        ]
        return [(name, str(value)) for name, value in said if value]


class BoardFilter(PlanFilter):
    """The same, and by what the board is laid out."""

    BY = (("status", "How it stands"), ("agency", "Lead"), ("group", "Group"), ("month", "Month it is due"))

    by = forms.ChoiceField(label="Laid out by", choices=BY, required=False)
    field_order = ["by", *PlanFilter.field_order]

    @property
    def laid_out_by(self) -> str:
        """By what; how it stands where nothing is asked for."""
        return self.given("by") or "status"


class ImpactFilter(PlanFilter):
    """Which impact checks."""

    checked = forms.ChoiceField(
        label="Impact check", choices=[*ANY, ("awaited", "Awaited"), ("seen", "Done")], required=False
    )
    field_order = ["partnership", "priority", "checked", "agency", "group", "text", "on"]

    def offer(self) -> None:
        """As the plan; every action here is closed."""
        super().offer()
        del self.fields["status"]

    @property
    def status_asked(self) -> Status | None:
        """None: this list is not narrowed by it."""
        return None


class PriorityFilter(InPartnershipForm):
    """Whose priorities, on which day."""

    def __init__(self, data: QueryDict, *, scope: Scope, usual: Partnership | None) -> None:
        if usual and not data.get("partnership"):
            data = data.copy()
            data["partnership"] = str(usual.pk)
        super().__init__(data, scope=scope)
        self.fields["partnership"].empty_label = None  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Partnership | None:
        """The partnership asked for."""
        return self.given("partnership")

    def own(self) -> list[Priority]:
        """Those of the partnership and its groups on the day, with their outcomes."""
        rows = Priority.objects.visible_to(self.scope).on(self.day).filter(partnership=self.chosen)
        found = rows.select_related("body", "partnership").prefetch_related("outcomes")
        return list(found.order_by(models.F("body__name").asc(nulls_first=True), "kind", "plan", "rank", "pk"))

    def others(self) -> list[Priority]:
        """Those of agencies, of bodies that others run and of outside boards on the day."""
        rows = Priority.objects.visible_to(self.scope).on(self.day).filter(partnership__isnull=True)
        return sorted(rows.select_related("body", "agency"), key=lambda row: (row.owner, row.kind, row.rank))
