"""Jobs: ids only, failures without personal data, leases, retries, schedules."""

import json
import logging
import signal
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldenthread.foundation import jobs, schedules
from goldenthread.foundation.models import Job, ScheduledRun
from goldenthread.foundation.tests import jobs_for_tests as some

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_ran():
    some.ran.clear()


@pytest.fixture
def person():
    return get_user_model().objects.create(name="Somebody", email="somebody@example.org")


def again(job: Job) -> Job:
    return Job.objects.select_related("result").get(pk=job.pk)


def test_a_job_runs_with_its_ids_and_is_done(person):
    job = jobs.enqueue(some.note, 4, "SM-2016", owner=person)
    assert (again(job).state, job.title) == ("waiting", "Note its ids")
    assert jobs.run_waiting() == 1
    assert some.ran == [(4, "SM-2016")]
    job = again(job)
    assert (job.state, job.is_finished, job.worker, job.leased_until) == ("done", True, "", None)


@pytest.mark.parametrize("value", ["two words", 1.5, None, {"name": "x"}, "x" * 101, ""])
def test_only_ids_are_taken(value):
    with pytest.raises(ValueError, match="ids only"):
        jobs.enqueue(some.note, value)
    assert not DBTaskResult.objects.exists()


def test_a_job_waits_until_it_is_due():
    jobs.enqueue(some.note, after=timezone.now() + timedelta(hours=1))
    assert jobs.run_waiting() == 0
    assert jobs.oldest_waiting() is None


def test_progress_and_result_are_kept():
    job = jobs.enqueue(some.work, 5)
    jobs.run_waiting()
    job = again(job)
    assert (job.done, job.total, job.step, job.link) == (5, 5, "Reading rows", "/bodies/4/")


def test_progress_outside_a_job_does_nothing():
    jobs.progress(1, 2, "Reading rows")


def test_a_result_is_an_address_of_this_site():
    job = jobs.enqueue(some.point_elsewhere)
    jobs.run_waiting()
    assert again(job).state == "failed"


def test_people_see_their_own_jobs(person):
    other = get_user_model().objects.create(name="Other", email="other@example.org")
    mine = jobs.enqueue(some.note, owner=person)
    jobs.enqueue(some.note, owner=other)
    jobs.enqueue(some.note)

    class Scope:
        person_id = person.pk

    class Operator:
        person_id = None

    assert list(Job.objects.visible_to(Scope)) == [mine]
    assert not Job.objects.visible_to(Operator).exists()


def test_a_failure_keeps_class_and_place_and_nothing_else(caplog):
    job = jobs.enqueue(some.fail_hard, 4)
    with caplog.at_level(logging.DEBUG):
        jobs.run_waiting()
    result = again(job).result
    assert again(job).state == "failed"
    assert result.exception_class_path == "builtins.ValueError"
    path, _, line = result.traceback.rpartition(":")
    assert path == "goldenthread/foundation/tests/jobs_for_tests.py"
    assert line.isdigit()
    everything = json.dumps(list(DBTaskResult.objects.values()), default=str) + caplog.text
    everything += str([vars(record) for record in caplog.records])
    assert "secret" not in everything


def test_an_idempotent_job_is_tried_three_times_with_growing_pauses():
    job = jobs.enqueue(some.fail_gently, 4)
    for attempt, pause in ((1, 30), (2, 120)):
        assert jobs.run_waiting() == 1
        job = again(job)
        assert (job.state, job.attempts) == ("waiting", attempt)
        left = (job.result.run_after - timezone.now()).total_seconds()
        assert pause - 10 < left <= pause
        DBTaskResult.objects.update(run_after=timezone.now())
    jobs.run_waiting()
    assert (again(job).state, again(job).attempts) == ("failed", 3)
    assert jobs.run_waiting() == 0


def take(worker: str = "gone") -> Job:
    """A job taken by a worker that was then killed: its lease has run out."""
    gone = jobs.Worker()
    gone.name = worker
    taken = gone._take()
    Job.objects.filter(pk=taken.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    return taken


def test_the_idempotent_job_of_a_dead_worker_goes_back_to_the_queue():
    jobs.enqueue(some.note, 7)
    job = take()
    assert jobs.recover() == 1
    assert again(job).state == "waiting"
    assert again(job).result.exception_class_path == "goldenthread.foundation.jobs.WorkerDied"
    DBTaskResult.objects.update(run_after=timezone.now())
    jobs.run_waiting()
    assert some.ran == [(7,)]
    assert again(job).state == "done"


def test_any_other_job_of_a_dead_worker_has_failed():
    jobs.enqueue(some.work, 7)
    job = take()
    jobs.recover()
    assert again(job).state == "failed"
    assert again(job).result.exception_class_path == "goldenthread.foundation.jobs.WorkerDied"


def test_a_job_under_lease_is_left_alone():
    jobs.enqueue(some.note, 7)
    job = jobs.Worker()._take()
    assert jobs.recover() == 0
    assert jobs.run_waiting() == 0
    assert again(job).state == "running"


def test_a_worker_that_lost_its_lease_changes_nothing():
    jobs.enqueue(some.work, 7)
    job = take("slow")
    jobs.recover()
    assert not jobs._release(job, "slow", status="SUCCESSFUL")
    assert again(job).state == "failed"


@pytest.mark.django_db(transaction=True)
def test_the_heart_renews_the_lease_and_writes_progress(monkeypatch):
    monkeypatch.setattr(jobs, "BEAT", 0.01)
    jobs.enqueue(some.work, 7)
    job = take("beating")
    progress = jobs.Progress()
    with jobs._Heart(job, "beating", progress) as heart:
        progress.done, progress.total, progress.step = 3, 7, "Reading rows"
        beaten = threading.Event()
        while not beaten.wait(0.01):
            if again(job).done == 3:
                beaten.set()
    assert not heart.is_alive()
    assert again(job).leased_until > timezone.now() + timedelta(seconds=30)


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_jobs_until_stopped(monkeypatch):
    monkeypatch.setattr(jobs, "IDLE", 0.01)
    lines: list[str] = []
    done = threading.Event()
    worker = jobs.Worker(say=lambda line: (lines.append(line), done.set()))
    jobs.enqueue(some.note, 1)
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert done.wait(20)
    worker.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert some.ran == [(1,)]
    assert lines == ["Note its ids: successful, 0.0 s"]


def test_each_schedule_starts_once_in_each_period():
    noon = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
    started = schedules.tick(noon)
    assert "goldenthread.foundation.tasks.seal_trail" in started
    assert schedules.tick(noon + timedelta(seconds=20)) == []
    jobs.run_waiting()
    a_minute_later = schedules.tick(noon + timedelta(minutes=1))
    assert [path for path in a_minute_later if ".foundation." in path] == ["goldenthread.foundation.tasks.seal_trail"]


def test_a_schedule_does_not_pile_up_behind_a_queue_that_stands_still():
    noon = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
    schedules.tick(noon)
    waiting = DBTaskResult.objects.count()
    assert schedules.tick(noon + timedelta(minutes=1)) == []
    assert DBTaskResult.objects.count() == waiting


def test_tick_is_a_command(capsys):
    call_command("tick")
    assert "goldenthread.foundation.tasks.seal_trail" in capsys.readouterr().out


def test_finished_jobs_are_forgotten_after_thirty_days():
    jobs.enqueue(some.note)
    jobs.run_waiting()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=31))
    ScheduledRun.objects.create(schedule="old", period=timezone.now() - timedelta(days=31))
    jobs.enqueue(some.note)
    from goldenthread.foundation.tasks import forget_finished

    forget_finished.call()
    assert (Job.objects.count(), ScheduledRun.objects.count()) == (1, 0)


def test_the_library_s_own_worker_is_refused():
    with pytest.raises(CommandError, match="goldenthread worker"):
        call_command("db_worker")


def test_the_worker_is_a_command_that_stops_when_told(monkeypatch, capsys):
    def stop_at_once(self: jobs.Worker, *, each_turn: object) -> None:
        assert each_turn is schedules.tick
        assert self.run_one()
        self.stop()

    handled: dict[int, object] = {}
    monkeypatch.setattr(signal, "signal", handled.__setitem__)
    monkeypatch.setattr(jobs.Worker, "run", stop_at_once)
    jobs.enqueue(some.note, 1)
    call_command("worker", "--with-clock")
    assert set(handled) == {signal.SIGTERM, signal.SIGINT}
    assert capsys.readouterr().out == "Note its ids: successful, 0.0 s\n"
