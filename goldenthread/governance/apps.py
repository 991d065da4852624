"""The governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Meetings and attendance."""

    name = "goldenthread.governance"

    def ready(self) -> None:
        """Add the section of a body's page."""
        from goldenthread.governance import sections  # noqa: F401
