"""What the pages of improvement ask, one file for each noun."""

from goldenthread.improvement.forms.action import ActionForm
from goldenthread.improvement.forms.impact import ImpactForm
from goldenthread.improvement.forms.parts import AttestForm, ContributorForm, ReleaseForm
from goldenthread.improvement.forms.plan import BoardFilter, ImpactFilter, PlanFilter
from goldenthread.improvement.forms.priority import OutcomeForm, PriorityForm
from goldenthread.improvement.forms.steps import BulkLine, CloseForm, DueForm, PauseForm, ReopenForm, UpdateForm

__all__ = [
    "ActionForm",
    "AttestForm",
    "BoardFilter",
    "BulkLine",
    "CloseForm",
    "ContributorForm",
    "DueForm",
    "ImpactFilter",
    "ImpactForm",
    "OutcomeForm",
    "PauseForm",
    "PlanFilter",
    "PriorityForm",
    "ReleaseForm",
    "ReopenForm",
    "UpdateForm",
]
