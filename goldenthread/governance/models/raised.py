"""Actions that decisions raised: linked both ways, so that each knows the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Prefetch
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.decision import Decision
from goldenthread.governance.models.meeting import Meeting
from goldenthread.improvement.models import Action
from goldenthread.improvement.rules import Standing
from goldenthread.partnership.models import Body, Partnership, Person

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

NO_PLAN = "{} belongs to no partnership, so there is no plan to add an action to."
ENDED = "{} has ended, and no partnership came after it. There is no plan to add an action to."


class RaisedActionQuerySet(models.QuerySet["RaisedAction"]):
    """Questions about actions that decisions raised."""

    def visible_to(self, scope: Scope) -> Self:
        """Those whose decision and whose action the person both sees."""
        decisions = Decision.objects.visible_to(scope).order_by().values("pk")
        actions = Action.objects.visible_to(scope).order_by().values("pk")
        return self.filter(decision__in=decisions, action__in=actions)

    def open(self) -> Self:
        """Those whose action has not been closed, or was opened again."""
        closed = Action.objects.filter(closures__isnull=False, closures__reopened_on__isnull=True)
        return self.exclude(action__in=closed.order_by().values("pk"))

    def before(self, meeting: Meeting) -> Self:
        """Those of decisions that earlier meetings of the same body took, oldest first."""
        earlier = Meeting.objects.filter(body_id=meeting.body_id, held_on__lt=meeting.held_on)
        rows = self.filter(decision__item__meeting__in=earlier.order_by().values("pk"))
        return rows.order_by("decision__item__meeting__held_on", "pk")


class RaisedAction(models.Model):
    """One action of the plan that one decision asked for."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="raised")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="raised_by")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = RaisedActionQuerySet.as_manager()

    class Meta:
        ordering = ("raised_at", "id")

    def __str__(self) -> str:
        return f"Action {self.action.reference}, raised by a decision"

    @transaction.atomic
    def make(self, *, by: Person) -> Self:
        """Add the new action to the plan, and link it to the decision. Raises ValidationError and NotPossible."""
        decision = Decision.objects.select_for_update(of=("self",)).filter(pk=self.decision_id).first()
        if decision is None:
            raise NotPossible("This decision was removed meanwhile, so it raises no action.")
        self.action.add(by=by)
        self.raised_at, self.raised_by = timezone.now(), by
        self.action = self.action  # takes its number, now that it has one
        self.save()
        trail.record("decision.raise", decision, by=by, action=self.action_id)
        return self


def plan_for(body: Body) -> Partnership:
    """The partnership in whose plan actions of ``body`` stand today: its own, or what came after one that ended.

    Raises NotPossible where there is none.
    """
    if body.partnership is None:
        raise NotPossible(NO_PLAN.format(body.name))
    today = timezone.localdate()
    for partnership in (body.partnership, *body.partnership.after()):
        if partnership.is_on(today):
            return partnership
    raise NotPossible(ENDED.format(body.partnership.name))


@dataclass(frozen=True)
class Decided:
    """One decision, with the actions it raised that the person sees."""

    decision: Decision
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class OpenAction:
    """An action that a decision of ``meeting`` raised and that is not closed, with how it stands today."""

    action: Action
    meeting: Meeting
    standing: Standing


def decided(meeting: Meeting, scope: Scope) -> list[Decided]:
    """What the meeting decided, as far as the person may read it, each with what it raised. Two queries."""
    raised: dict[int, list[Action]] = {}
    rows = RaisedAction.objects.visible_to(scope).filter(decision__item__meeting=meeting)
    for row in rows.select_related("action"):
        raised.setdefault(row.decision_id, []).append(row.action)
    decisions = Decision.objects.visible_to(scope).filter(item__meeting=meeting)
    return [Decided(decision, tuple(raised.get(decision.pk, ()))) for decision in decisions]


def open_actions(meeting: Meeting, scope: Scope) -> list[OpenAction]:
    """Open actions that decisions of earlier meetings of this body raised, oldest first, with derived status."""
    rows = RaisedAction.objects.visible_to(scope).open().before(meeting)
    actions = Prefetch("action", Action.objects.with_history())
    held = rows.select_related("decision__item__meeting").prefetch_related(actions)
    return [OpenAction(row.action, row.decision.item.meeting, row.action.standing_on(scope.today)) for row in held]
