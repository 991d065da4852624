"""Actions: what will be done, by whom and when. How one stands is never kept: it follows from what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.improvement import rules
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.outcome import Outcome
from goldenthread.improvement.models.priority import Priority
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.improvement.models.attestation import Attestation
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

HISTORY = ("attestations", "updates", "due_changes", "pauses", "closures", "impact_checks")
"""What the status of an action is reckoned from, besides its own row."""

TITLE_LENGTH = 120

CADENCES = [(cadence.value, cadence.label) for cadence in rules.Cadence]


class MeasureKind(models.TextChoices):
    """How it will be known whether an action made a difference."""

    INDICATOR = "indicator", "An indicator"
    RE_AUDIT = "re-audit", "Another audit"
    TRAINING = "training follow-up", "A follow-up of training"
    JUDGEMENT = "judgement", "A plain judgement, with its author"


class ActionQuerySet(models.QuerySet):
    """Questions about actions."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of partnerships and bodies whose plan the person sees."""
        return self.allowing(Permission.SEE_PLAN, scope)

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those over which the person holds ``permission``: of the whole partnership, or of the body that has it."""
        if scope.is_operator:
            return self
        return self.filter(
            Q(partnership_id__in=scope.partnership_ids_with(permission))
            | Q(body_id__in=scope.body_ids_with(permission))
        )

    def changeable_by(self, scope: Scope) -> Self:
        """Those the person may say something of: as the plan's or its body's keeper, or for their agency's part."""
        if scope.is_operator:
            return self
        mine = self.filter(_of_agencies(scope) | _of_bodies(scope))
        return self.filter(
            Q(id__in=self.allowing(Permission.MANAGE_PLAN, scope).order_by().values("id"))
            | Q(id__in=mine.order_by().values("id"))
        )

    def led_by(self, scope: Scope) -> Self:
        """Those the person may close and open: as the plan's or its body's keeper, or speaking for the lead."""
        if scope.is_operator:
            return self
        kept = self.allowing(Permission.MANAGE_PLAN, scope).order_by().values("id")
        rule = Q(id__in=kept) | Q(lead_body_id__in=_kept_bodies(scope))
        for partnership_id, agencies in _agencies(scope).items():
            rule |= Q(partnership_id=partnership_id, lead_agency_id__in=agencies)
        return self.filter(rule)

    def of_person(self, scope: Scope) -> Self:
        """Those in which an agency or a body of the person has a part, as lead or as contributor."""
        if scope.is_operator:
            return self.none()
        rule = _of_agencies(scope) | _of_bodies(scope)
        return self.filter(id__in=self.model._base_manager.filter(rule).values("id"))

    def of_body(self, body: Body) -> Self:
        """Those a body follows, leads or has a part in."""
        asked = self.model._base_manager.filter(attestations__body=body, attestations__ended_on__isnull=True).values(
            "id"
        )
        return self.filter(Q(body=body) | Q(lead_body=body) | Q(id__in=asked))

    def with_history(self) -> Self:
        """Each with all its status is reckoned from, and the names a page shows; the number of queries is fixed."""
        return self.select_related(
            "partnership", "priority", "outcome", "body", "lead_agency", "lead_body"
        ).prefetch_related(
            *HISTORY, "attestations__agency", "attestations__body", "updates__author", "updates__agency"
        )

    def begun_by(self, day: date) -> Self:
        """Those that were there on ``day``."""
        return self.filter(starts_on__lte=day)

    def in_order_of_plan(self) -> Self:
        """By priority, outcome and place; what hangs on no priority comes last."""
        return self.order_by(
            models.F("priority__rank").asc(nulls_last=True),
            models.F("priority_id").asc(nulls_last=True),
            models.F("outcome__reference").asc(nulls_last=True),
            models.F("outcome_id").asc(nulls_last=True),
            "position",
            "id",
        )


def _agencies(scope: Scope) -> dict[int, set[int]]:
    """The agencies the person speaks for, by partnership."""
    places: dict[int, set[int]] = {}
    for seat in scope.seats:
        if seat.agency_id and seat.partnership_id and seat.may.gives(Permission.UPDATE_ACTIONS):
            places.setdefault(seat.partnership_id, set()).add(seat.agency_id)
    return places


def _kept_bodies(scope: Scope) -> frozenset[int]:
    """The bodies the person sits on and whose actions they keep."""
    return scope.body_ids_with(Permission.MANAGE_PLAN) & scope.body_ids


def _of_agencies(scope: Scope) -> Q:
    """Actions in which an agency has a part for which the person sits in the same partnership."""
    rule = Q(pk__in=[])
    for partnership_id, agencies in _agencies(scope).items():
        asked = Action.objects.filter(
            attestations__agency_id__in=agencies, attestations__ended_on__isnull=True
        ).values("id")
        rule |= Q(partnership_id=partnership_id) & (Q(lead_agency_id__in=agencies) | Q(id__in=asked))
    return rule


def _of_bodies(scope: Scope) -> Q:
    """Actions in which a body has a part whose actions the person keeps."""
    bodies = _kept_bodies(scope)
    asked = Action.objects.filter(attestations__body_id__in=bodies, attestations__ended_on__isnull=True).values("id")
    return Q(lead_body_id__in=bodies) | Q(id__in=asked)


class Action(Kept):
    """One action of a partnership. The lead is an agency, a body or a name in words; contributors have a part each.

    ``when_words`` says when in the words of the plan. Beside them stands a due date, a review cadence or a recurrence,
    so that nothing escapes being due (decision 0041). ``due_on`` changes through ``DueChange`` alone.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="actions")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="group that follows it",
        help_text="The group at whose meetings it is looked at",
    )
    reference = models.CharField(
        max_length=20, blank=True, help_text="For example BP01. Kept when you export. Leave empty for the next one"
    )
    position = models.PositiveIntegerField("place in the list", default=0, editable=False)
    text = models.TextField("what will be done", max_length=1000)
    lead_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="leads_actions"
    )
    lead_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="leads_actions", verbose_name="lead group"
    )
    lead_name = models.CharField(
        "lead in words",
        max_length=200,
        blank=True,
        help_text="A post or a team, for example Business manager. Needed where no agency or group leads",
    )
    when_words = models.CharField(
        "when, in words", max_length=200, blank=True, help_text="As the plan says it, for example Ongoing"
    )
    starts_on = models.DateField("start date")
    due_on = models.DateField("due date", null=True, blank=True)
    review_cadence = models.CharField("reviewed", max_length=20, choices=CADENCES, blank=True)
    recurrence = models.CharField("done again", max_length=20, choices=CADENCES, blank=True)
    measure_kind = models.CharField("how you will know", max_length=20, choices=MeasureKind, blank=True)
    measure = models.CharField(
        "the measure",
        max_length=300,
        blank=True,
        help_text="Which indicator, audit or training, or who will judge and by what",
    )
    expected = models.TextField("what you expect to see", blank=True)
    baseline = models.CharField("where it stands at the start", max_length=300, blank=True)
    impact_after = models.PositiveSmallIntegerField(
        "months from closing to the impact check",
        default=rules.USUAL_IMPACT_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    source = models.CharField(max_length=300, blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        indexes = [
            models.Index(fields=["partnership", "priority", "position"], name="action_in_plan"),
        ]
        constraints = [
            in_order(name="action_dates_in_order", last="due_on"),
            models.UniqueConstraint(
                fields=["partnership", "reference"],
                condition=~Q(reference=""),
                name="action_reference_once",
                violation_error_message="Another action of this partnership has this reference.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(review_cadence="") | ~Q(recurrence=""),
                name="action_is_due_somehow",
                violation_error_message=rules.DUE_SOMEHOW,
            ),
            models.CheckConstraint(
                condition=Q(review_cadence="") | Q(recurrence=""),
                name="action_reviewed_or_recurs",
                violation_error_message="Choose how often it is reviewed or done again, one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(lead_agency__isnull=False) | Q(lead_body__isnull=False) | ~Q(lead_name=""),
                name="action_has_lead",
                violation_error_message="Say who leads: an agency, a group, or a name in words.",
            ),
            models.CheckConstraint(
                condition=Q(lead_agency__isnull=True) | Q(lead_body__isnull=True),
                name="action_one_lead",
                violation_error_message="Choose an agency or a group as the lead, one of the two.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    @property
    def title(self) -> str:
        """The text, cut to one line."""
        text = " ".join(self.text.split())
        return text if len(text) <= TITLE_LENGTH else f"{text[: TITLE_LENGTH - 1].rstrip()}…"

    @property
    def lead(self) -> str:
        """Who leads, by the name of today."""
        if self.lead_agency:
            return self.lead_agency.name
        return self.lead_body.name if self.lead_body else self.lead_name

    @property
    def lead_short(self) -> str:
        """Who leads, shortly, for tables."""
        return self.lead_agency.short_name if self.lead_agency else self.lead

    def clean(self) -> None:
        """Priority, outcome and bodies belong together, and the priority to the partnership."""
        if self.outcome is not None:
            if self.priority_id not in (None, self.outcome.priority_id):
                raise ValidationError({"outcome": "Choose an outcome of this priority."})
            self.priority = self.outcome.priority
        if self.priority is not None and self.priority.partnership_id != self.partnership_id:
            raise ValidationError({"priority": "Choose a priority of this partnership."})
        if self.body is not None and self.body.partnership_id != self.partnership_id:
            raise ValidationError({"body": "Choose a group of this partnership."})
        if not (self.due_on or self.review_cadence or self.recurrence):
            raise ValidationError({"due_on": rules.DUE_SOMEHOW})

    def guard(self) -> None:
        """Hold the row while it is changed; its due date changes only with a reason."""
        if self.pk is None:
            return
        held = Action.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if held.due_on != self.due_on:
            raise NotPossible("A due date is changed with a reason. Use the page that changes it.")

    @transaction.atomic
    def add(self, *, by: Person | None, contributors: Iterable[Attestation] = ()) -> Self:
        """Keep this new action, with the part each of ``contributors`` has. Raises ValidationError."""
        if self.position == 0:
            last = Action.objects.filter(partnership_id=self.partnership_id).aggregate(last=models.Max("position"))
            self.position = (last["last"] or 0) + 1
        if not self.reference:
            self.reference = self._next_reference()
        self.keep(by=by)
        for part in contributors:
            part.action = self
            part.asked_on = part.asked_on or self.starts_on
            part.ask(by=by)
        return self

    def _next_reference(self) -> str:
        """The next free reference of the partnership: A1, A2 and so on."""
        Partnership.objects.select_for_update(of=("self",)).get(pk=self.partnership_id)
        taken = Action.objects.filter(partnership_id=self.partnership_id, reference__regex=r"^A[0-9]+$")
        numbers = [int(reference[1:]) for reference in taken.values_list("reference", flat=True)]
        return f"A{max(numbers, default=0) + 1}"

    @transaction.atomic
    def remove(self, *, by: Person | None) -> None:
        """Take away an action that was added by mistake. Raises NotPossible once anything was said of it."""
        row = Action.objects.select_for_update(of=("self",)).get(pk=self.pk)
        said = [name for name in HISTORY if name != "attestations" and getattr(row, name).exists()]
        if said or row.attestations.exclude(attested_on=None, released_on=None).exists():
            raise NotPossible("Something has been said of this action, so it stays. Close it, and say why.")
        trail.record("action.remove", row, by=by, partnership=row.partnership_id)
        row.attestations.all().delete()
        try:
            row.delete()
        except ProtectedError:
            raise NotPossible("A meeting asked for this action or is to look at it. Close it, and say why.") from None

    # How it stands

    def history(self) -> rules.History:
        """What happened, as plain values. Reads nothing more where ``with_history`` was asked."""
        return rules.History(
            starts_on=self.starts_on,
            dues=self._dues(),
            review=rules.Cadence(self.review_cadence) if self.review_cadence else None,
            recurrence=rules.Cadence(self.recurrence) if self.recurrence else None,
            parts=tuple(part.as_rule() for part in self.attestations.all()),
            updates=tuple(update.as_rule() for update in self.updates.all()),
            pauses=tuple(pause.as_rule() for pause in self.pauses.all()),
            closures=tuple(closure.as_rule() for closure in self.closures.all()),
            checks=tuple(check.as_rule() for check in self.impact_checks.all()),
        )

    def _dues(self) -> tuple[rules.Due, ...]:
        """Each due date and since when it was known, the first since the start."""
        changes = sorted(self.due_changes.all(), key=lambda change: (change.changed_on, change.pk))
        days = [*(change.old_due_on for change in changes), self.due_on]
        known = [self.starts_on, *(change.changed_on for change in changes)]
        return tuple(rules.Due(known_on, due_on) for known_on, due_on in zip(known, days, strict=True))

    def standing_on(self, day: date) -> rules.Standing:
        """The status on ``day``, with its reason."""
        return rules.status(self.history(), day)

    @property
    def status(self) -> rules.Status:
        """The status today."""
        return self.standing_on(timezone.localdate()).status
