"""Challenges: what one part of the partnership puts to another, and disagreements about one child's case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import challenge_told
from goldenthread.improvement.models.challenge_party import ChallengeParty, Side
from goldenthread.improvement.models.challenge_stage import ChallengeStep, StageRun, What
from goldenthread.improvement.models.challenge_words import About, ChallengeKind, Result, State
from goldenthread.improvement.models.challenges_asked import ChallengeQuerySet
from goldenthread.improvement.models.evidence import Evidence
from goldenthread.improvement.models.protocol import EscalationProtocol, EscalationStage
from goldenthread.improvement.rules import case_reference, challenge_log, escalation
from goldenthread.improvement.rules.escalation import Ending
from goldenthread.partnership.circulation import Circulation

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope


class Challenge(Evidence):
    """A challenge from one side to the other, open until it is settled or withdrawn."""

    page: ClassVar[str] = "challenge_page"

    challenge_kind = models.CharField("kind of challenge", max_length=20, choices=ChallengeKind)
    about = models.CharField(max_length=20, choices=About, default=About.SYSTEM)
    case_reference = models.CharField("local reference of the case", max_length=case_reference.LONGEST, blank=True)
    issue = models.TextField("what is challenged, and why")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN, editable=False)
    outcome_words = models.TextField("response or outcome", blank=True)
    result = models.CharField("what came of it", max_length=20, choices=Result, blank=True)
    resolved_on = models.DateField("settled on", null=True, blank=True)
    resolved_stage = models.ForeignKey(
        EscalationStage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="settled at"
    )
    learning = models.TextField("what was learned", blank=True)
    impact = models.TextField("what difference it made", blank=True)
    period_words = models.CharField("period, as written", max_length=40, blank=True)
    log_words = models.CharField("whose log, as written", max_length=200, blank=True)
    status_words = models.CharField("status, as written", max_length=60, blank=True)
    source = models.CharField("where this is known from", max_length=300, blank=True)

    objects = ChallengeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "challenge"
        constraints = [
            models.CheckConstraint(
                condition=(Q(challenge_kind="case", about="case") & ~Q(case_reference=""))
                | (Q(challenge_kind="strategic", case_reference="") & ~Q(about="case")),
                name="challenge_case_has_reference",
                violation_error_message="A disagreement about a case has its local reference; no other challenge has.",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="challenge_state_known"),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | Q(state=State.RESOLVED), name="challenge_settled_when_dated"
            ),
        ]

    @property
    def is_case(self) -> bool:
        """Whether it is about one child's case."""
        return self.challenge_kind == ChallengeKind.CASE

    @property
    def is_open(self) -> bool:
        """Whether it is not settled."""
        return self.state == State.OPEN

    @property
    def run(self) -> StageRun | None:
        """The stage it is at. Reads its stages."""
        return next((run for run in self.runs.all() if run.ended_at is None), None)

    @property
    def is_silent(self) -> bool:
        """Whether somebody did not answer in time, at any stage. Reads its stages."""
        return any(run.silent_at for run in self.runs.all())

    def side(self, side: str) -> list[ChallengeParty]:
        """The parties on one side, in order. Reads its parties."""
        return [party for party in self.parties.all() if party.side == side]

    @property
    def raised_by(self) -> str:
        """Who raised it."""
        return "; ".join(map(str, self.side(Side.RAISED)))

    @property
    def challenged(self) -> str:
        """Who is challenged."""
        return "; ".join(map(str, self.side(Side.CHALLENGED)))

    @property
    def when(self) -> str:
        """Its period as written, else the day it was raised."""
        return self.period_words or super().when

    def sides_of(self, scope: Scope) -> set[str]:
        """The sides for which the person answers."""
        return set(ChallengeParty.objects.acted_for_by(scope).filter(challenge=self).values_list("side", flat=True))

    def clean_fields(self, exclude: Any = None) -> None:
        """A disagreement about a case is for those of its own pages alone, which is not a choice of evidence."""
        if self.is_case:
            self.circulation = Circulation.OWNER
            exclude = {*(exclude or ()), "circulation"}
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Refuse a reference that looks like a person, and a challenge nobody holds; a case stays with its body.

        A reporting year is kept as its first day, 1 April, so that it counts to that year.
        """
        reporting_year = challenge_log.reporting_year(self.period_words)
        super().clean()
        self.dated_on = reporting_year or self.dated_on
        if self.holding_body is None:
            raise ValidationError({"holding_body": "Choose the body in whose log it stands."})
        if self.is_case:
            self.case_reference = self.case_reference.strip().upper()
            self.about = About.CASE
            if wrong := case_reference.fault(self.case_reference):
                raise ValidationError({"case_reference": wrong})

    def guard(self) -> None:
        """Hold the row while it is changed."""
        Challenge.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()

    def require_open(self) -> None:
        """Raise NotPossible where it is settled or withdrawn."""
        if not self.is_open:
            raise NotPossible(f"This challenge is not open: {self.get_state_display().lower()}.")

    # What is done to it

    @transaction.atomic
    def begin(
        self,
        *,
        parties: Sequence[ChallengeParty],
        by: Person | None,
        at: datetime | None = None,
        stage: EscalationStage | None = None,
        child_safe_by: date | None = None,
        child_safe_reason: str = "",
        themes: Iterable[Any] = (),
    ) -> Challenge:
        """Raise it, at a moment that has come. A disagreement about a case begins at a stage, the lowest if none.

        Raises NotPossible and ValidationError.
        """
        at = at or timezone.now()
        if at > timezone.now():
            raise NotPossible("Choose a day that has come.")
        if {party.side for party in parties} != set(Side.values):
            raise NotPossible("Say who raised it and who is challenged.")
        if len({(party.side, party.identity) for party in parties}) < len(parties):
            raise NotPossible("Name each party once.")
        if {p.identity for p in parties if p.side == Side.RAISED} & {
            p.identity for p in parties if p.side == Side.CHALLENGED
        }:
            raise NotPossible("Nobody can challenge themselves. Choose another party.")
        self.dated_on = self.dated_on or timezone.localtime(at).date()
        if self.is_case:
            self.title = ChallengeKind.CASE.label
            stage = stage or self._first_stage(at)
        self.keep(by=by, themes=list(themes))
        if self.is_case:
            self.title = f"{ChallengeKind.CASE.label} {self.pk}"
            self.save(update_fields=["title"])
        self.set_parties(parties)
        self._step(What.RAISED, by=by, stage=stage, at=at)
        trail.record("challenge.raise", self.recorded, by=by, stage=stage.number if stage else None)
        if stage is not None:
            run = StageRun.begin(
                self,
                stage,
                at=at,
                by=by,
                child_safe_by=child_safe_by,
                child_safe_reason=child_safe_reason,
                child_safe_said_by=by,
            )
            challenge_told.tell(self, run, What.RAISED)
        return self

    def set_parties(self, parties: Sequence[ChallengeParty]) -> None:
        """Put these parties in place of those there are."""
        self.parties.all().delete()
        for position, party in enumerate(parties):
            party.challenge, party.position = self, position
            party.full_clean()
            party.save()

    @transaction.atomic
    def respond(self, *, text: str, by: Person) -> None:
        """Keep an answer of those challenged: the clock of the stage waits for the first. Raises NotPossible."""
        challenge, now = self._held(), timezone.now()
        run = challenge.run
        if run is not None:
            run.answer(now=now, by=by)
        challenge.outcome_words = given(text, "Write what was answered.")
        challenge.save(update_fields=["outcome_words"])
        challenge._step(What.RESPONDED, by=by, stage=run.stage if run else None, text=text)
        trail.record("challenge.respond", challenge.recorded, by=by)

    @transaction.atomic
    def escalate(
        self, *, reason: str, by: Person, child_safe_by: date | None = None, child_safe_reason: str = ""
    ) -> EscalationStage:
        """Take it to the next stage, a strategic challenge that is at none to the first. Raises NotPossible."""
        challenge, now = self._held(), timezone.now()
        reason = given(reason, "Give a reason.")
        run = challenge.run
        stage = challenge._stage_above(run, now) if run else challenge._first_stage(now)
        if stage is None:
            raise NotPossible("This is the highest stage. Record how it was settled, or withdraw it.")
        said_by: Person | None = by
        if child_safe_by is None and run is not None:
            child_safe_by, child_safe_reason, said_by = (
                run.child_safe_by,
                run.child_safe_reason,
                run.child_safe_said_by,
            )
        if run is not None:
            run.end(Ending.MOVED, now=now, by=by)
        begun = StageRun.begin(
            challenge,
            stage,
            at=now,
            by=by,
            child_safe_by=child_safe_by,
            child_safe_reason=child_safe_reason,
            child_safe_said_by=said_by,
        )
        challenge._step(What.MOVED, by=by, stage=stage, text=reason)
        trail.record("challenge.escalate", challenge.recorded, by=by, stage=stage.number)
        challenge_told.tell(challenge, begun, What.MOVED)
        return stage

    @transaction.atomic
    def rise(self, *, now: datetime) -> bool:
        """Take it one stage up where nobody answered in time, and tell that level; whether it did. Done once a stage.

        At the highest stage it stays, and those there are told that nobody answered.
        """
        challenge = self._held()
        run = challenge.run
        if run is None or run.silent_at or not escalation.has_run_out(run.due, now, answered=bool(run.answered_at)):
            return False
        run.silent_at = now
        stage = challenge._stage_above(run, now)
        if stage is None:
            run.save(update_fields=["silent_at"])
            challenge._step(What.SILENT, by=None, stage=run.stage, at=now)
            trail.record("challenge.silent", challenge.recorded, by=None, stage=run.stage.number)
            challenge_told.tell(challenge, run, What.SILENT)
            return True
        run.end(Ending.RAN_OUT, now=now, by=None)
        begun = StageRun.begin(
            challenge,
            stage,
            at=now,
            by=None,
            child_safe_by=run.child_safe_by,
            child_safe_reason=run.child_safe_reason,
            child_safe_said_by=run.child_safe_said_by,
        )
        challenge._step(What.ROSE, by=None, stage=stage, at=now)
        trail.record("challenge.rise", challenge.recorded, by=None, stage=stage.number)
        challenge_told.tell(challenge, begun, What.ROSE)
        return True

    @transaction.atomic
    def shorten(self, *, reason: str, by: Person) -> None:
        """Bring the stage it is at forward because a child is at immediate risk. Raises NotPossible."""
        challenge = self._held()
        run = challenge.run
        if run is None:
            raise NotPossible("This challenge is at no stage of a protocol. Take it to the first stage instead.")
        reason = given(reason, "Say what the immediate risk is.")
        run.shorten(reason="Immediate risk", now=timezone.now(), by=by)
        challenge._step(What.SHORTENED, by=by, stage=run.stage, text=reason)
        trail.record("challenge.shorten", challenge.recorded, by=by, stage=run.stage.number)
        challenge_told.tell(challenge, run, What.SHORTENED)

    @transaction.atomic
    def resolve(self, *, result: str, words: str, by: Person, learning: str = "") -> None:
        """Settle it at the stage it is at. Raises NotPossible."""
        challenge, now = self._held(), timezone.now()
        if result not in Result.values:
            raise NotPossible("Say what came of it.")
        run = challenge.run
        if run is not None:
            run.end(Ending.SETTLED, now=now, by=by)
            challenge.resolved_stage = run.stage
        challenge.outcome_words = given(words, "Write how it was settled.")
        challenge.state, challenge.result, challenge.resolved_on = State.RESOLVED, result, timezone.localdate()
        challenge.learning = learning.strip() or challenge.learning
        challenge.save()
        challenge._step(What.RESOLVED, by=by, stage=run.stage if run else None, text=words)
        trail.record("challenge.resolve", challenge.recorded, by=by, result=result.replace(" ", "-"))

    @transaction.atomic
    def withdraw(self, *, reason: str, by: Person) -> None:
        """Take it back. Raises NotPossible."""
        challenge, now = self._held(), timezone.now()
        reason = given(reason, "Give a reason.")
        run = challenge.run
        if run is not None:
            run.end(Ending.WITHDRAWN, now=now, by=by)
        challenge.state = State.WITHDRAWN
        challenge.save(update_fields=["state"])
        challenge._step(What.WITHDRAWN, by=by, stage=run.stage if run else None, text=reason)
        trail.record("challenge.withdraw", challenge.recorded, by=by)

    @transaction.atomic
    def note(self, *, learning: str, impact: str, themes: Iterable[Any], by: Person) -> None:
        """Keep what was learned and what difference it made, also once it is settled."""
        self.guard()
        challenge = Challenge.objects.get(pk=self.pk)
        challenge.learning, challenge.impact = learning.strip(), impact.strip()
        challenge.save(update_fields=["learning", "impact"])
        challenge.themes.set(themes)
        challenge._step(What.NOTED, by=by)
        trail.record("challenge.note", challenge.recorded, by=by)

    def read(self, *, by: Person) -> None:
        """Note in the trail that a challenge was read."""
        trail.record("challenge.read", self.recorded, by=by)

    def _held(self) -> Challenge:
        """This row, held, if it is open. Raises NotPossible."""
        self.guard()
        challenge = Challenge.objects.with_parts().get(pk=self.pk)
        challenge.require_open()
        return challenge

    def _first_stage(self, at: datetime) -> EscalationStage:
        """The lowest stage of the protocol in use. Raises NotPossible."""
        day = timezone.localtime(at).date()
        protocol = EscalationProtocol.objects.to_apply(on=day, partnership=self.partnership)
        stage = protocol.stages.order_by("number").first() if protocol else None
        if stage is None:
            raise NotPossible("No escalation protocol is in use. Import one first.")
        return stage

    def _stage_above(self, run: StageRun, now: datetime) -> EscalationStage | None:
        """The next stage of its protocol, of the one now in use where its own has ended; None at the top."""
        day = timezone.localtime(now).date()
        protocol = run.stage.protocol
        if not protocol.is_on(day):
            protocol = EscalationProtocol.objects.to_apply(on=day, partnership=self.partnership) or protocol
        stages = {stage.number: stage for stage in protocol.stages.select_related("rule", "protocol__immediate_rule")}
        return stages.get(escalation.next_stage(stages, run.stage.number))

    def _step(
        self,
        what: What,
        *,
        by: Person | None,
        stage: EscalationStage | None = None,
        text: str = "",
        at: datetime | None = None,
    ) -> None:
        ChallengeStep.objects.create(
            challenge=self, what=what, at=at or timezone.now(), stage=stage, person=by, text=text.strip()
        )


def given(text: str, sentence: str) -> str:
    """The text without space at either end. Raises NotPossible with the sentence where there is none."""
    if not text.strip():
        raise NotPossible(sentence)
    return text.strip()
