"""Numbers of improvement, one file for each subject."""

from goldenthread.improvement.figures.plan import Plan, plan, plan_of
from goldenthread.improvement.figures.rag import Rag, rag, rag_of

__all__ = ["Plan", "Rag", "plan", "plan_of", "rag", "rag_of"]
