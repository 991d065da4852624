"""Findings: what a piece of evidence says, what repeats what was known before, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.evidence import Evidence
from goldenthread.improvement.models.theme import Theme
from goldenthread.partnership.models.dated import Kept

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.permissions import Permission
    from goldenthread.partnership.scope import Scope

TITLE_LENGTH = 80


class FindingKind(models.TextChoices):
    """What sort of thing is said. The values are the words of the files."""

    FINDING = "finding", "Finding"
    RECOMMENDATION = "recommendation", "Recommendation"
    GOOD_PRACTICE = "good practice", "Good practice"
    LEARNING = "learning", "Learning point"
    THEME = "theme", "Theme of several cases"
    ACTION = "action", "Action asked for"
    LINE_OF_ENQUIRY = "line of enquiry", "Line of enquiry"

    @property
    def asks_for_action(self) -> bool:
        """Whether something has to follow. Good practice is to be kept up, a line of enquiry is a question."""
        return self not in (FindingKind.GOOD_PRACTICE, FindingKind.LINE_OF_ENQUIRY)


ASKING = [kind.value for kind in FindingKind if kind.asks_for_action]


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about findings."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the evidence the person sees."""
        return self.filter(evidence__in=Evidence.objects.visible_to(scope).order_by().values("pk"))

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those of evidence over which the person holds ``permission``."""
        return self.filter(evidence__in=Evidence.objects.allowing(permission, scope).order_by().values("pk"))

    def unanswered(self) -> Self:
        """Those that ask for action and have neither an action nor a reason why there is none."""
        linked: models.QuerySet[Any] = Finding.actions.through.objects.filter(finding=OuterRef("pk"))
        return self.filter(~Exists(linked), kind__in=ASKING, no_action_on__isnull=True)

    def with_answers(self) -> Self:
        """Each with how many actions follow from it."""
        linked: models.QuerySet[Any] = (
            Finding.actions.through.objects.filter(finding=OuterRef("pk")).order_by().values("finding")
        )
        counted = linked.annotate(number_of=Count("pk")).values("number_of")
        return self.annotate(action_count=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0))

    def with_thread(self, scope: Scope) -> Self:
        """Each with its themes and, as ``seen_actions``, what follows from it that the person sees."""
        actions = Action.objects.visible_to(scope).with_history().in_order_of_plan()
        return self.with_answers().prefetch_related("themes", Prefetch("actions", actions, "seen_actions"))

    def in_order(self) -> Self:
        """Newest evidence first, then by number."""
        return self.order_by(
            models.F("evidence__dated_on").desc(nulls_last=True), "-evidence_id", "kind", "number", "pk"
        )


class Finding(Kept):
    """One thing that one piece of evidence says. What follows from it are actions, or a recorded reason for none."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="findings")
    reference = models.CharField(max_length=30, blank=True, help_text="For example RV01-01. Kept when you export")
    number = models.PositiveSmallIntegerField(help_text="Its number among those of its kind in the evidence")
    kind = models.CharField(max_length=20, choices=FindingKind, default=FindingKind.FINDING)
    text = models.TextField("what it says", max_length=2000)
    themes = models.ManyToManyField(Theme, related_name="findings", blank=True)
    owner_words = models.CharField(
        "for whom", max_length=200, blank=True, help_text="Who is asked, in the words of the source"
    )
    repeats = models.ManyToManyField("self", symmetrical=False, related_name="repeated_by", blank=True)
    actions = models.ManyToManyField(Action, related_name="findings", blank=True)
    no_action_reason = models.TextField("why nothing is to be done", max_length=1000, blank=True)
    no_action_on = models.DateField(null=True, blank=True, editable=False)
    no_action_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    source = models.CharField(max_length=300, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("evidence", "kind", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "kind", "number"],
                name="finding_number_once",
                violation_error_message="This evidence already has one of this kind and number.",
            ),
            models.UniqueConstraint(
                fields=["evidence", "reference"],
                condition=~Q(reference=""),
                name="finding_reference_once",
                violation_error_message="Another finding of this evidence has this reference.",
            ),
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(
                condition=Q(no_action_on__isnull=True, no_action_reason="")
                | Q(no_action_on__isnull=False) & ~Q(no_action_reason=""),
                name="finding_no_action_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def title(self) -> str:
        """What it says, cut to one line."""
        text = " ".join(self.text.split())
        return text if len(text) <= TITLE_LENGTH else f"{text[: TITLE_LENGTH - 1].rstrip()}…"

    @property
    def asks_for_action(self) -> bool:
        """Whether something has to follow from it."""
        return FindingKind(self.kind).asks_for_action

    def get_absolute_url(self) -> str:
        """Its page, which is its thread."""
        return reverse("finding_page", args=[self.pk])

    @transaction.atomic
    def link(self, action: Action, *, by: Person | None) -> None:
        """Say that ``action`` is done because of this. Raises NotPossible where it is said that nothing is to be."""
        held = self._held()
        if held.no_action_on:
            raise NotPossible("It is recorded that nothing is to be done about this. Take that back first.")
        if held.actions.filter(pk=action.pk).exists():
            raise NotPossible("This action is linked to this finding already.")
        held.actions.add(action)
        trail.record("finding.link", self, by=by, action=action.pk)

    @transaction.atomic
    def unlink(self, action: Action, *, by: Person | None) -> None:
        """Take back that ``action`` is done because of this. Raises NotPossible where it was not said."""
        held = self._held()
        if not held.actions.filter(pk=action.pk).exists():
            raise NotPossible("This action is not linked to this finding.")
        held.actions.remove(action)
        trail.record("finding.unlink", self, by=by, action=action.pk)

    @transaction.atomic
    def need_no_action(self, *, reason: str, by: Person | None) -> None:
        """Record why nothing is to be done. Raises NotPossible where there are actions, ValidationError by field."""
        held = self._held()
        if held.actions.exists():
            raise NotPossible("There are actions because of this finding. Unlink them first.")
        if not reason.strip():
            raise NotPossible("Say why nothing is to be done.")
        held.no_action_reason, held.no_action_on, held.no_action_by = reason.strip(), timezone.localdate(), by
        held.full_clean()
        held.save()
        trail.record("finding.no_action", self, by=by)

    @transaction.atomic
    def need_action(self, *, by: Person | None) -> None:
        """Take back that nothing is to be done. Raises NotPossible where that was not said."""
        held = self._held()
        if held.no_action_on is None:
            raise NotPossible("Nothing is recorded about this finding needing no action.")
        held.no_action_reason, held.no_action_on, held.no_action_by = "", None, None
        held.save()
        trail.record("finding.need_action", self, by=by)

    @transaction.atomic
    def repeat(self, earlier: Finding, *, by: Person | None) -> None:
        """Say that this was identified before, in ``earlier``. Raises NotPossible where it was not earlier."""
        held = self._held()
        if earlier.pk == self.pk:
            raise NotPossible("A finding cannot repeat itself.")
        if held.evidence_id == earlier.evidence_id:
            raise NotPossible("Choose a finding of other evidence: this one is of the same.")
        last, first = held.evidence.last_day, earlier.evidence.dated_on
        if last and first and last < first:
            raise NotPossible("Choose an earlier finding: the evidence of that one is later.")
        if held.repeats.filter(pk=earlier.pk).exists():
            raise NotPossible("It is recorded already that this repeats that finding.")
        if held.pk in _all_repeated_by(earlier):
            raise NotPossible("That finding is recorded as repeating this one.")
        held.repeats.add(earlier)
        trail.record("finding.repeat", self, by=by, earlier=earlier.pk)

    @transaction.atomic
    def repeat_no_more(self, earlier: Finding, *, by: Person | None) -> None:
        """Take back that this repeats ``earlier``. Raises NotPossible where it was not said."""
        held = self._held()
        if not held.repeats.filter(pk=earlier.pk).exists():
            raise NotPossible("It is not recorded that this repeats that finding.")
        held.repeats.remove(earlier)
        trail.record("finding.repeat_no_more", self, by=by, earlier=earlier.pk)

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Delete a finding entered by mistake. Raises NotPossible once anything hangs on it."""
        held = self._held()
        if held.actions.exists() or held.repeats.exists() or held.repeated_by.exists() or held.no_action_on:
            raise NotPossible("Actions, reasons or other findings hang on this one, so it stays.")
        if held.tablings.exists():
            raise NotPossible("This finding was tabled for a body, so it stays.")
        trail.record("finding.remove", held, by=by, evidence=held.evidence_id)
        held.delete()

    def _held(self) -> Finding:
        """This row, locked."""
        return Finding.objects.select_for_update(of=("self",)).select_related("evidence").get(pk=self.pk)


def _all_repeated_by(finding: Finding) -> set[int]:
    """The numbers of every finding that ``finding`` repeats, near or far."""
    found: set[int] = set()
    to_ask = {finding.pk}
    while to_ask:
        pairs = Finding.repeats.through.objects.filter(from_finding_id__in=to_ask)
        to_ask = set(pairs.values_list("to_finding_id", flat=True)) - found
        found |= to_ask
    return found
