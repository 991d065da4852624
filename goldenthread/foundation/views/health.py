"""The health page, for load balancers and monitoring."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from goldenthread.foundation import jobs, triggers


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served, else 503; the reasons as JSON, without anything secret."""
    try:
        state = _state()
    except DatabaseError:
        state = {"database": False}
    healthy = all(state.get(part) for part in ("database", "migrations", "trail"))
    return JsonResponse({"healthy": healthy, **state}, status=200 if healthy else 503)


def _state() -> dict[str, Any]:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return {"database": True, "migrations": False}
    waiting = jobs.oldest_waiting()
    return {
        "database": True,
        "migrations": True,
        "trail": not triggers.missing(connection),
        "oldest_waiting_job_seconds": round(waiting.total_seconds()) if waiting else 0,
    }
