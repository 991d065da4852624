"""The trail's triggers stand after every migrate, also where a migration rebuilt the table."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from goldenthread.foundation import triggers
from goldenthread.foundation.models import TrailEntry


@pytest.mark.django_db
def test_triggers_stand_after_migrate():
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_triggers_stand_again_after_a_table_was_rebuilt():
    verb = TrailEntry._meta.get_field("verb")
    longer = models.CharField(max_length=verb.max_length + 1)
    longer.set_attributes_from_name("verb")
    with connection.schema_editor() as editor:
        editor.alter_field(TrailEntry, verb, longer)
    if connection.vendor == "sqlite":
        assert triggers.missing(connection), "SQLite no longer drops triggers with a rebuild: the hook has no use."
    with connection.schema_editor() as editor:
        editor.alter_field(TrailEntry, longer, verb)
    call_command("migrate", skip_checks=True, verbosity=0)
    assert triggers.missing(connection) == []
