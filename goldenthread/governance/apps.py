"""The governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Meetings and attendance."""

    name = "goldenthread.governance"

    def ready(self) -> None:
        """Add the section of a body's page, tell where actions come from, and name the pages at the top."""
        from goldenthread.governance import origins, sections  # noqa: F401
        from goldenthread.partnership import navigation
        from goldenthread.partnership.permissions import Permission

        navigation.register("My meetings", "my_meetings", permission=Permission.OWN_ACCOUNT, order=5)
