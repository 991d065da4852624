"""The improvement app."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """The plan, the evidence behind it, and challenges."""

    name = "goldenthread.improvement"

    def ready(self) -> None:
        """Add the sections of a body's page, and name the pages at the top of every page."""
        from goldenthread.improvement import sections  # noqa: F401
        from goldenthread.partnership import navigation
        from goldenthread.partnership.permissions import Permission

        navigation.register("Plan", "plan_page", permission=Permission.SEE_PLAN, order=6)
        navigation.register("My actions", "my_actions", permission=Permission.UPDATE_ACTIONS, order=7)
        navigation.register("Evidence", "evidence_list", permission=Permission.SEE_EVIDENCE, order=8)
