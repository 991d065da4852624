"""Jobs: work behind the pages, over django-tasks and its database queue.

What this adds: arguments are ids only; of a failure only the exception's class and its place in our code
are kept, since messages and local values may hold personal data; a worker holds a job by a lease it keeps
renewing, so that the job of a worker that died is found; and jobs declared idempotent are tried again.
"""

import logging
import re
import socket
import threading
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

import goldenthread
from goldenthread.foundation.models import Job

log = logging.getLogger(__name__)

JobTask = Task[..., str | None]
"""What ``@job`` makes of a function."""

ATTEMPTS = 3
"""How often an idempotent job is tried."""
LEASE = timedelta(seconds=60)
BEAT = 2.0
"""Seconds between two looks at the progress of a running job."""
RENEW = timedelta(seconds=15)
IDLE = 1.0
"""Seconds a worker with nothing to do waits."""
OURS = Path(goldenthread.__file__).parent
ID = re.compile(r"[\w.:/+-]{1,100}", re.ASCII)
LINK = re.compile(r"/[\w./?=&-]*", re.ASCII)


class WorkerDied(Exception):
    """The worker ended without finishing the job, which may not simply be run again."""


@dataclass(frozen=True)
class Kind:
    """What a job is: its name in words, and whether running it twice does no harm."""

    title: str
    idempotent: bool


@dataclass
class Progress:
    """How far the job is that runs in this thread."""

    done: int = 0
    total: int = 0
    step: str = ""


_kinds: dict[str, Kind] = {}
_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)


def job(title: str, *, idempotent: bool = False) -> Callable[[Callable[..., str | None]], JobTask]:
    """Declare a function of ids, in an app's ``tasks.py``, a job. It returns the address of its result, or None.

    An idempotent job is tried up to three times, and again when its worker dies.
    """

    def decorate(function: Callable[..., str | None]) -> JobTask:
        made: JobTask = task(function)
        _kinds[made.module_path] = Kind(title, idempotent)
        return made

    return decorate


def kind(path: str) -> Kind:
    """The kind of job a path names; one no longer there is named by its path."""
    return _kinds.get(path, Kind(path.rpartition(".")[2], idempotent=False))


def enqueue(
    job: JobTask, *ids: int | str, owner: AbstractBaseUser | None = None, after: datetime | None = None
) -> Job:
    """Put a job in the queue, with the caller's transaction, to run once that is committed (and not before ``after``).

    Raises ValueError when an argument is not an id: text stays in the rows it belongs to.
    """
    for value in ids:
        if not (isinstance(value, int) or (isinstance(value, str) and ID.fullmatch(value))):
            raise ValueError("A job is given ids only: whole numbers or code words without spaces.")
    whose: Any = owner
    with transaction.atomic():
        result = job.using(run_after=after).enqueue(*ids)
        return Job.objects.create(result_id=UUID(result.id), owner=whose)


def progress(done: int, total: int, step: str = "") -> None:
    """Say from inside a job how far it is. Does nothing elsewhere, and costs nothing when called often."""
    current = _progress.get()
    if current is not None:
        current.done, current.total, current.step = done, total, step[:100]


def run_waiting() -> int:
    """Run every job that is due, here and now; return how many. For tests and commands without a worker."""
    worker = Worker(beating=False)
    count = 0
    while worker.run_one():
        count += 1
    return count


def recover() -> int:
    """Return to the queue, or fail, every job whose worker let its lease run out; return how many."""
    with transaction.atomic():
        lapsed = list(
            Job.objects.filter(leased_until__lt=timezone.now(), result__status=TaskResultStatus.RUNNING)
            .select_related("result")
            .select_for_update(skip_locked=True, of=("self",))
        )
        for held in lapsed:
            _release(held, held.worker, **_after_failure(held, _path(WorkerDied), ""))
    return len(lapsed)


def is_waiting(job: JobTask) -> bool:
    """Whether a run of this job waits in the queue."""
    return DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY).exists()


def oldest_waiting() -> timedelta | None:
    """How long the job has waited that is due longest; None when none is waiting."""
    first = DBTaskResult.objects.ready().filter(job__isnull=False).order_by("enqueued_at").first()
    return timezone.now() - first.enqueued_at if first else None


class Worker:
    """Takes jobs from the queue one at a time until told to stop."""

    def __init__(self, *, beating: bool = True, say: Callable[[str], None] = lambda line: None) -> None:
        """``beating`` renews the lease from a thread of its own; ``say`` is given one line for each job."""
        self.name = f"{socket.gethostname()[:30]}-{get_random_string(8)}"
        self.beating = beating
        self.say = say
        self.stopping = threading.Event()

    def stop(self, *_: Any) -> None:
        """Finish the job in hand, then end. Fit as a signal handler."""
        self.stopping.set()

    def run(self, *, each_turn: Callable[[], Any] = recover) -> None:
        """Work until stopped. ``each_turn`` is called between jobs, about every half lease at the most."""
        turn = None
        while not self.stopping.is_set():
            close_old_connections()
            try:
                if turn is None or timezone.now() - turn > LEASE / 4:
                    turn = timezone.now()
                    each_turn()
                idle = not self.run_one()
            except OperationalError as error:
                log.error("job.database_unreachable", extra={"error": _path(type(error))})
                connection.close()
                idle = True
            if idle:
                self.stopping.wait(IDLE)
        connection.close()

    def run_one(self) -> bool:
        """Run one job that is due. False when there is none."""
        taken = self._take()
        if taken is None:
            return False
        begun = timezone.now()
        current = Progress()
        token = _progress.set(current)
        try:
            with _Heart(taken, self.name, current) if self.beating else _NoHeart():
                function: Any = taken.result.task
                link = function.call(*taken.ids)
                if link is not None and not LINK.fullmatch(link):
                    raise ValueError("The result of a job is an address of this site.")
        except Exception as error:
            failure = _path(type(error)), _place(error.__traceback__)
            changes = _after_failure(taken, *failure)
            log.error("job.failed", extra={"job": str(taken.pk), "error": failure[0], "place": failure[1]})
        else:
            changes = {
                "status": TaskResultStatus.SUCCESSFUL,
                "finished_at": timezone.now(),
                "return_value": link,
                "exception_class_path": "",
                "traceback": "",
            }
        finally:
            _progress.reset(token)
        if not _release(taken, self.name, current, **changes):
            log.error("job.lease_lost", extra={"job": str(taken.pk)})
        seconds = (timezone.now() - begun).total_seconds()
        self.say(f"{taken.title}: {changes['status'].label.lower()}, {seconds:.1f} s")
        return True

    def _take(self) -> Job | None:
        due = DBTaskResult.objects.ready().filter(job__isnull=False)
        if not due.exists():
            return None
        with transaction.atomic():
            result = due.select_related("job").select_for_update(skip_locked=True, of=("self",)).first()
            if result is None:
                return None
            result.claim(self.name)
            taken: Job = result.job
            taken.result = result
            taken.worker = self.name
            taken.leased_until = timezone.now() + LEASE
            taken.save(update_fields=["worker", "leased_until"])
        return taken


class _NoHeart:
    """In the place of a heart where the job runs inline."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class _Heart(threading.Thread):
    """Renews the lease of a running job and writes its progress, over a connection of its own."""

    def __init__(self, taken: Job, worker: str, progress: Progress) -> None:
        super().__init__(daemon=True, name="heart")
        self.mine = Job.objects.filter(pk=taken.pk, worker=worker)
        self.progress = progress
        self.stopped = threading.Event()

    def run(self) -> None:
        """Beat until the job ends."""
        renewed, written = timezone.now(), Progress()
        try:
            while not self.stopped.wait(BEAT):
                now, seen = timezone.now(), Progress(**vars(self.progress))
                if seen == written and now - renewed < RENEW:
                    continue
                try:
                    self.mine.update(leased_until=now + LEASE, **vars(seen))
                    renewed, written = now, seen
                except OperationalError:
                    connection.close()
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.join()


def _after_failure(held: Job, error: str, place: str) -> dict[str, Any]:
    """What becomes of a job that failed: waiting for another try, or failed for good."""
    changes: dict[str, Any] = {"exception_class_path": error, "traceback": place}
    if kind(held.result.task_path).idempotent and held.attempts < ATTEMPTS:
        pause = timedelta(seconds=30) * 4 ** (held.attempts - 1)
        return changes | {"status": TaskResultStatus.READY, "run_after": timezone.now() + pause}
    return changes | {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}


def _release(held: Job, worker: str, current: Progress | None = None, **changes: Any) -> bool:
    """Give up the lease and write the outcome. False when another worker holds the job by now."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=held.pk, worker=worker).update(
            worker="", leased_until=None, **(vars(current) if current else {})
        )
        if mine:
            DBTaskResult.objects.filter(pk=held.pk).update(**changes)
    return bool(mine)


def _path(error: type[BaseException]) -> str:
    return f"{error.__module__}.{error.__qualname__}"


def _place(where: TracebackType | None) -> str:
    """File and line of the innermost of our own frames, without any value."""
    frames = list(traceback.StackSummary.extract(traceback.walk_tb(where), lookup_lines=False))
    ours = [frame for frame in frames if OURS in Path(frame.filename).parents and frame.name != "run_one"]
    if not (ours or frames):
        return ""
    frame = (ours or frames)[-1]
    path = Path(frame.filename)
    return f"{path.relative_to(OURS.parent) if ours else path.name}:{frame.lineno}"
