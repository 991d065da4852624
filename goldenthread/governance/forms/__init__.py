"""What governance asks, one file for each subject."""

from goldenthread.governance.forms.agenda import CopyForm, InviteForm, ItemForm, SeatsForm, StandingItemForm
from goldenthread.governance.forms.apology import ApologyForm
from goldenthread.governance.forms.attendance import SheetForm
from goldenthread.governance.forms.forward import ForwardItemForm
from goldenthread.governance.forms.letter import ChairLetterForm, ReplyForm
from goldenthread.governance.forms.meeting import CancelForm, MeetingForm
from goldenthread.governance.forms.minutes import (
    AgreeForm,
    DecisionForm,
    DeclarationForm,
    ReopenForm,
    SeenForm,
    SureForm,
    WritingForm,
)
from goldenthread.governance.forms.paper import PaperForm
from goldenthread.governance.forms.period import FollowUpForm, PeriodForm
from goldenthread.governance.forms.quarter import QuarterlyThemeForm, UpdateForm
from goldenthread.governance.forms.quorum import QuorumRuleForm
from goldenthread.governance.forms.raising import RaiseForm
from goldenthread.governance.forms.series import DatesForm, SchoolTermForm, SeriesForm
from goldenthread.governance.forms.worry import AnswerForm, EscalateForm, WorryForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "ApologyForm",
    "CancelForm",
    "ChairLetterForm",
    "CopyForm",
    "DatesForm",
    "DecisionForm",
    "DeclarationForm",
    "EscalateForm",
    "FollowUpForm",
    "ForwardItemForm",
    "InviteForm",
    "ItemForm",
    "MeetingForm",
    "PaperForm",
    "PeriodForm",
    "QuarterlyThemeForm",
    "QuorumRuleForm",
    "RaiseForm",
    "ReopenForm",
    "ReplyForm",
    "SchoolTermForm",
    "SeatsForm",
    "SeenForm",
    "SeriesForm",
    "SheetForm",
    "StandingItemForm",
    "SureForm",
    "UpdateForm",
    "WorryForm",
    "WritingForm",
]
