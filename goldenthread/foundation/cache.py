"""The cache's table. Django keeps it outside the migrations, so it is made after every migrate."""

from typing import Any

from django.core.management import call_command


def make_table_after_migrate(*, using: str, **_: Any) -> None:
    """The post_migrate hook. A table that is there already is left as it is."""
    call_command("createcachetable", database=using, verbosity=0)
