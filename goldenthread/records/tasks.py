"""Jobs of records."""

from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.records import store
from goldenthread.records.models import DocumentVersion

ONE_HOUR = 3600


@every(days=1)
@job("Remove files without a document", idempotent=True)
def sweep_files() -> None:
    """Remove files that a process killed in the middle of an upload left behind."""
    store.sweep(set(DocumentVersion.objects.values_list("file", flat=True)), older_than=ONE_HOUR)
