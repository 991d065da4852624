"""Jobs: what runs behind the pages, beside the row django-tasks keeps of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from django.conf import settings
from django.db import models
from django_tasks import TaskResultStatus

if TYPE_CHECKING:
    from collections.abc import Sequence


class Asking(Protocol):
    """What a scope must say for a person's own jobs to be found."""

    @property
    def person_id(self) -> int | None:
        """The person's number."""


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about jobs."""

    def visible_to(self, scope: Asking) -> Self:
        """The jobs the person asked for themselves."""
        return self.filter(owner__isnull=False, owner_id=scope.person_id)


class Job(models.Model):
    """One run of a job: who asked for it, how far it is, and until when its worker holds it.

    ``result`` keeps the state, the ids it was given, and of a failure the exception's class
    and, in ``traceback``, its place in our code.
    """

    result = models.OneToOneField("django_tasks_database.DBTaskResult", models.CASCADE, primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(worker="", leased_until__isnull=True)
                | (~models.Q(worker="") & models.Q(leased_until__isnull=False)),
                name="job_worker_with_lease",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it does, in words."""
        from goldenthread.foundation.jobs import kind

        return kind(self.result.task_path).title

    @property
    def state(self) -> str:
        """One of waiting, running, done, failed."""
        return {
            TaskResultStatus.READY: "waiting",
            TaskResultStatus.RUNNING: "running",
            TaskResultStatus.SUCCESSFUL: "done",
            TaskResultStatus.FAILED: "failed",
        }[TaskResultStatus(self.result.status)]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "failed"}

    @property
    def attempts(self) -> int:
        """How often a worker has taken it."""
        return len(self.result.worker_ids)

    @property
    def link(self) -> str | None:
        """The address of what it made, once done."""
        return self.result.return_value

    @property
    def ids(self) -> Sequence[int | str]:
        """What it was given."""
        given: list[int | str] = self.result.args_kwargs["args"]
        return given


class ScheduledRun(models.Model):
    """That a schedule has been started for one period, so that it is never started twice."""

    schedule = models.CharField(max_length=200)
    period = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "period"], name="scheduled_run_once")]

    def __str__(self) -> str:
        return f"{self.schedule} {self.period:%Y-%m-%d %H:%M}"
