"""The improvement app."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """The plan, the evidence behind it, and challenges."""

    name = "goldenthread.improvement"
