"""The numbers of improvement, one file for each subject; each says what it counts."""

from goldenthread.improvement.figures.themes import theme_years, themes
from goldenthread.improvement.figures.threads import broken_threads

__all__ = ["broken_threads", "theme_years", "themes"]
