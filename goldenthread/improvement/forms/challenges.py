"""What is asked of challenges: which, a new one, and what is done to it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation.clocks import LONDON
from goldenthread.foundation.forms import DateField
from goldenthread.improvement.forms.challenge_deeds import NO_NAMES, TALL
from goldenthread.improvement.imports.challenge_cells import Parties
from goldenthread.improvement.models import (
    About,
    Challenge,
    ChallengeKind,
    EscalationProtocol,
    EscalationStage,
    Side,
    StageRun,
    State,
    Theme,
)
from goldenthread.improvement.models.challenge_party import ChallengeParty
from goldenthread.improvement.models.challenges_asked import ChallengeQuerySet
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.filters import ANY, FilterForm
from goldenthread.partnership.forms import KeptForm, carried_out
from goldenthread.partnership.models import Agency, Body, Partnership, Person
from goldenthread.partnership.permissions import Permission

NO_REFERENCE = "The number of the case in your own register, such as CS-10423. No name, initials or date of birth"
SIDES = {
    Side.RAISED: ("raised_agency", "raised_other", "Raised by"),
    Side.CHALLENGED: ("challenged_agency", "challenged_other", "Challenged"),
}


class ChallengeFilter(FilterForm):
    """Which challenges. What may be asked of a disagreement about a case is in its outline too."""

    text = forms.CharField(label="Title or party contains", required=False)
    kind = forms.ChoiceField(choices=[*ANY, *ChallengeKind.choices], required=False)
    state = forms.ChoiceField(label="How it stands", choices=[*ANY, *State.choices], required=False)
    partnership = forms.ModelChoiceField(Partnership.objects.none(), required=False, empty_label="All")
    body = forms.ModelChoiceField(Body.objects.none(), label="Held by", required=False, empty_label="Any")
    theme = forms.ModelChoiceField(Theme.objects.none(), required=False, empty_label="Any")
    first = DateField(label="Raised from", required=False)
    last = DateField(label="Raised to", required=False)
    unanswered = forms.BooleanField(label="Only those that somebody did not answer in time", required=False)

    def offer(self) -> None:
        """Partnerships, bodies and themes seen."""
        see = Permission.SEE_CHALLENGES
        self.fields["partnership"].queryset = Partnership.objects.visible_to(self.scope)  # type: ignore[attr-defined]
        self.fields["body"].queryset = Body.objects.allowing(see, self.scope)  # type: ignore[attr-defined]
        self.fields["theme"].queryset = Theme.objects.visible_to(self.scope)  # type: ignore[attr-defined]

    def rows(self) -> ChallengeQuerySet:
        """The challenges asked for, newest first."""
        rows = Challenge.objects.in_log_of(self.scope)
        if text := self.given("text"):
            named = ChallengeParty.objects.filter(
                Q(outside_name__icontains=text)
                | Q(agency__name__icontains=text)
                | Q(agency__abbreviation__iexact=text)
                | Q(body__name__icontains=text)
                | Q(seat__title__icontains=text)
            )
            rows = rows.filter(
                Q(title__icontains=text) | Q(reference__iexact=text) | Q(pk__in=named.values("challenge_id"))
            )
        for name, field in (("kind", "challenge_kind"), ("state", "state"), ("partnership", "partnership")):
            if given := self.given(name):
                rows = rows.filter(**{field: given})
        if body := self.given("body"):
            rows = rows.filter(holding_body=body)
        if theme := self.given("theme"):
            rows = rows.filter(pk__in=Challenge.themes.through.objects.filter(theme=theme).values("evidence_id"))
        if first := self.given("first"):
            rows = rows.filter(dated_on__gte=first)
        if last := self.given("last"):
            rows = rows.filter(dated_on__lte=last)
        if self.given("unanswered"):
            silent = StageRun.objects.filter(silent_at__isnull=False)
            rows = rows.filter(pk__in=silent.values("challenge_id"))
        return rows


class PeriodFilter(FilterForm):
    """A partnership and a period."""

    partnership = forms.ModelChoiceField(Partnership.objects.none(), required=False, empty_label="All")
    first = DateField(label="From", required=False)
    last = DateField(label="To", required=False)

    def offer(self) -> None:
        """Partnerships seen."""
        self.fields["partnership"].queryset = Partnership.objects.visible_to(self.scope)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the same as or after the first.")
        return self.cleaned_data


class ChallengeForm(KeptForm):
    """A new challenge: in whose log, between whom, about what. Says who each party is in the register, if it is."""

    raised_agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Raised by this agency", required=False, empty_label="None of these"
    )
    raised_other = forms.CharField(
        label="or raised by",
        required=False,
        max_length=400,
        help_text="A body, a post or somebody outside the register. More than one: separate them by ;",
    )
    challenged_agency = forms.ModelChoiceField(
        Agency.objects.none(), label="This agency is challenged", required=False, empty_label="None of these"
    )
    challenged_other = forms.CharField(
        label="or challenged is",
        required=False,
        max_length=400,
        help_text="A body, a post or somebody outside the register. More than one: separate them by ;",
    )
    raised_on = DateField(label="Raised on")

    PARTIES = ("raised_agency", "raised_other", "challenged_agency", "challenged_other", "raised_on")

    class Meta:
        model = Challenge
        fields: ClassVar[tuple[str, ...]] = ("holding_body", "title", "issue", "about")
        widgets: ClassVar = {
            "issue": forms.Textarea(attrs=TALL),
            "about": forms.RadioSelect,
        }
        labels: ClassVar = {"holding_body": "In the log of", "issue": "What is challenged, and why"}

    field_order: tuple[str, ...] = ("holding_body", "title", *PARTIES, "issue", "about")
    kind: ClassVar[ChallengeKind] = ChallengeKind.STRATEGIC

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", Challenge(challenge_kind=self.kind, circulation=Circulation.BODY))
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        """Bodies whose challenges the person keeps, and agencies seen."""
        if "holding_body" in self.fields:
            kept = Body.objects.allowing(Permission.MANAGE_CHALLENGES, self.scope).on(self.scope.today)
            self.choose("holding_body", kept.filter(partnership__isnull=False))
            field: Any = self.fields["holding_body"]
            field.queryset = field.queryset.select_related("partnership")
            field.required = True
            field.label_from_instance = with_partnership
            field.empty_label = "Choose a body"
        for name in ("raised_agency", "challenged_agency"):
            if name in self.fields:
                agencies = Agency.objects.visible_to(self.scope).on(self.scope.today)
                self.fields[name].queryset = agencies  # type: ignore[attr-defined]
        if "about" in self.fields:
            self.fields["about"].choices = [each for each in About.choices if each[0] != About.CASE]  # type: ignore[attr-defined]
        if "raised_on" in self.fields:
            self.fields["raised_on"].initial = self.scope.today

    def clean(self) -> dict[str, Any]:
        """Find the parties in the register; each side has at least one."""
        values = super().clean() or {}
        body = values.get("holding_body")
        if body is not None and body.partnership_id:
            self.instance.partnership = body.partnership
        self.parties: list[ChallengeParty] = []
        known = Parties(body.partnership, self.scope) if body and body.partnership else None
        for side, (agency, other, _) in SIDES.items():
            if agency not in self.fields:
                continue
            named = [part.strip() for part in (values.get(other) or "").split(";") if part.strip()]
            if values.get(agency):
                self.parties.append(ChallengeParty(side=side, agency=values[agency]))
            self.parties += [known.meant(side, name) for name in named] if known else []
            if not (values.get(agency) or named):
                self.add_error(agency, "Choose an agency, or write who it is below.")
        raised = values.get("raised_on")
        if raised and raised > self.scope.today:
            self.add_error("raised_on", "The day must be today or before.")
        return values

    def begin(self, *, by: Person) -> bool:
        """Raise the challenge as typed. Whether that was possible; if not, the form says why."""
        return carried_out(self, self.instance.begin, parties=self.parties, by=by, **self.more())

    def more(self) -> dict[str, Any]:
        """What else the verb is called with."""
        return {"at": moment_of(self.cleaned_data["raised_on"])}


class DisagreementForm(ChallengeForm):
    """A new disagreement about a case, from the stage at which it is."""

    kind = ChallengeKind.CASE
    stage = forms.ModelChoiceField(
        EscalationStage.objects.none(), label="At which stage is it?", empty_label="The first stage", required=False
    )
    child_safe_by = DateField(
        label="The child's own timescale",
        required=False,
        help_text="By which day it must be settled for the child to be safe. Leave it empty where the limit will do",
    )
    child_safe_reason = forms.CharField(label="Why by then", required=False, max_length=250, help_text=NO_NAMES)

    class Meta:
        model = Challenge
        fields: ClassVar[tuple[str, ...]] = ("holding_body", "case_reference", "issue")
        widgets: ClassVar = {"issue": forms.Textarea(attrs=TALL)}
        labels: ClassVar = {"holding_body": "Held by", "issue": "What is disagreed about"}

    field_order: tuple[str, ...] = (
        "holding_body",
        "case_reference",
        *ChallengeForm.PARTIES,
        "issue",
        "stage",
        "child_safe_by",
        "child_safe_reason",
    )

    def offer(self) -> None:
        """Also the stages of the protocols in use."""
        super().offer()
        self.fields["case_reference"].required = True
        self.fields[
            "case_reference"
        ].help_text = (
            "The number of the case in your own register, such as CS-10423. No name, initials or date of birth"
        )
        self.fields["issue"].help_text = NO_NAMES
        today = self.scope.today
        ids = self.scope.partnership_ids_holding(Permission.MANAGE_CHALLENGES)
        self.protocols = {
            partnership.pk: EscalationProtocol.objects.to_apply(on=today, partnership=partnership)
            for partnership in Partnership.objects.visible_to(self.scope).filter(pk__in=ids).on(today)
        }
        protocols = [protocol for protocol in self.protocols.values() if protocol]
        stages = EscalationStage.objects.filter(protocol__in=protocols).select_related("protocol")
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]
        if len(set(protocols)) > 1:
            self.fields["stage"].label_from_instance = with_edition  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The stage is of the protocol of the partnership, and a day for the child has a reason."""
        values = super().clean()
        stage, body = values.get("stage"), values.get("holding_body")
        if stage and body and stage.protocol != self.protocols.get(body.partnership_id):
            self.add_error("stage", "Choose a stage of the protocol that this partnership uses.")
        if values.get("child_safe_by") and not values.get("child_safe_reason"):
            self.add_error("child_safe_reason", "Say why the child needs it by then.")
        return values

    def more(self) -> dict[str, Any]:
        """The stage and the child's own timescale."""
        names = ("stage", "child_safe_by", "child_safe_reason")
        return super().more() | {name: self.cleaned_data.get(name) or _none(name) for name in names}


class ChallengeEditForm(ChallengeForm):
    """What a challenge says, corrected. Who it is between and where it stands follow from what was done."""

    raised_agency = raised_other = challenged_agency = challenged_other = raised_on = None  # type: ignore[assignment]

    class Meta(ChallengeForm.Meta):
        fields: ClassVar[tuple[str, ...]] = ("title", "case_reference", "issue", "about")

    field_order: tuple[str, ...] = ("title", "case_reference", "issue", "about")

    def offer(self) -> None:
        """A disagreement about a case has a title of its own making, and a reference."""
        super().offer()
        if self.instance.is_case:
            del self.fields["title"], self.fields["about"]
            self.fields["case_reference"].required = True
            self.fields["case_reference"].help_text = NO_REFERENCE
            self.fields["issue"].help_text = NO_NAMES
        else:
            del self.fields["case_reference"]


def with_partnership(body: Body) -> str:
    """A body as offered in a list: those of one name are told apart by their partnership."""
    return f"{body.name} ({body.partnership})" if body.partnership else body.name


def with_edition(stage: EscalationStage) -> str:
    """A stage as offered where several protocols are in use."""
    return f"{stage}, {stage.protocol}"


def moment_of(day: date) -> datetime:
    """The moment a challenge was raised on a day: now for today, else the first minute of the day in London."""
    now = timezone.now()
    return now if day == timezone.localdate() else datetime.combine(day, time(), LONDON)


def _none(name: str) -> str | None:
    return "" if name == "child_safe_reason" else None
