"""What a person may do with one challenge: who keeps it, and on which side they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from goldenthread.improvement.models.challenge import Challenge
from goldenthread.improvement.models.challenge_party import Side
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class Rights:
    """``keeps``: the person keeps the challenges of the body. The others say on which side they stand."""

    keeps: bool
    raised: bool
    challenged: bool

    @property
    def answers(self) -> bool:
        """Whether they may answer it."""
        return self.keeps or self.challenged

    @property
    def takes_up(self) -> bool:
        """Whether they may take it up, shorten, settle or withdraw it: those who raised it, and who keeps it."""
        return self.keeps or self.raised

    @property
    def reads_reference(self) -> bool:
        """Whether they read which case it is about."""
        return self.keeps or self.raised or self.challenged


def rights(challenge: Challenge, scope: Scope) -> Rights:
    """The rights of a person over a challenge whose page they may read."""
    body = challenge.holding_body
    sides = challenge.sides_of(scope)
    return Rights(
        keeps=body is not None and scope.may(Permission.MANAGE_CHALLENGES, body),
        raised=Side.RAISED in sides,
        challenged=Side.CHALLENGED in sides,
    )
