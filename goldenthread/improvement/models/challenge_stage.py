"""What happened to a challenge: the stages it was at, each on its clock, and the steps of its timeline."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation.clocks import Rule, day_of
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.protocol import EscalationStage
from goldenthread.improvement.rules import escalation
from goldenthread.improvement.rules.escalation import Ending, Spent
from goldenthread.records.models import Clock

if TYPE_CHECKING:
    from goldenthread.improvement.models.challenge import Challenge
    from goldenthread.partnership.models import Person

NO_LIMIT = "No limit is stated for this stage, nor one for an immediate risk. Take it to the next stage instead."
CHILDS_TIMESCALE = "The child's own timescale"


class StageRun(models.Model):
    """The time one challenge is at one stage. ``silent_at``: when it was found that nobody had answered in time."""

    challenge = models.ForeignKey("improvement.Challenge", models.CASCADE, related_name="runs")
    stage = models.ForeignKey(EscalationStage, models.PROTECT, related_name="runs")
    began_at = models.DateTimeField("began")
    child_safe_by = models.DateField("the child needs it settled by", null=True, blank=True)
    child_safe_reason = models.CharField("why by then", max_length=250, blank=True)
    child_safe_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("answered", null=True, blank=True)
    silent_at = models.DateTimeField("no answer in time", null=True, blank=True)
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    ending = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Ending], blank=True)

    class Meta:
        verbose_name = "stage of a challenge"
        verbose_name_plural = "stages of challenges"
        ordering = ("challenge_id", "began_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["challenge"], condition=Q(ended_at__isnull=True), name="challenge_at_one_stage"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="stage_run_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="stage_run_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(child_safe_by__isnull=True) | Q(child_safe_said_by__isnull=False),
                name="stage_run_childs_day_said_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.stage)

    @property
    def due(self) -> date | datetime | None:
        """When it is due, by its clock; None without a limit."""
        return self.clock.due if self.clock else None

    @property
    def spent(self) -> Spent:
        """The time spent at it, for the pure rules."""
        ending = Ending(self.ending) if self.ending else None
        return Spent(self.stage.number, self.stage.name, self.began_at, self.ended_at, ending)

    @classmethod
    def begin(
        cls,
        challenge: Challenge,
        stage: EscalationStage,
        *,
        at: datetime,
        by: Person | None,
        child_safe_by: date | None = None,
        child_safe_reason: str = "",
        child_safe_said_by: Person | None = None,
    ) -> StageRun:
        """Put a challenge at a stage, and start the clock of the stage: at its limit or the child's, the less.

        Raises NotPossible and ClockRefused.
        """
        run = cls(challenge=challenge, stage=stage, began_at=at)
        if child_safe_by is not None and stage.child_timescale:
            run.child_safe_by, run.child_safe_reason = child_safe_by, child_safe_reason
            run.child_safe_said_by = child_safe_said_by
        rule = stage.rule
        if rule is None and run.child_safe_by is not None:
            rule = stage.protocol.immediate_rule
        if rule is not None and rule.is_on(day_of(at)):
            run.clock = Clock.start(challenge, rule, on=at, by=by)
            run._keep_to_the_child()
        run.save()
        return run

    def _keep_to_the_child(self) -> None:
        """Set the clock to the day that is safe for the child, where the limit is later or there is none."""
        if self.child_safe_by is None or self.child_safe_said_by is None or self.clock is None:
            return
        limit = self.stage.rule.terms if self.stage.rule else None
        found = escalation.due(limit, self.began_at, child_safe_by=self.child_safe_by, immediate=self.immediate)
        due_on = self.clock.due_on
        if found is None or due_on is None:
            return
        to = max(day_of(found), timezone.localdate())
        reason = f"{CHILDS_TIMESCALE}: {self.child_safe_reason}" if self.child_safe_reason else CHILDS_TIMESCALE
        if to < due_on:
            self.clock.shorten(to=to, reason=reason, by=self.child_safe_said_by)
        elif to > due_on and limit is None:
            self.clock.extend(to=to, reason=reason, by=self.child_safe_said_by)
        self.clock.refresh_from_db()

    @property
    def immediate(self) -> Rule | None:
        """The limit for an immediate risk."""
        rule = self.stage.protocol.immediate_rule
        return rule.terms if rule else None

    def shorten(self, *, reason: str, now: datetime, by: Person) -> None:
        """Bring it forward because a child is at immediate risk. Raises NotPossible."""
        if self.answered_at is not None:
            raise NotPossible("This stage has been answered. Take it to the next stage instead.")
        if self.clock is None:
            rule = self.stage.protocol.immediate_rule
            if rule is None or not rule.is_on(day_of(now)):
                raise NotPossible(NO_LIMIT)
            self.clock = Clock.start(self.challenge, rule, on=now, by=by)
            self.save(update_fields=["clock"])
            return
        to = escalation.shortened(self.due, now, self.immediate)
        if to is None or self.clock.due_on is None or day_of(to) >= self.clock.due_on:
            raise NotPossible("This stage is due as soon as an immediate risk would be. Nothing can be shortened.")
        self.clock.shorten(to=to, reason=reason, by=by)
        self.clock.refresh_from_db()

    def answer(self, *, now: datetime, by: Person) -> None:
        """Note the first answer, which is what the clock of a stage waits for."""
        if self.answered_at is None:
            self.answered_at = now
            self.save(update_fields=["answered_at"])
            self._meet(now, by=by)

    def end(self, ending: Ending, *, now: datetime, by: Person | None) -> None:
        """End it; its clock is met where it was settled, and stopped otherwise."""
        self.ended_at, self.ending = now, ending.value
        self.save(update_fields=["ended_at", "ending", "silent_at"])
        if ending == Ending.SETTLED:
            self._meet(now, by=by)
        elif self.clock is not None and not self.clock.has_ended:
            self.clock.stop(on=day_of(now), reason=ending.label, by=by)

    def _meet(self, now: datetime, *, by: Person | None) -> None:
        if self.clock is not None and not self.clock.has_ended:
            self.clock.meet(on=now if self.clock.due_time else day_of(now), by=by)


class What(models.TextChoices):
    """What happened."""

    RAISED = "raised", "Raised"
    RESPONDED = "responded", "Answered"
    MOVED = "moved", "Taken to the next stage"
    ROSE = "rose", "No answer in time: rose to the next stage"
    SILENT = "silent", "No answer in time at the highest stage"
    SHORTENED = "shortened", "Shortened for immediate risk"
    RESOLVED = "resolved", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOTED = "noted", "Learning and impact noted"


class ChallengeStep(models.Model):
    """One step of the timeline. ``person`` is empty for what the program does by itself and what was imported."""

    challenge = models.ForeignKey("improvement.Challenge", models.CASCADE, related_name="steps")
    what = models.CharField(max_length=20, choices=What)
    at = models.DateTimeField("when")
    stage = models.ForeignKey(EscalationStage, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = "step of a challenge"
        verbose_name_plural = "steps of challenges"
        ordering = ("at", "id")
        constraints = [models.CheckConstraint(condition=Q(what__in=What.values), name="challenge_step_known")]

    def __str__(self) -> str:
        return self.get_what_display()
