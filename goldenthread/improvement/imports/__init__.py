"""The files improvement reads and writes."""

from goldenthread.improvement.imports import protocols

__all__ = ["protocols"]
