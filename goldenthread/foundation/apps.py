"""Foundation at start: what apps register is found, the trail is protected after every migrate."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    """The lowest app."""

    name = "goldenthread.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Find every app's figures, import kinds, search sources and jobs; keep the trail's triggers in place."""
        from goldenthread.foundation.cache import make_table_after_migrate
        from goldenthread.foundation.checks import trail_is_protected
        from goldenthread.foundation.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self)
        post_migrate.connect(make_table_after_migrate, sender=self)
        checks.register(trail_is_protected, checks.Tags.database)
        autodiscover_modules("figures", "imports", "search", "tasks")
