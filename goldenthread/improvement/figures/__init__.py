"""Figures of improvement, one file for each subject."""

from goldenthread.improvement.figures.challenges import challenges

__all__ = ["challenges"]
