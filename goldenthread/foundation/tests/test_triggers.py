"""The triggers that keep the trail."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from goldenthread.foundation import trail, triggers
from goldenthread.foundation.models import TrailEntry, TrailSeal
from tests.triggers import settle


@pytest.fixture
def kept(db):
    trail.record("seat.open", by=None)
    trail.seal()
    settle()


@pytest.mark.parametrize("model", [TrailEntry, TrailSeal])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_trail(kept, model, change):
    rows = model.objects.all()
    changed = {"verb": "seat.close"} if model is TrailEntry else {"digest": "0" * 64}
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        rows.update(**changed) if change == "update" else rows._raw_delete(using="default")
    assert model.objects.count() == 1


def test_truncate_is_refused(kept):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE foundation_trailentry")


def test_a_missing_trigger_is_named_by_check_and_put_back_by_migrate(kept):
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    triggers.remove(connection)
    missing = run_checks(tags=[Tags.database], databases=["default"])
    assert {error.id for error in missing} == {"foundation.E001"}
    call_command("migrate", skip_checks=True, verbosity=0)
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_a_trigger_switched_off_counts_as_missing(kept):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot switch triggers off")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE foundation_trailseal DISABLE TRIGGER ALL")
    assert triggers.missing(connection) == ["foundation_trailseal_kept"]


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_can_empty_the_database():
    trail.record("seat.open", by=None)
    trail.seal()
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_database_was_emptied_and_is_still_protected():
    assert not TrailEntry.objects.exists()
    assert triggers.missing(connection) == []
