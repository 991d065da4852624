"""The improvement app."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """The plan, the evidence behind it, and challenges."""

    name = "goldenthread.improvement"

    def ready(self) -> None:
        """Add sections, name the pages at the top of every page, and let clocks hang on challenges."""
        from goldenthread.improvement import sections
        from goldenthread.improvement.imports import protocols
        from goldenthread.partnership import beginnings, navigation
        from goldenthread.partnership.permissions import Permission
        from goldenthread.records import owners

        navigation.register("Plan", "plan_page", permission=Permission.SEE_PLAN, order=6)
        navigation.register("My actions", "my_actions", permission=Permission.UPDATE_ACTIONS, order=7)
        navigation.register("Evidence", "evidence_list", permission=Permission.SEE_EVIDENCE, order=8)
        navigation.register("Challenges", "challenge_log", permission=Permission.SEE_CHALLENGES, order=9)
        owners.register(sections.challenge_clocks())
        beginnings.register(protocols.load_packaged)
