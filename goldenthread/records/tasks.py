"""Jobs of records."""

from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.partnership.scope import Scope
from goldenthread.records import store
from goldenthread.records.models import DocumentVersion, ImportRun

ONE_HOUR = 3600


@every(days=1)
@job("Remove files without a document", idempotent=True)
def sweep_files() -> None:
    """Remove files that a process killed in the middle of an upload left behind."""
    known = set(DocumentVersion.objects.values_list("file", flat=True))
    for name in ("file", "findings"):
        known |= set(ImportRun.objects.values_list(name, flat=True))
    store.sweep(known, older_than=ONE_HOUR)


@every(hours=1)
@job("Forget files of old imports", idempotent=True)
def forget_imports() -> None:
    """Remove the files of imports a day old: those never confirmed, and lists of what was found."""
    for run in ImportRun.objects.old():
        run.drop()


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
