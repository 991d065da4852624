"""Database triggers that refuse to change or remove what the trail holds, on SQLite and PostgreSQL.

A migration that rebuilds a table on SQLite drops its triggers, so they are put back after every migrate.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("foundation_trailentry", "foundation_trailseal")
REFUSAL = "The trail cannot be changed."
FUNCTION = "foundation_trail_refuse"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; those already there are made again."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
            )
        for table in TABLES:
            for statement in _create(connection.vendor, table):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away. Only tests call this alone, to empty their database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _names(connection.vendor, table):
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that should be there and are not, or are switched off; none before the first migrate."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) & set(TABLES)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return [name for table in sorted(tables) for name in _names(connection.vendor, table) if name not in present]


def install_after_migrate(*, using: str, **_: Any) -> None:
    """The post_migrate hook."""
    install(connections[using])


def _names(vendor: str, table: str) -> list[str]:
    return [f"{table}_kept"] if vendor == "postgresql" else [f"{table}_no_update", f"{table}_no_delete"]


def _create(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        name = f"{table}_kept"
        return [
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
            # ALWAYS: also for a session that calls itself a replica.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for act in ("update", "delete")
    ]
