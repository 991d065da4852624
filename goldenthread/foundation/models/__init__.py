"""The rows foundation keeps."""

from goldenthread.foundation.models.job import Job, ScheduledRun
from goldenthread.foundation.models.message import Message
from goldenthread.foundation.models.trail import TrailEntry, TrailSeal

__all__ = ["Job", "Message", "ScheduledRun", "TrailEntry", "TrailSeal"]
