"""The health page."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldenthread.foundation import jobs, triggers
from goldenthread.foundation.tests import jobs_for_tests as some

pytestmark = pytest.mark.django_db


def test_all_is_well_for_anybody(client):
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {
        "healthy": True,
        "database": True,
        "migrations": True,
        "trail": True,
        "oldest_waiting_job_seconds": 0,
    }


def test_it_says_how_long_the_oldest_job_waits(client):
    jobs.enqueue(some.note)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert 3600 <= client.get("/health/").json()["oldest_waiting_job_seconds"] < 3700


def test_an_unprotected_trail_is_ill(client):
    triggers.remove(connection)
    response = client.get("/health/")
    assert (response.status_code, response.json()["trail"]) == (503, False)


def test_migrations_to_apply_are_ill(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (
        503,
        {"healthy": False, "database": True, "migrations": False},
    )


def test_a_database_that_is_away_is_ill_and_no_secret_is_told(client, monkeypatch):
    def away() -> None:
        raise DatabaseError("password authentication failed for user 'x'")

    monkeypatch.setattr(connection, "ensure_connection", away)
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"healthy": False, "database": False})


def test_it_is_only_read(client):
    assert client.post("/health/").status_code == 405
