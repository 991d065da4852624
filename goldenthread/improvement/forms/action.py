"""What is asked about an action."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from goldenthread.improvement.models import Action, Attestation, Outcome
from goldenthread.partnership.forms import LONG_LIST, KeptForm, carried_out, dates_of
from goldenthread.partnership.models import Agency, Body, Person
from goldenthread.partnership.permissions import Permission


class ActionForm(KeptForm):
    """An action, new or changed. The due date of one that is there changes on a page of its own, with a reason."""

    contributors = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Agencies that contribute",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST),
        help_text="Each says for itself when its part is done. Groups and others can be added afterwards",
    )

    class Meta:
        model = Action
        fields = (
            "text",
            "outcome",
            "body",
            "lead_agency",
            "lead_body",
            "lead_name",
            "when_words",
            "starts_on",
            "due_on",
            "review_cadence",
            "recurrence",
            "measure_kind",
            "measure",
            "expected",
            "baseline",
            "impact_after",
            "reference",
        )
        field_classes = dates_of("starts_on", "due_on")
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "expected": forms.Textarea(attrs={"rows": 3}),
            "measure_kind": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(self.fields)
        if "contributors" in names:
            names.remove("contributors")
            place = names.index("lead_name") + 1
            self.order_fields([*names[:place], "contributors", *names[place:]])

    def offer(self) -> None:
        """Agencies seen that work now, groups of the partnership, outcomes of its plan."""
        action = self.instance
        today = self.scope.today
        agencies = Agency.objects.visible_to(self.scope).on(today)
        self.choose("lead_agency", agencies)
        groups = Body.objects.visible_to(self.scope).filter(partnership=action.partnership).on(today)
        self.choose("lead_body", groups)
        self.choose("body", self._followed_by(groups))
        mine = Outcome.objects.visible_to(self.scope).filter(priority__partnership=action.partnership)
        self.choose("outcome", mine.select_related("priority"))
        self.fields["outcome"].label_from_instance = under_its_priority  # type: ignore[attr-defined]
        self.fields["outcome"].empty_label = "None yet"  # type: ignore[attr-defined]
        self.fields["due_on"].help_text = "Or say below how often it is reviewed or done again"
        self.fields["review_cadence"].help_text = "For what goes on without an end"
        self.fields["recurrence"].help_text = "For what is done again and again, such as two audits a year"
        self.fields["measure_kind"].help_text = "Say it now: it is asked for some months after the action is closed"
        self.fields["measure_kind"].required = action.pk is None
        self.fields["measure"].required = action.pk is None
        if action.pk is None:
            self.fields["contributors"].queryset = agencies  # type: ignore[attr-defined]
        else:
            del self.fields["due_on"], self.fields["contributors"]

    def _followed_by(self, groups: Any) -> Any:
        """Every group for who keeps the whole plan; else those whose actions they keep, one of which it must be."""
        if self.instance.partnership_id in self.scope.partnership_ids_with(Permission.MANAGE_PLAN):
            return groups
        self.fields["body"].required = True
        return groups.filter(Q(pk__in=self.scope.body_ids_with(Permission.MANAGE_PLAN)))

    def clean(self) -> dict[str, Any]:
        """The priority is that of the outcome chosen."""
        given = super().clean() or self.cleaned_data
        if outcome := given.get("outcome"):
            self.instance.priority = outcome.priority
        return given

    def keep(self, *, by: Person) -> bool:
        """Keep the action as typed. Whether that was possible; if not, the form says why."""
        if self.instance.pk is not None:
            return super().keep(by=by)
        parts = [Attestation(agency=agency) for agency in self.cleaned_data["contributors"]]
        return carried_out(self, self.instance.add, by=by, contributors=parts)


def under_its_priority(outcome: Outcome) -> str:
    """An outcome as offered in a list of those of several priorities."""
    return f"{outcome.priority}: {outcome}"
