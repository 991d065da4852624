"""Imports by way of the web: a file is checked, shown, confirmed and loaded; what it holds is forgotten in a day."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from goldenthread.foundation import imports, jobs, trail
from goldenthread.foundation.constraints import paired
from goldenthread.foundation.imports import Kind, Result
from goldenthread.foundation.tabular import Source
from goldenthread.partnership.errors import NotPossible
from goldenthread.records import rules, scanner, store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope

KEPT = timedelta(days=1)
"""How long a file that is not confirmed, and the list of its faults, are kept."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Questions about imports."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own: the list of faults quotes the file, which is its sender's."""
        return self.filter(started_by_id=scope.person_id)

    def old(self) -> Self:
        """Those whose files are to be forgotten."""
        return self.filter(started_at__lt=timezone.now() - KEPT).exclude(file="", findings="")


class ImportRun(models.Model):
    """One file somebody brings in. ``file`` and ``findings`` are names in the store, "" once they are gone."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Being checked"
        READY = "ready", "Checked, waiting for you to confirm"
        CONFIRMED = "confirmed", "Being loaded"
        LOADED = "loaded", "Loaded"
        REFUSED = "refused", "Refused: nothing was loaded"
        DROPPED = "dropped", "Not loaded in time, forgotten"

    kind = models.CharField(max_length=40)
    filename = models.CharField(max_length=rules.FILENAME_LENGTH)
    sha256 = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    counts = models.JSONField(
        default=dict,
    )
    file = models.CharField(max_length=40, blank=True)
    findings = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = [paired("confirmed", name="import_run_confirmed_paired")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.filename}"

    @property
    def title(self) -> str:
        """What sort of file it is, in words."""
        return imports.find(self.kind).title

    @property
    def size(self) -> int:
        """How long the file is in bytes; 0 once it is forgotten."""
        return store.path(self.file).stat().st_size if self.file else 0

    @classmethod
    def begin(cls, kind: Kind, filename: str, content: bytes, *, by: Person) -> ImportRun:
        """Keep a file to be checked. Raises UploadRefused or NoRoom."""
        filename = rules.clean_filename(filename)
        scanner.scan(filename, content)
        run = cls(
            kind=kind.code,
            filename=filename,
            sha256=hashlib.sha256(content).hexdigest(),
            options=kind.options,
            file=store.keep(content),
            started_by=by,
        )
        try:
            with transaction.atomic():
                run.save()
                trail.record("import.begin", run, by=by, kind=run.kind)
        except BaseException:
            store.remove(run.file)
            raise
        return run

    @transaction.atomic
    def examine(self, scope: Scope) -> None:
        """Find what the file would change and every fault in it."""
        run = self._locked(self.State.WAITING)
        result = run._read(scope, dry_run=True)
        run._finish(result, self.State.READY if result.ok else self.State.REFUSED)

    @transaction.atomic
    def confirm(self, *, by: Person) -> None:
        """Decide to load the file as it was shown. Raises NotPossible when that was decided, or it is too old."""
        run = self._locked(self.State.READY)
        run.state, run.confirmed_at, run.confirmed_by = self.State.CONFIRMED, timezone.now(), by
        run.save()
        trail.record("import.confirm", run, by=by)

    @transaction.atomic
    def load(self, scope: Scope) -> None:
        """Load the file, which is checked anew: the register may have changed since it was shown."""
        run = self._locked(self.State.CONFIRMED)
        result = run._read(scope, dry_run=False)
        run._finish(result, self.State.LOADED if result.ok else self.State.REFUSED)

    @transaction.atomic
    def drop(self) -> None:
        """Forget the file and the list of what was found in it."""
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=self.pk)
        files = (run.file, run.findings)
        run.file = run.findings = ""
        if run.state in (self.State.WAITING, self.State.READY, self.State.CONFIRMED):
            run.state = self.State.DROPPED
        run.save()
        transaction.on_commit(lambda: _forget(files))

    def found(self) -> dict[str, Any]:
        """What was found in the file, as ``Result.as_json`` gives it; empty once it is forgotten."""
        try:
            return dict(json.loads(store.path(self.findings).read_bytes())) if self.findings else {}
        except FileNotFoundError:
            return {}

    def _locked(self, state: str) -> ImportRun:
        """This row, held, in the state it must be in. Raises NotPossible."""
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if run.state != state or not run.file:
            raise NotPossible(f"{run.filename} cannot be loaded now: {run.get_state_display().lower()}.")
        return run

    def _read(self, scope: Scope, *, dry_run: bool) -> Result:
        kind = imports.find(self.kind)(scope=scope, options=self.options)
        path = store.path(self.file)
        source = Source(self.filename, lambda: path.open("rb"))
        total = self.counts.get("read", 0)
        return imports.load(kind, source, dry_run=dry_run, progress=lambda row: jobs.progress(row, max(row, total)))

    def _finish(self, result: Result, state: str) -> None:
        """Keep the counts, and for a day what was found; the file itself only while it can still be loaded."""
        before = [self.findings]
        found = result.as_json()
        counted = {name: found[name] for name in ("read", "new", "changed", "unchanged")}
        self.counts = counted | {"skipped": len(result.skipped), "refused": len(result.refused)}
        self.findings = store.keep(json.dumps(found).encode())
        self.state = state
        if state != self.State.READY:
            before.append(self.file)
            self.file = ""
        self.save()
        transaction.on_commit(lambda: _forget(before))


def _forget(names: Iterable[str]) -> None:
    """Remove files from the store."""
    for name in filter(None, names):
        store.remove(name)
