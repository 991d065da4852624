"""What is asked of challenges: who reads which, which have run out of time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldenthread.improvement.models.challenge_party import ChallengeParty, Side
from goldenthread.improvement.models.challenge_stage import StageRun
from goldenthread.improvement.models.challenge_told import LEADING, PARTNERS
from goldenthread.improvement.models.challenge_words import ChallengeKind, State
from goldenthread.improvement.models.evidence import EvidenceQuerySet
from goldenthread.improvement.models.protocol import EscalationStage
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class ChallengeQuerySet(EvidenceQuerySet):
    """Questions about challenges. Who reads which is in docs/decisions/0043."""

    def visible_to(self, scope: Scope) -> Self:
        """Those whose page the person may read.

        Strategic ones of bodies whose challenges they see. Disagreements about a case where they sit on the holding
        body itself or keep its challenges. Either kind where they are a party, or the safeguarding partner to whose
        stage it has come.
        """
        if scope.is_operator:
            return self.filter(challenge_kind=ChallengeKind.STRATEGIC)
        see, keep = Permission.SEE_CHALLENGES, Permission.MANAGE_CHALLENGES
        bodies = Body.objects.allowing(see, scope).values("pk")
        rule = Q(challenge_kind=ChallengeKind.STRATEGIC, holding_body__in=bodies)
        rule |= Q(holding_body_id__in=scope.body_ids_with(see))
        rule |= Q(holding_body__in=Body.objects.allowing(keep, scope).values("pk"))
        rule |= Q(pk__in=ChallengeParty.objects.visible_to(scope).values("challenge_id"))
        reached = StageRun.objects.filter(stage__tells=EscalationStage.Tells.PARTNERS)
        rule |= Q(partnership_id__in=_leads(scope), pk__in=reached.values("challenge_id"))
        return self.filter(rule)

    def in_log_of(self, scope: Scope) -> Self:
        """Those the person finds in the log: of bodies whose challenges they see, and those they may read.

        Of a disagreement about a case the log says no more than its outline, which names no child.
        """
        if scope.is_operator:
            return self
        bodies = Body.objects.allowing(Permission.SEE_CHALLENGES, scope).values("pk")
        readable = type(self)(self.model, using=self.db).visible_to(scope).order_by().values("pk")
        return self.filter(Q(holding_body__in=bodies) | Q(pk__in=readable))

    def waiting_for(self, scope: Scope) -> Self:
        """Open ones at a stage nobody has answered, the oldest first: where the person answers for those challenged,
        and where it has come to the safeguarding partners, of whom they are one.
        """
        unanswered = StageRun.objects.filter(ended_at__isnull=True, answered_at__isnull=True)
        challenged = ChallengeParty.objects.acted_for_by(scope).filter(side=Side.CHALLENGED)
        come = unanswered.filter(stage__tells=EscalationStage.Tells.PARTNERS)
        mine = Q(pk__in=challenged.values("challenge_id"), runs__in=unanswered)
        mine |= Q(partnership_id__in=_leads(scope), runs__in=come)
        ids = self.visible_to(scope).open().filter(mine).order_by().values("pk")
        return self.filter(pk__in=ids).order_by("dated_on", "pk")

    def open(self) -> Self:
        """Those that are not settled."""
        return self.filter(state=State.OPEN)

    def run_out(self, now: datetime) -> Self:
        """Open ones whose stage has run out unanswered, and of which nobody was told so yet."""
        late = StageRun.objects.filter(ended_at__isnull=True, answered_at__isnull=True, silent_at__isnull=True).filter(
            Q(clock__due_time__lt=now)
            | Q(clock__due_time__isnull=True, clock__due_on__lt=timezone.localtime(now).date())
        )
        return self.open().filter(pk__in=late.values("challenge_id"))

    def with_parts(self) -> Self:
        """Each with its parties, stages and themes, in a fixed number of queries."""
        runs = StageRun.objects.select_related("stage__protocol__immediate_rule", "stage__rule", "clock__rule")
        return self.select_related("partnership", "holding_body__partnership", "resolved_stage").prefetch_related(
            models.Prefetch("parties", ChallengeParty.objects.with_names()),
            models.Prefetch("runs", runs),
            "themes",
        )


def _leads(scope: Scope) -> set[int]:
    """The partnerships in which the person is a safeguarding partner on a leading body."""
    return {
        seat.partnership_id
        for seat in scope.seats
        if seat.partnership_id is not None and seat.body_kind in LEADING and seat.role in PARTNERS
    }
