"""Numbers of improvement, one file for each subject."""

from goldenthread.improvement.figures.cascade import CascadeFigures, cascade
from goldenthread.improvement.figures.plan import Plan, plan, plan_of
from goldenthread.improvement.figures.rag import Rag, rag, rag_of
from goldenthread.improvement.figures.themes import ThemeYears, theme_years, themes
from goldenthread.improvement.figures.threads import BrokenThreads, broken_threads

__all__ = [
    "BrokenThreads",
    "CascadeFigures",
    "Plan",
    "Rag",
    "ThemeYears",
    "broken_threads",
    "cascade",
    "plan",
    "plan_of",
    "rag",
    "rag_of",
    "theme_years",
    "themes",
]
