"""The nouns of improvement, one file each."""

from goldenthread.improvement.models.action import Action, MeasureKind
from goldenthread.improvement.models.action_closure import Closure
from goldenthread.improvement.models.action_digest import ActionDigest
from goldenthread.improvement.models.action_due import DueChange
from goldenthread.improvement.models.action_file import ActionFile
from goldenthread.improvement.models.action_pause import Pause
from goldenthread.improvement.models.attestation import Attestation
from goldenthread.improvement.models.challenge import Challenge
from goldenthread.improvement.models.challenge_party import ChallengeParty, Side
from goldenthread.improvement.models.challenge_stage import ChallengeStep, StageRun, What
from goldenthread.improvement.models.challenge_words import About, ChallengeKind, Result, State
from goldenthread.improvement.models.evidence import Evidence, Precision, kinds
from goldenthread.improvement.models.external_report import ExternalReport
from goldenthread.improvement.models.finding import Finding, FindingKind
from goldenthread.improvement.models.historical_record import HistoricalRecord, Register
from goldenthread.improvement.models.impact import Difference, ImpactCheck
from goldenthread.improvement.models.inspection import Inspection
from goldenthread.improvement.models.law_change import LawChange
from goldenthread.improvement.models.learning import Cascade, LearningProduct, LearningSort
from goldenthread.improvement.models.outcome import Outcome
from goldenthread.improvement.models.priority import PLAN_PRIORITY, Priority
from goldenthread.improvement.models.protocol import EscalationProtocol, EscalationStage
from goldenthread.improvement.models.risk import Risk
from goldenthread.improvement.models.tabling import Tabling
from goldenthread.improvement.models.tabling_listed import Tabled, tabled_about, tabled_for
from goldenthread.improvement.models.theme import Theme
from goldenthread.improvement.models.update import ActionUpdate

__all__ = [
    "PLAN_PRIORITY",
    "About",
    "Action",
    "ActionDigest",
    "ActionFile",
    "ActionUpdate",
    "Attestation",
    "Cascade",
    "Challenge",
    "ChallengeKind",
    "ChallengeParty",
    "ChallengeStep",
    "Closure",
    "Difference",
    "DueChange",
    "EscalationProtocol",
    "EscalationStage",
    "Evidence",
    "ExternalReport",
    "Finding",
    "FindingKind",
    "HistoricalRecord",
    "ImpactCheck",
    "Inspection",
    "LawChange",
    "LearningProduct",
    "LearningSort",
    "MeasureKind",
    "Outcome",
    "Pause",
    "Precision",
    "Priority",
    "Register",
    "Result",
    "Risk",
    "Side",
    "StageRun",
    "State",
    "Tabled",
    "Tabling",
    "Theme",
    "What",
    "kinds",
    "tabled_about",
    "tabled_for",
]
