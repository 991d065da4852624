"""Kill a worker in the middle of a job: it goes back to the queue, or is said to have failed; nothing is done twice.

python -m tests.resilience.job_cut_off
"""

from datetime import timedelta

from tests.resilience.program import KILLED, Program, program

FOUND_LATER = timedelta(minutes=5)
"""How long after the kill the next worker comes: the lease of the dead one has run out by then."""


def main() -> None:
    """Kill a worker that seals the trail, one that sends a message, and one whose job may not be repeated."""
    with program() as installation:
        from tests import cast

        universe = cast.universe()
        sealing(installation)
        sending(installation, universe.people["clerk"])
        not_to_be_repeated(installation)
        installation.verify_clean()
    print(
        "Three workers were killed in the middle of a job: two jobs were finished once, "
        "the third is said to have failed."
    )


def killed(installation: Program, place: str, times: int = 1) -> None:
    """A worker is killed at the n-th call of ``place``."""
    cut = installation.run("worker", cut_off=(place, times))
    assert cut.returncode == KILLED, f"{place} was not called {times} times: {cut.stderr or cut.stdout}"


def later() -> None:
    """The next worker finds the job of the dead one, and does what waits."""
    import time_machine
    from django.utils import timezone

    from goldenthread.foundation import jobs

    for turn in (1, 2):
        with time_machine.travel(timezone.now() + turn * FOUND_LATER):
            jobs.recover()
            jobs.run_waiting()


def sealing(installation: Program) -> None:
    """A job that writes much in one go: sealing the trail. It is repeated, and every entry is sealed once."""
    from goldenthread.foundation import jobs
    from goldenthread.foundation.models import Job, TrailEntry, TrailSeal
    from goldenthread.foundation.tasks import seal_trail

    Job.objects.all().delete()
    job = jobs.enqueue(seal_trail)
    killed(installation, "goldenthread.foundation.trail:_digest", 40)
    assert TrailSeal.objects.count() == 0, "Half of the trail was sealed."
    assert Job.objects.get(pk=job.pk).state == "running"
    later()
    job = Job.objects.select_related("result").get(pk=job.pk)
    assert (job.state, job.attempts) == ("done", 2)
    assert TrailSeal.objects.count() == TrailEntry.objects.count()


def sending(installation: Program, recipient: object) -> None:
    """A message whose worker died before it reached the mail server is sent, once."""
    from django.core import mail
    from django.test.utils import override_settings

    from goldenthread.foundation.messages import queue
    from goldenthread.foundation.models import Job

    message = queue(
        to=recipient, template="foundation/messages/layout", context={}, subject="Papers", marking="OFFICIAL"
    )
    killed(installation, "django.core.mail:EmailMultiAlternatives.send")
    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        later()
        later()
    assert [sent.to for sent in mail.outbox] == [[recipient.email]]
    message.refresh_from_db()
    assert message.sent_at
    assert not message.failed
    assert not message.text
    assert {job.state for job in Job.objects.all()} == {"done"}


def not_to_be_repeated(installation: Program) -> None:
    """A job that may not be repeated is said to have failed, and is not tried again."""
    from goldenthread.foundation import jobs
    from goldenthread.foundation.models import Job, TrailEntry
    from tests.resilience.one_time_job import only_once

    job = jobs.enqueue(only_once)
    killed(installation, "goldenthread.foundation.jobs:progress")
    assert TrailEntry.objects.filter(verb="test.once").count() == 1
    later()
    job = Job.objects.select_related("result").get(pk=job.pk)
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.result.exception_class_path.endswith("WorkerDied")
    assert TrailEntry.objects.filter(verb="test.once").count() == 1


if __name__ == "__main__":
    main()
