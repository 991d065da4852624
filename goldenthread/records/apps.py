"""Records at start: the documents section joins the pages of bodies."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What hangs on records."""

    name = "goldenthread.records"
    label = "records"

    def ready(self) -> None:
        """Register the section."""
        from goldenthread.records import sections  # noqa: F401
