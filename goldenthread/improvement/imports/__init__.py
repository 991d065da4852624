"""What improvement brings in and gives out, one file for each kind."""

from goldenthread.improvement.imports.action_updates import ActionUpdates
from goldenthread.improvement.imports.plan import Plan
from goldenthread.improvement.imports.priorities import Priorities

__all__ = ["ActionUpdates", "Plan", "Priorities"]
