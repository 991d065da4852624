"""Kill a worker in the middle of building a pack, and whoever publishes one: nothing is half built or half published.

python -m tests.resilience.pack_cut_off
"""

import os
import signal
from typing import Any

from tests.resilience.job_cut_off import killed, later
from tests.resilience.program import Program, program

BUILDING = (
    ("goldenthread.records.store:keep_made", 1),
    ("goldenthread.records.store:keep_made", 2),
    ("goldenthread.governance.models:Pack._keep", 1),
    ("goldenthread.foundation.trail:record", 1),
)
"""Before the first file, between two audiences, before the rows, and inside their transaction."""
PUBLISHING = ("goldenthread.foundation.trail:record", "goldenthread.foundation.jobs:enqueue")
"""After the rows are changed, before the change is said, and before its readers are told of it."""


def main() -> None:
    """Build, cut off at each place; then publish, cut off at each place; then both go well, once."""
    with program() as installation:
        from tests import cast

        universe = cast.universe()
        meeting = universe["south series"].meetings.get()
        manager = universe.people["other_manager"]
        restricted(meeting, manager)
        for place in BUILDING:
            building(installation, meeting, manager, place)
        for place in PUBLISHING:
            publishing(meeting, manager, place)
        published_once(meeting, manager)
        installation.verify_clean()
    print(f"Killed at {len(BUILDING)} places of building and {len(PUBLISHING)} of publishing: all or nothing.")


def restricted(meeting: Any, manager: Any) -> None:
    """A restricted item with its paper, so that the pack is built for two audiences."""
    from goldenthread.governance.models import AgendaItem, Paper

    item = AgendaItem(meeting=meeting, title="Closed", restricted=True).add(by=manager)
    Paper(item=item).add("Closed paper", "paper.txt", b"Nothing to see.", by=manager)


def building(installation: Program, meeting: Any, manager: Any, place: tuple[str, int]) -> None:
    """The worker that builds is killed: no row is there. The next builds the pack whole, and files left are swept."""
    from goldenthread.foundation import jobs
    from goldenthread.foundation.models import Job
    from goldenthread.governance.models import Pack
    from goldenthread.governance.tasks import build_pack
    from goldenthread.records import store

    Pack.objects.filter(meeting=meeting).delete()
    Job.objects.all().delete()
    jobs.enqueue(build_pack, meeting.pk, manager.pk)
    killed(installation, *place)
    assert not Pack.objects.filter(meeting=meeting).exists(), f"Half a pack at {place}."
    later()
    pack = Pack.objects.get(meeting=meeting)
    files = {file.file for file in pack.files.all()}
    assert files
    assert all(store.path(name).exists() for name in files)
    store.sweep(store.known(), older_than=-1)
    assert all(store.path(name).exists() for name in files), "The sweep took a file that is in use."
    assert {path.name for path in store.path("").iterdir()} <= set(store.known()), "Something was left behind."


def publishing(meeting: Any, manager: Any, place: str) -> None:
    """Whoever publishes is killed in the middle: nothing of it is published, and nobody is told."""
    from django.db import connections

    from goldenthread.foundation.models import Job
    from goldenthread.governance.models import AgendaItem, Pack, Paper

    Job.objects.all().delete()
    connections.close_all()
    child = os.fork()
    if child == 0:
        _publish_and_die(meeting, manager, place)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, f"{place} was not reached."
    assert not Pack.objects.get(meeting=meeting).is_published
    assert not AgendaItem.objects.filter(meeting=meeting, published_at__isnull=False).exists()
    assert not Paper.objects.filter(item__meeting=meeting, published_at__isnull=False).exists()
    assert not Job.objects.exists(), "Somebody would be told of a pack that is not published."


def _publish_and_die(meeting: Any, manager: Any, place: str) -> None:
    """In the child: publish, killed at the first call of ``place``."""
    from unittest import mock

    from goldenthread.governance.models import Pack

    module, _, name = place.partition(":")
    with mock.patch(f"{module}.{name}", side_effect=lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
        Pack.objects.get(meeting=meeting).publish(by=manager)
    os._exit(0)


def published_once(meeting: Any, manager: Any) -> None:
    """Published in the end: items, papers and pack together, and each reader is told once."""
    from django.test.utils import override_settings

    from goldenthread.foundation.models import Message
    from goldenthread.governance.models import AgendaItem, Pack, PackNotice, Paper

    Message.objects.all().delete()
    pack = Pack.objects.get(meeting=meeting)
    pack.publish(by=manager)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        later()
    assert not AgendaItem.objects.filter(meeting=meeting, published_at__isnull=True).exists()
    assert not Paper.objects.filter(item__meeting=meeting, published_at__isnull=True).exists()
    told = PackNotice.objects.filter(pack=pack)
    assert told.count() == told.values("person").distinct().count() == Message.objects.count() > 0


if __name__ == "__main__":
    main()
