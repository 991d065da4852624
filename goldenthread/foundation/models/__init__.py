"""The rows foundation keeps."""

from goldenthread.foundation.models.trail import TrailEntry, TrailSeal

__all__ = ["TrailEntry", "TrailSeal"]
