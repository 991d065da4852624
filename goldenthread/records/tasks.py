"""Jobs of records."""

from collections.abc import Iterable
from contextlib import suppress

from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.scope import Scope
from goldenthread.records import search_index, store
from goldenthread.records.models import Clock, DocumentVersion, ImportRun

ONE_HOUR = 3600


@every(days=1)
@job("Remove files without a document", idempotent=True)
def sweep_files() -> None:
    """Remove files that a process killed in the middle of an upload left behind."""
    store.sweep(store.known(), older_than=ONE_HOUR)


@store.known_from
def _of_documents() -> Iterable[str]:
    return DocumentVersion.objects.values_list("file", flat=True)


@store.known_from
def _of_imports() -> Iterable[str]:
    return (name for names in ImportRun.objects.values_list("file", "findings") for name in names)


@every(hours=1)
@job("Forget files of old imports", idempotent=True)
def forget_imports() -> None:
    """Remove the files of imports a day old: those never confirmed, and lists of what was found."""
    for run in ImportRun.objects.old():
        run.drop()


@every(days=1)
@job("Count running clocks anew", idempotent=True)
def recount_clocks() -> None:
    """Move the due dates that a bank holiday proclaimed since has moved."""
    for clock in Clock.objects.running().order_by("pk").iterator():
        with suppress(NotPossible):  # it has ended meanwhile
            clock.recount()


@job("Check a file", idempotent=True)
def check_import(run_id: int) -> str:
    """Check the file of an import, for the person who brought it."""
    run = ImportRun.objects.select_related("started_by").get(pk=run_id)
    if run.state == ImportRun.State.WAITING:  # a second try finds it done
        run.examine(Scope.of(run.started_by, today=timezone.localdate()))
    return reverse("import_page", args=[run_id])


@job("Load a file", idempotent=True)
def load_import(run_id: int) -> str:
    """Load the file of a confirmed import, for the person who brought it."""
    run = ImportRun.objects.select_related("started_by").get(pk=run_id)
    if run.state == ImportRun.State.CONFIRMED:
        run.load(Scope.of(run.started_by, today=timezone.localdate()))
    return reverse("import_page", args=[run_id])


@every(minutes=1)
@job("Bring search up to date", idempotent=True)
def index_search() -> None:
    """Index again what was changed."""
    search_index.index_due()
