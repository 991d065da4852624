"""The nouns of governance, one file each."""

from goldenthread.governance.models.attendance import Attendance, CameAs
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.roster import Place, roster

__all__ = ["Attendance", "CameAs", "Meeting", "Place", "roster"]
