"""The demonstration app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Loaded facts, invented people, and signing in by choosing who to be."""

    name = "demo"
