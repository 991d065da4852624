"""Kill a worker while it tells people of a published pack: nobody is half told, and nobody is told twice.

python -m tests.resilience.publication_cut_off
"""

from tests.resilience.job_cut_off import killed, later
from tests.resilience.program import Program, program

PLACES = (
    ("goldenthread.foundation.messages:queue", 1),
    ("goldenthread.foundation.messages:queue", 3),
    ("goldenthread.foundation.jobs:enqueue", 2),
    ("django.core.mail:EmailMultiAlternatives.send", 2),
)
"""Before anybody is told, between two people, inside the transaction of one, and while messages go out."""


def main() -> None:
    """Kill workers in the middle of telling people of a pack and of a change of its meeting."""
    with program() as installation:
        from tests import cast

        universe = cast.universe()
        for supplement, place in enumerate(PLACES, start=7):
            publishing(installation, universe, supplement, place)
        changing(installation, universe)
        installation.verify_clean()
    print(f"Killed at {len(PLACES) + 1} places while people were told: everybody was told once.")


def publishing(installation: Program, universe: object, supplement: int, place: tuple[str, int]) -> None:
    """A supplement is published, and the worker that tells people of it is killed at ``place``."""
    from django.utils import timezone

    from goldenthread.foundation import jobs
    from goldenthread.foundation.models import Job, Message
    from goldenthread.governance.models import Pack, PackNotice
    from goldenthread.governance.tasks import announce_pack

    Job.objects.all().delete()
    Message.objects.all().delete()
    manager, now = universe.people["business_manager"], timezone.now()
    pack = Pack.objects.create(
        meeting=universe["next meeting"],
        supplement=supplement,
        fingerprint="0" * 64,
        pages=1,
        built_at=now,
        built_by=manager,
        published_at=now,
        published_by=manager,
    )
    jobs.enqueue(announce_pack, pack.pk)
    killed(installation, *place)
    assert PackNotice.objects.filter(pack=pack).count() == Message.objects.count(), "Somebody is half told."
    told_once(PackNotice.objects.filter(pack=pack))


def changing(installation: Program, universe: object) -> None:
    """A meeting moves to another place, and the worker that tells people of it is killed between two of them."""
    from goldenthread.foundation.models import Job, Message
    from goldenthread.governance import notices
    from goldenthread.governance.models import Meeting

    Job.objects.all().delete()
    Message.objects.all().delete()
    meeting = universe["next meeting"]
    Meeting.objects.filter(pk=meeting.pk).update(calendar_sequence=1, place="Elsewhere")
    notices.tell_of_change(meeting)
    killed(installation, "goldenthread.foundation.messages:queue", 3)
    assert meeting.notices.filter(sequence=1).count() == Message.objects.count() == 2
    told_once(meeting.notices.filter(sequence=1))


def told_once(notices: object) -> None:
    """The next worker tells the others; every message goes out once, to those of whom it is written."""
    from django.core import mail
    from django.test.utils import override_settings

    from goldenthread.foundation.models import Job, Message

    before = list(Message.objects.filter(sent_at__isnull=False).values_list("address", flat=True))
    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        later()
        later()
    sent = sorted(before + [address for message in mail.outbox for address in message.to])
    written = sorted(notices.values_list("person__email", flat=True))
    assert len(sent) > 3
    assert sent == written, f"{sent} were sent a message; {written} are said to be told."
    assert len(sent) == len(set(sent)), "Somebody was told twice."
    assert {job.state for job in Job.objects.all()} == {"done"}


if __name__ == "__main__":
    main()
