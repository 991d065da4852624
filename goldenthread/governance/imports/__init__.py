"""What governance brings in and gives out, one file for each kind."""

from goldenthread.governance.imports.attendance import AttendanceKind
from goldenthread.governance.imports.meetings import Meetings
from goldenthread.governance.imports.school_terms import SchoolTerms

__all__ = ["AttendanceKind", "Meetings", "SchoolTerms"]
