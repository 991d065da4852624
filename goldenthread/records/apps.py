"""Records at start: the documents section joins the pages of bodies, imports and exports the navigation."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What hangs on records."""

    name = "goldenthread.records"
    label = "records"

    def ready(self) -> None:
        """Register the section and the page."""
        from goldenthread.partnership import navigation
        from goldenthread.partnership.permissions import Permission
        from goldenthread.records import sections  # noqa: F401

        navigation.register("Import and export", "import_list", permission=Permission.EXPORT_RECORDS, order=80)
