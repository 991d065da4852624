"""The nouns of improvement, one file each."""

from goldenthread.improvement.models.action import Action, MeasureKind
from goldenthread.improvement.models.action_closure import Closure
from goldenthread.improvement.models.action_digest import ActionDigest
from goldenthread.improvement.models.action_due import DueChange
from goldenthread.improvement.models.action_file import ActionFile
from goldenthread.improvement.models.action_pause import Pause
from goldenthread.improvement.models.attestation import Attestation
from goldenthread.improvement.models.impact import Difference, ImpactCheck
from goldenthread.improvement.models.outcome import Outcome
from goldenthread.improvement.models.priority import PLAN_PRIORITY, Priority
from goldenthread.improvement.models.update import ActionUpdate

__all__ = [
    "PLAN_PRIORITY",
    "Action",
    "ActionDigest",
    "ActionFile",
    "ActionUpdate",
    "Attestation",
    "Closure",
    "Difference",
    "DueChange",
    "ImpactCheck",
    "MeasureKind",
    "Outcome",
    "Pause",
    "Priority",
]
