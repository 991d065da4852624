"""The improvement app."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """The plan, the evidence behind it, and challenges."""

    name = "goldenthread.improvement"

    def ready(self) -> None:
        """Name the pages at the top of every page, let clocks hang on challenges, and load protocols at the start."""
        from goldenthread.improvement import sections
        from goldenthread.improvement.imports import protocols
        from goldenthread.partnership import beginnings, navigation
        from goldenthread.partnership.permissions import Permission
        from goldenthread.records import owners

        navigation.register("Challenges", "challenge_log", permission=Permission.SEE_CHALLENGES, order=35)
        owners.register(sections.challenge_clocks())
        beginnings.register(protocols.load_packaged)
