"""Clock rules: time limits as rows, each of an edition, with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Self, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.foundation.clocks import ClockRefused, Direction, MonthEnd, OffDay, Rule, Status, Unit
from goldenthread.foundation.clocks.rule import LONGEST
from goldenthread.foundation.constraints import in_order
from goldenthread.foundation.workingdays import Nation
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.models.dated import Dated, DatedQuerySet
from goldenthread.partnership.permissions import Permission
from goldenthread.records import editions

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

TERMS = (
    "start_event",
    "length",
    "unit",
    "event_day",
    "direction",
    "off_day",
    "month_end",
    "pausable",
    "nation",
    "opens",
    "closes",
)
"""What a due date follows from. It stands still once a clock has started under it."""


class ClockRuleQuerySet(DatedQuerySet):
    """Questions about rules."""

    def visible_to(self, scope: Scope) -> Self:
        """Everybody's rules to those who see a register, and their own partnerships' rules."""
        if scope.is_operator:
            return self
        if not scope.may(Permission.SEE_REGISTER):
            return self.none()
        return self.filter(Q(partnership__isnull=True) | Q(partnership_id__in=scope.register_ids))

    def to_apply(self, code: str, *, on: date, partnership: Partnership | None = None) -> ClockRule | None:
        """The rule of this code in use on a day: the partnership's own before everybody's; the newest if several."""
        rows = self.on(on).filter(code=code, in_use=True)
        mine = rows.filter(partnership=partnership).newest_first().first() if partnership else None
        return cast("ClockRule | None", mine or rows.filter(partnership__isnull=True).newest_first().first())

    def editions(self) -> list[str]:
        """The names of the editions, in order."""
        return list(self.order_by("edition").values_list("edition", flat=True).distinct())


class ClockRule(Dated):
    """One time limit in one edition of the guidance, law or procedure it comes from.

    ``partnership`` is empty for everybody's rules, which only the operator changes.
    """

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="clock_rules", verbose_name="whose rule"
    )
    edition = models.CharField(max_length=120, help_text="For example Working Together 2023")
    code = models.CharField(
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "Enter a code such as rapid-review.")],
    )
    name = models.CharField(max_length=200)
    start_event = models.CharField("counted from", max_length=200)
    length = models.PositiveIntegerField(validators=[MaxValueValidator(LONGEST)])
    unit = models.CharField(max_length=20, choices=[(unit.value, f"{unit.label}s") for unit in Unit])
    event_day = models.PositiveSmallIntegerField(
        "day of the event", choices=[(0, "is day 0"), (1, "is day 1")], default=0
    )
    direction = models.CharField(
        max_length=10, choices=[(way.value, way.value) for way in Direction], default=Direction.AFTER.value
    )
    off_day = models.CharField(
        "event on a day off",
        max_length=40,
        choices=[(each.value, each.value) for each in OffDay],
        default=OffDay.DAY_1.value,
    )
    month_end = models.CharField(
        "end of a month",
        max_length=30,
        choices=[(each.value, each.value) for each in MonthEnd],
        default=MonthEnd.SAME_DAY.value,
    )
    pausable = models.BooleanField("may be paused", default=False)
    nation = models.CharField(
        "working days of",
        max_length=3,
        choices=[(nation.value, nation.label) for nation in Nation],
        default=Nation.ENGLAND.value,
    )
    opens = models.TimeField("working hours from", default=time(9))
    closes = models.TimeField("working hours to", default=time(17))
    source = models.CharField(max_length=400)
    status = models.CharField(
        max_length=20,
        choices=[(status.value, status.value.capitalize()) for status in Status],
        default=Status.TO_BE_CONFIRMED.value,
    )
    in_use = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "code", "id")
        constraints = [
            in_order(name="clock_rule_dates_in_order"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                condition=Q(partnership__isnull=True),
                name="clock_rule_code_once",
                violation_error_message="This edition has a rule of this code already.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "edition", "code"],
                name="clock_rule_own_code_once",
                violation_error_message="This edition has a rule of this code already.",
            ),
            models.CheckConstraint(condition=Q(unit__in=[*Unit]), name="clock_rule_unit_known"),
            models.CheckConstraint(condition=Q(event_day__in=[0, 1]), name="clock_rule_event_day_known"),
            models.CheckConstraint(condition=Q(direction__in=[*Direction]), name="clock_rule_direction_known"),
            models.CheckConstraint(condition=Q(length__lte=LONGEST), name="clock_rule_length"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})"

    @property
    def terms(self) -> Rule:
        """The rule as it is counted. Raises ClockRefused."""
        return Rule(
            self.length,
            Unit(self.unit),
            event_day=self.event_day,
            direction=Direction(self.direction),
            off_day=OffDay(self.off_day),
            month_end=MonthEnd(self.month_end),
            pausable=self.pausable,
            nation=self.nation,
            opens=self.opens,
            closes=self.closes,
            code=self.code,
            name=self.name,
            start_event=self.start_event,
            edition=self.edition,
            source=self.source,
            status=Status(self.status),
        )

    @property
    def length_words(self) -> str:
        """``5 working days``."""
        return self.terms.length_words

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has read it at its source."""
        return self.status == Status.CONFIRMED

    def guard(self) -> None:
        """No clock may start under a rule while it changes."""
        list(ClockRule.objects.select_for_update().filter(pk=self.pk))

    def clean(self) -> None:
        """The parts fit together, and a rule under which a clock has started keeps its terms."""
        try:
            _ = self.terms
        except (ClockRefused, ValueError) as refused:
            raise ValidationError(str(refused)) from refused
        before = ClockRule.objects.filter(pk=self.pk).first() if self.pk else None
        if before is None or not before.clocks.exists():
            return
        changed = [name for name in ("partnership_id", "edition", "code", *TERMS) if _differs(before, self, name)]
        if changed:
            raise ValidationError("A clock has started under this rule. Make the change in a new edition of it.")

    @classmethod
    @transaction.atomic
    def load_edition(
        cls,
        edition: str,
        rules: Iterable[Mapping[str, Any]],
        *,
        by: Person | None,
        partnership: Partnership | None = None,
        starts_on: date | None = None,
        replaces: str = "",
        change: bool = False,
    ) -> dict[str, int]:
        """Load the rules of one edition, each as the values of its fields; return how many are new and changed.

        A rule that is there already is left as it is, since somebody may have confirmed it; with ``change`` it takes
        the values given. ``starts_on`` is the first day of rules that have none. ``replaces`` names the edition that
        this one takes over from: its rules still in force end on the day before; clocks that run under them go on
        under them. Raises ValidationError with the code of the rule at fault.
        """
        held = {rule.code: rule for rule in cls.objects.filter(edition=edition, partnership=partnership)}
        counts = {"new": 0, "changed": 0, "ended": 0}
        for values in rules:
            rule = held.get(values["code"]) or cls(edition=edition, partnership=partnership, starts_on=starts_on)
            if rule.pk and not change:
                continue
            changed = rule.pk is None
            for name, value in values.items():
                if name == "starts_on" and value is None:
                    continue
                changed = changed or getattr(rule, name) != value
                setattr(rule, name, value)
            if changed:
                counts["changed" if rule.pk else "new"] += 1
                rule._keep_named(by)
        if replaces:
            counts["ended"] = cls._end_edition(replaces, partnership, starts_on, by=by)
        if any(counts.values()):
            trail.record("clockrule.load", None, by=by, **counts)
        return counts

    @classmethod
    @transaction.atomic
    def load_packaged(cls, *, by: Person | None, change: bool = False) -> dict[str, int]:
        """Load every edition that comes with the program, as ``load_edition`` does; return what became of them."""
        counts: Counter[str] = Counter()
        for edition, rules in editions.clock_rules().items():
            counts.update(cls.load_edition(edition, rules, by=by, change=change))
        return dict(counts)

    def _keep_named(self, by: Person | None) -> None:
        try:
            self.keep(by=by)
        except ValidationError as refused:
            raise ValidationError(f"{self.code}: {' '.join(refused.messages)}") from refused

    @classmethod
    def _end_edition(
        cls, edition: str, partnership: Partnership | None, next_starts: date | None, *, by: Person | None
    ) -> int:
        """End what is in force of an edition on the day before the next begins; how many rules ended."""
        if next_starts is None:
            raise ValidationError("Say from which day the new edition is in force.")
        rows = cls.objects.filter(edition=edition, partnership=partnership).on(next_starts)
        for rule in rows:
            rule.ends_on = next_starts - timedelta(days=1)
            rule.keep(by=by)
        return len(rows)


def _differs(before: ClockRule, after: ClockRule, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
