"""The register app."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    """Agencies, bodies, seats and scope."""

    name = "goldenthread.partnership"

    def ready(self) -> None:
        """Name the register's pages at the top of every page."""
        from goldenthread.partnership import navigation
        from goldenthread.partnership.permissions import Permission

        navigation.register("Partnerships", "partnership_list", permission=Permission.SEE_REGISTER, order=10)
        navigation.register("Bodies", "body_list", permission=Permission.SEE_REGISTER, order=20)
        navigation.register("Agencies", "agency_list", permission=Permission.SEE_REGISTER, order=30)
        navigation.register("People", "person_list", permission=Permission.SEE_REGISTER, order=40)
        navigation.register("Checks", "register_checks", permission=Permission.SEE_REGISTER, order=50)
        navigation.register("Trail", "trail_list", permission=Permission.SEE_TRAIL, order=90)
