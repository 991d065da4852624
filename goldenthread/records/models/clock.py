"""Clocks that run: when one started, stood still, was given more time, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from goldenthread.foundation import clocks, trail
from goldenthread.foundation.clocks import Direction, Extension, Pause, Reckoning, State, day_of
from goldenthread.foundation.rendering import day
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.errors import NotPossible
from goldenthread.records import owners
from goldenthread.records.models.clock_pause import ClockExtension, ClockPause
from goldenthread.records.models.clock_rule import ClockRule
from goldenthread.records.models.clock_step import Step, said

if TYPE_CHECKING:
    from django.db.models import Model

    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

ENDED = Q(met_on__isnull=False) | Q(stopped_on__isnull=False)


class ClockQuerySet(models.QuerySet["Clock"]):
    """Questions about clocks."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of records the person may see, as the apps of these records say; of other records none."""
        rule = Q(pk__in=[])
        for owner in owners.owners():
            rule |= Q(object_label=owner.label, object_id__in=owner.seen(scope).order_by().values("pk"))
        return self.filter(rule)

    def run_by(self, scope: Scope) -> Self:
        """Those of them that the person may pause, extend and end."""
        rule = Q(pk__in=[])
        for owner in owners.owners():
            rule |= Q(object_label=owner.label, object_id__in=owner.run(scope).order_by().values("pk"))
        return self.visible_to(scope).filter(rule)

    def of(self, record: Model) -> Self:
        """Those of one record."""
        return self.filter(object_label=record._meta.label_lower, object_id=record.pk)

    def running(self) -> Self:
        """Those neither met nor stopped, paused ones too."""
        return self.exclude(ENDED)

    def due_by(self, last: date) -> Self:
        """Running ones due on ``last`` or before."""
        return self.running().filter(due_on__lte=last)

    def with_steps(self) -> Self:
        """Each with its rule and all that happened to it, in a fixed number of queries."""
        return self.select_related("rule", "started_by", "met_by", "stopped_by").prefetch_related(
            "pauses__paused_by", "pauses__resumed_by", "extensions__extended_by"
        )


class Clock(models.Model):
    """A time limit that runs for one record, under the rule of the edition in which it started.

    ``object_label`` and ``object_id`` name the record. A clock in hours has moments beside its days. ``due_on`` is
    empty while the clock is paused; it follows from the rest and is kept so that clocks can be found by it.
    """

    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="clocks")
    object_label = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    event_on = models.DateField("day of the event")
    event_time = models.DateTimeField("moment of the event", null=True, blank=True)
    due_on = models.DateField("due", null=True, blank=True)
    due_time = models.DateTimeField("due at", null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    met_on = models.DateField("met on", null=True, blank=True)
    met_time = models.DateTimeField("met at", null=True, blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_on = models.DateField("stopped on", null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_reason = models.CharField("why it was stopped", max_length=300, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = (F("due_on").asc(nulls_last=True), "id")  # what is due first, paused ones last
        indexes = [
            models.Index(fields=["object_label", "object_id"], name="clock_of_record"),
            models.Index(fields=["due_on"], condition=~ENDED, name="clock_running_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "object_label", "object_id"], condition=~ENDED, name="clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(stopped_on__isnull=True), name="clock_met_or_stopped"
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stopped_reason="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_reason="")),
                name="clock_stopped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.rule.name

    # How it stands

    @property
    def due(self) -> date | datetime | None:
        """When it is due, None while it is paused."""
        return self.due_time or self.due_on

    @property
    def event(self) -> date | datetime:
        """What it counts from."""
        return self.event_time or self.event_on

    @property
    def met(self) -> date | datetime | None:
        """When it was met."""
        return self.met_time or self.met_on

    @property
    def has_ended(self) -> bool:
        """Whether it was met or stopped."""
        return self.met_on is not None or self.stopped_on is not None

    @property
    def owner(self) -> owners.Owner | None:
        """What kind of record it belongs to."""
        return owners.find(self.object_label)

    @cached_property
    def record(self) -> Any:
        """The record it belongs to, for somebody who may see it; None where it is gone."""
        owner = self.owner
        return owner.model._default_manager.filter(pk=self.object_id).first() if owner else None

    @property
    def marking(self) -> str:
        """The protective marking that follows from its record; the stricter one where that is gone."""
        owner, record = self.owner, self.record
        return owner.marking(record) if owner and record else Circulation.BODY.marking

    @classmethod
    def records_of(cls, clocks: Iterable[Clock]) -> dict[int, Any]:
        """The record of each of these clocks, by the clock's number, with one query for each kind of record."""
        clocks = list(clocks)
        found: dict[int, Any] = {}
        for label in {clock.object_label for clock in clocks}:
            owner = owners.find(label)
            of_kind = [clock for clock in clocks if clock.object_label == label]
            rows = owner.model._default_manager.in_bulk([clock.object_id for clock in of_kind]) if owner else {}
            found |= {clock.pk: rows.get(clock.object_id) for clock in of_kind}
        return found

    def state(self, now: date | datetime) -> State:
        """How it stands."""
        return clocks.state(self.due, now, met=self.met, stopped=self.stopped_on)

    def words(self, now: date | datetime) -> str:
        """``Due in 3 working days``, ``2 working days late``, ``Paused``, ``Met in time``, ``Stopped``."""
        if self.met is not None:
            return clocks.met_words(self.due, self.met, self.rule.nation)
        return "Stopped" if self.stopped_on else clocks.due_words(self.due, now, self.rule.nation)

    def reckoning(self) -> Reckoning:
        """How its due date was counted, day by day."""
        return clocks.reckon(self.rule.terms, self.event, self._pauses(), self._extensions())

    def timeline(self) -> list[Step]:
        """All that happened to it, in order, and when it is due."""
        steps = [Step(self.event, self.rule.start_event or "Started", self.started_by)]
        for pause in self.pauses.all():
            steps.append(Step(pause.starts_on, "Paused", pause.paused_by, pause.reason))
            if pause.ends_on:
                steps.append(Step(pause.ends_on + timedelta(days=1), "Runs again", pause.resumed_by))
        for extension in self.extensions.all():
            words = "Less time" if extension.shortens else "More time"
            what = f"{words}: due {said(extension.new_due)} in place of {said(extension.old_due)}"
            steps.append(Step(extension.granted_on, what, extension.extended_by, extension.reason))
        if self.due is not None:
            steps.append(Step(self.due, "Due"))
        if self.met is not None:
            steps.append(Step(self.met, clocks.met_words(self.due, self.met, self.rule.nation), self.met_by))
        if self.stopped_on:
            steps.append(Step(self.stopped_on, "Stopped", self.stopped_by, self.stopped_reason))
        return sorted(steps, key=lambda step: day_of(step.when))

    # What is done to it

    @classmethod
    @transaction.atomic
    def start(cls, record: Model, rule: ClockRule, *, on: date | datetime, by: Person | None) -> Clock:
        """Start the clock of ``rule`` for ``record``, whose event was on a day, or at a moment for hours.

        Raises NotPossible where the rule was not in force on that day, or runs for this record already, and Refusal
        where it cannot be counted. A kind of record that no app has registered raises LookupError.
        """
        label = record._meta.label_lower
        if owners.find(label) is None:
            raise LookupError(f"No app has said who may see the clocks of {label}.")
        rule = ClockRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
        if not rule.is_on(day_of(on)):
            raise NotPossible(f"{rule.name} of {rule.edition} was not in force on {day(day_of(on))}.")
        if cls.objects.of(record).running().filter(rule=rule).exists():
            raise NotPossible(f"The clock {rule.name} runs for this already.")
        clock = cls(rule=rule, object_label=label, object_id=record.pk, event_on=day_of(on), started_by=by)
        if rule.terms.unit.is_timed and isinstance(on, datetime):
            clock.event_time = on
        clock._take(clocks.due(rule.terms, clock.event))
        clock.save()
        trail.record("clock.start", clock, by=by, rule=rule.code, of=f"{label}:{record.pk}")
        return clock

    @transaction.atomic
    def pause(self, *, reason: str, on: date, by: Person) -> None:
        """Let it stand still from the day ``on``. Raises NotPossible."""
        clock = self._locked()
        if not clock.rule.pausable:
            raise NotPossible(f"The clock {clock.rule.name} cannot be paused.")
        if clock.due_on is None:
            raise NotPossible(f"The clock {clock.rule.name} is paused already.")
        if not clock.event_on <= on <= min(clock.due_on, timezone.localdate()):
            raise NotPossible(
                f"A pause must begin from {day(clock.event_on)}, when the clock started, "
                f"to {day(min(clock.due_on, timezone.localdate()))}."
            )
        last = clock.pauses.order_by("-starts_on").first()
        if last and last.ends_on and last.ends_on >= on:
            raise NotPossible(f"The clock was paused to {day(last.ends_on)} already. Choose a later day.")
        ClockPause.objects.create(
            clock=clock, starts_on=on, reason=_given(reason), paused_at=timezone.now(), paused_by=by
        )
        clock._recount()
        trail.record("clock.pause", clock, by=by, on=on.isoformat())

    @transaction.atomic
    def resume(self, *, on: date, by: Person) -> None:
        """Let it run again from the day ``on``, the first that counts. Raises NotPossible."""
        clock = self._locked()
        pause = clock.pauses.filter(ends_on__isnull=True).first()
        if pause is None:
            raise NotPossible(f"The clock {clock.rule.name} is not paused.")
        if not pause.starts_on < on <= timezone.localdate():
            raise NotPossible(f"It can run again from the day after {day(pause.starts_on)} to today.")
        pause.ends_on, pause.resumed_at, pause.resumed_by = on - timedelta(days=1), timezone.now(), by
        pause.save()
        clock._recount()
        trail.record("clock.resume", clock, by=by, on=on.isoformat())

    @transaction.atomic
    def extend(self, *, to: date | datetime, reason: str, by: Person) -> None:
        """Give it more time: it is due at ``to``. Raises NotPossible."""
        clock = self._locked()
        if clock.due is None or clock.due_on is None:
            raise NotPossible("A paused clock cannot be given more time. Let it run again first.")
        to = clock._whole_day(to)
        if not (to > clock.due_time if isinstance(to, datetime) and clock.due_time else day_of(to) > clock.due_on):
            raise NotPossible(f"More time must end after {said(clock.due)}, when it is due now.")
        clock._move(clock.due_on, to, shortens=False, reason=reason, by=by)
        trail.record("clock.extend", clock, by=by, to=day_of(to).isoformat())

    @transaction.atomic
    def shorten(self, *, to: date | datetime, reason: str, by: Person) -> None:
        """Give it less time: it is due at ``to``, today or later. Raises NotPossible.

        An escalation is settled within its limit or within the child's own timescale, whichever is less
        (London Child Protection Procedures, chapter 11).
        """
        clock = self._locked()
        if clock.due is None or clock.due_on is None:
            raise NotPossible("A paused clock cannot be given less time. Let it run again first.")
        to = clock._whole_day(to)
        if not (to < clock.due_time if isinstance(to, datetime) and clock.due_time else day_of(to) < clock.due_on):
            raise NotPossible(f"Less time must end before {said(clock.due)}, when it is due now.")
        if day_of(to) < max(clock.event_on, timezone.localdate()):
            raise NotPossible("Less time must end today or later.")
        clock._move(clock.due_on, to, shortens=True, reason=reason, by=by)
        trail.record("clock.shorten", clock, by=by, to=day_of(to).isoformat())

    @transaction.atomic
    def meet(self, *, on: date | datetime, by: Person | None) -> None:
        """Say that what was due was done, on a day or at a moment. Raises NotPossible."""
        clock = self._locked()
        clock._not_later_than_now(on)
        if clock.rule.direction == Direction.AFTER and day_of(on) < clock.event_on:
            raise NotPossible(f"It cannot have been done before {day(clock.event_on)}, when the clock started.")
        clock._end_pause(day_of(on), by=by)
        clock.met_on, clock.met_by = day_of(on), by
        clock.met_time = on if isinstance(on, datetime) and clock.due_time else None
        clock._recount()
        trail.record("clock.meet", clock, by=by, on=day_of(on).isoformat())

    @transaction.atomic
    def stop(self, *, on: date, reason: str, by: Person | None) -> None:
        """Stop it, since what was due is due no longer. Raises NotPossible."""
        clock = self._locked()
        clock._not_later_than_now(on)
        clock.stopped_on, clock.stopped_reason, clock.stopped_by = on, _given(reason), by
        clock.save()
        trail.record("clock.stop", clock, by=by, on=on.isoformat())

    @transaction.atomic
    def recount(self) -> bool:
        """Count the due date of a running clock anew; whether it moved: a bank holiday was proclaimed since."""
        clock = self._locked()
        before = clock.due
        clock._recount()
        if clock.due == before:
            return False
        trail.record("clock.recount", clock, by=None)
        return True

    def taken_out(self, *, by: Person) -> None:
        """Note in the trail that the timeline of a protected record was printed."""
        if self.marking != Circulation.PARTNERSHIP.marking:
            trail.record("clock.print", self, by=by)

    def _locked(self) -> Clock:
        """This row, held, if it still runs. Raises NotPossible."""
        clock = Clock.objects.select_for_update(of=("self",)).select_related("rule").get(pk=self.pk)
        if clock.has_ended:
            raise NotPossible(f"The clock {clock.rule.name} has ended.")
        return clock

    def _not_later_than_now(self, on: date | datetime) -> None:
        if on > timezone.now() if isinstance(on, datetime) else on > timezone.localdate():
            raise NotPossible("Choose a day that has come.")

    def _end_pause(self, on: date, *, by: Person | None) -> None:
        """A clock that is met while it is paused stood still to that day."""
        pause = self.pauses.filter(ends_on__isnull=True).first()
        if pause:
            pause.ends_on = max(on, pause.starts_on)
            if by is not None:
                pause.resumed_at, pause.resumed_by = timezone.now(), by
            pause.save()

    def _whole_day(self, to: date | datetime) -> date | datetime:
        """The moment a day ends, for a clock in hours: the whole of the day is given."""
        if self.due_time is None or isinstance(to, datetime):
            return to
        return datetime.combine(to, datetime.max.time().replace(microsecond=0), clocks.LONDON)

    def _move(self, old: date, to: date | datetime, *, shortens: bool, reason: str, by: Person) -> None:
        """Keep the date it has beside the one it gets, and count anew."""
        ClockExtension.objects.create(
            clock=self,
            granted_on=timezone.localdate(),
            old_due_on=old,
            old_due_time=self.due_time,
            due_on=day_of(to),
            due_time=to if self.due_time is not None else None,
            shortens=shortens,
            reason=_given(reason),
            extended_at=timezone.now(),
            extended_by=by,
        )
        self._recount()

    def _pauses(self) -> list[Pause]:
        return [Pause(pause.starts_on, pause.ends_on, pause.reason) for pause in self.pauses.all()]

    def _extensions(self) -> list[Extension]:
        return [Extension(each.granted_on, each.new_due) for each in self.extensions.all()]

    def _take(self, found: date | datetime | None) -> None:
        self.due_on = None if found is None else day_of(found)
        self.due_time = found if isinstance(found, datetime) else None

    def _recount(self) -> None:
        self._take(clocks.due(self.rule.terms, self.event, self._pauses(), self._extensions()))
        self.save()


def _given(reason: str) -> str:
    """A reason without space at either end. Raises NotPossible where there is none."""
    if not reason.strip():
        raise NotPossible("Give a reason.")
    return reason.strip()
