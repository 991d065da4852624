"""The numbers of improvement, one file for each subject; each says what it counts."""

from goldenthread.improvement.figures.challenges import challenges
from goldenthread.improvement.figures.themes import theme_years, themes
from goldenthread.improvement.figures.threads import broken_threads

__all__ = ["broken_threads", "challenges", "theme_years", "themes"]
