"""Schedules: which job starts by itself, and how often. ``tick`` is called every minute by cron,
a systemd timer or a worker with the clock; however many call it, each schedule starts once in each period."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.foundation import jobs
from goldenthread.foundation.models import ScheduledRun

_schedules: dict[str, tuple[jobs.JobTask, timedelta]] = {}


def every(*, minutes: int = 0, hours: int = 0, days: int = 0) -> Callable[[jobs.JobTask], jobs.JobTask]:
    """Start the job below in every such period. The job takes no arguments."""

    def decorate(task: jobs.JobTask) -> jobs.JobTask:
        _schedules[task.module_path] = task, timedelta(minutes=minutes, hours=hours, days=days)
        return task

    return decorate


def tick(now: datetime | None = None) -> list[str]:
    """Put every job whose period has begun in the queue, unless its last run still waits there.

    Returns the paths of those started. Also takes back the jobs of workers that died.
    """
    jobs.recover()
    now = now or timezone.now()
    return [path for path, (task, length) in _schedules.items() if _start(path, task, _period(now, length))]


@transaction.atomic
def _start(path: str, task: jobs.JobTask, period: datetime) -> bool:
    _, new = ScheduledRun.objects.get_or_create(schedule=path, period=period)
    if not new or jobs.is_waiting(task):
        return False
    jobs.enqueue(task)
    return True


def _period(now: datetime, length: timedelta) -> datetime:
    """The start of the period ``now`` falls in, counted in UTC."""
    seconds = int(length.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)
