"""Packs: the papers of a meeting as they were published, one file for each audience."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import jobs, trail
from goldenthread.foundation.constraints import paired
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.agenda import WITHHELD, AgendaItem, ItemReader
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.paper import Paper
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.records import store

if TYPE_CHECKING:
    from goldenthread.governance.packs.agenda import Agenda, Entry
    from goldenthread.governance.packs.engine import Prepared, Progress
    from goldenthread.partnership.scope import Scope

NOTHING_LATE = "Nothing has come since the last pack was published, so there is nothing for a supplement."


class PackQuerySet(models.QuerySet):
    """Questions about packs."""

    def visible_to(self, scope: Scope) -> Self:
        """Published packs of the meetings the person may see; whoever plans the meeting sees the others too."""
        if scope.is_operator:
            return self
        planned = Q(meeting__in=Meeting.objects.allowing(Permission.MANAGE_MEETINGS, scope))
        return self.filter(planned | Q(published_at__isnull=False, meeting__in=Meeting.objects.visible_to(scope)))

    def published(self) -> Self:
        """Those that were published."""
        return self.filter(published_at__isnull=False)


class Pack(models.Model):
    """The papers of one meeting as built at one moment: the agenda pack, or a supplement with late papers.

    A published pack never changes; what comes later is a supplement with page numbers of its own.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    supplement = models.PositiveSmallIntegerField(default=0)
    """0 for the agenda pack, then 1, 2 and so on."""
    fingerprint = models.CharField(max_length=64)
    """Of everything it was built from; another one means that something has changed since."""
    pages = models.PositiveIntegerField()
    built_at = models.DateTimeField()
    built_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ("supplement",)
        constraints = [
            models.UniqueConstraint(fields=["meeting", "supplement"], name="pack_once"),
            paired("published", name="pack_published_paired"),
        ]

    def __str__(self) -> str:
        return f"Supplement {self.supplement}" if self.supplement else "Agenda pack"

    @property
    def is_published(self) -> bool:
        """Whether members have it; then it never changes."""
        return self.published_at is not None

    @property
    def is_current(self) -> bool:
        """Whether the agenda and its papers are still those it was built from."""
        from goldenthread.governance.packs import engine, gathering

        return engine.fingerprint(gathering.agenda_of(self.meeting, self.supplement)) == self.fingerprint

    @classmethod
    def next_supplement(cls, meeting: Meeting) -> int:
        """Which pack is to be built next: 0 until the agenda pack is published, then 1, 2 and so on."""
        newest = cls.objects.filter(meeting=meeting).published().last()
        return newest.supplement + 1 if newest else 0

    @classmethod
    def to_build(cls, meeting: Meeting) -> Agenda:
        """What the next pack of ``meeting`` would hold. Raises NotPossible where there is none to build."""
        from goldenthread.governance.packs import gathering

        if meeting.cancelled_at:
            raise NotPossible("This meeting is cancelled, so it has no pack.")
        supplement = cls.next_supplement(meeting)
        agenda = gathering.agenda_of(meeting, supplement)
        if not agenda.items:
            raise NotPossible(NOTHING_LATE if supplement else "The agenda has no items yet. Add them first.")
        return agenda

    @classmethod
    def build(cls, meeting: Meeting, *, by: Person, progress: Progress | None = None) -> Pack:
        """Build the pack of ``meeting``, or the next supplement, in the place of one that is not published.

        The files are written first, the rows after them in one transaction: a build that is killed leaves rows as
        they were, and files that are swept up. Raises NotPossible, TooLong and NoRoom.
        """
        from goldenthread.governance.packs import engine, gathering

        begun = timezone.now()
        agenda = cls.to_build(meeting)
        supplement = agenda.supplement
        files: list[PackFile] = []
        try:
            with engine.prepare(agenda, progress=progress or engine.quietly) as prepared:
                for audience in gathering.audiences(meeting, agenda):
                    files.append(PackFile.make(prepared, audience))
            pack = cls(
                meeting=meeting,
                supplement=supplement,
                fingerprint=engine.fingerprint(agenda),
                pages=prepared.pages,
                built_at=begun,
                built_by=by,
            )
            pack._keep(files, prepared.entries, by=by)
        except BaseException:
            for file in files:
                store.remove(file.file)
            raise
        return pack

    @transaction.atomic
    def _keep(self, files: list[PackFile], entries: list[Entry], *, by: Person) -> None:
        """Save the rows of a pack whose files are written. Raises NotPossible where one was published meanwhile."""
        Meeting.objects.select_for_update(of=("self",)).get(pk=self.meeting_id)
        if Pack.next_supplement(self.meeting) != self.supplement:
            raise NotPossible("A pack was published while this one was being built. Build it again.")
        before = Pack.objects.filter(meeting=self.meeting_id, supplement=self.supplement).first()
        if before:
            gone = list(before.files.values_list("file", flat=True))
            before.delete()
            transaction.on_commit(lambda: store.remove_all(gone))
        self.save()
        for file in files:
            file.pack = self
        PackFile.objects.bulk_create(files)
        PackEntry.objects.bulk_create(
            PackEntry(
                pack=self,
                paper_id=int(entry.paper.id),
                first_page=entry.first or None,
                last_page=entry.last or None,
                tagged=entry.tagged,
                problem=f"{entry.problem.what} {entry.problem.remedy}"[:300] if entry.problem else "",
            )
            for entry in entries
        )
        trail.record("pack.build", self, by=by, meeting=self.meeting_id, supplement=self.supplement)

    @transaction.atomic
    def publish(self, *, by: Person) -> None:
        """Give this pack to the members, with its items and papers, and tell them. It never changes after that.

        Raises NotPossible where it is published, was replaced, or is not what the agenda is by now.
        """
        from goldenthread.governance.tasks import announce_pack

        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=self.meeting_id)
        pack = Pack.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        if pack is None:
            raise NotPossible("This pack was built anew meanwhile. Look at the new one.")
        if pack.is_published:
            raise NotPossible("This pack is published already.")
        if meeting.cancelled_at:
            raise NotPossible("This meeting is cancelled, so its pack cannot be published.")
        pack.meeting = meeting
        if not pack.is_current:
            raise NotPossible("The agenda or a paper has changed since this pack was built. Build it again.")
        now = timezone.now()
        pack.published_at, pack.published_by = now, by
        pack.save(update_fields=["published_at", "published_by"])
        meeting.items.filter(published_at__isnull=True).update(published_at=now)
        Paper.objects.filter(entries__pack=pack, published_at__isnull=True).update(published_at=now)
        if not pack.supplement:
            pack._number_items()
        trail.record("pack.publish", pack, by=by, meeting=meeting.pk, supplement=pack.supplement)
        jobs.enqueue(announce_pack, pack.pk)
        self.refresh_from_db()

    def _number_items(self) -> None:
        """Write the pages of each item into the agenda: those of its open papers, or of a restricted item."""
        pages: dict[int, list[PackEntry]] = {}
        for entry in self.entries.filter(problem="").select_related("paper__item"):
            if entry.paper.item.restricted or not entry.paper.restricted:
                pages.setdefault(entry.paper.item_id, []).append(entry)
        for item, entries in pages.items():
            first = min(entry.first_page or 0 for entry in entries)
            last = max(entry.last_page or 0 for entry in entries)
            AgendaItem.objects.filter(pk=item).update(first_page=first, last_page=last)

    def file_for(self, scope: Scope) -> PackFile | None:
        """The fullest file of this pack that holds nothing the person may not read; None where there is none."""
        mine = frozenset(
            AgendaItem.objects.restricted_visible_to(scope)
            .filter(meeting=self.meeting_id)
            .values_list("pk", flat=True)
        )
        files = [file for file in PackFile.objects.visible_to(scope).filter(pack=self) if file.item_ids <= mine]
        return max(files, key=lambda file: len(file.item_ids), default=None)


class PackEntryQuerySet(models.QuerySet):
    """Questions about where papers stand in packs."""

    def visible_to(self, scope: Scope) -> Self:
        """Entries of the papers the person may read, in packs the person sees."""
        return self.filter(pack__in=Pack.objects.visible_to(scope), paper__in=Paper.objects.visible_to(scope))


class PackFileQuerySet(models.QuerySet):
    """Questions about the files of packs."""

    def visible_to(self, scope: Scope) -> Self:
        """Files of packs the person sees that hold nothing the person may not read.

        Whoever is invited for one item has no pack: it holds the papers of every item.
        """
        if scope.is_operator:
            return self.none()
        meetings = Meeting.objects.allowing(Permission.SEE_ATTENDANCE, scope)
        trusted = Meeting.objects.allowing(Permission.SEE_RESTRICTED, scope)
        mine = self.filter(pack__in=Pack.objects.visible_to(scope), pack__meeting__in=meetings)
        return mine.filter(Q(audience="") | Q(pack__meeting__in=trusted) | Q(pk__in=_readable_by(scope)))


def _readable_by(scope: Scope) -> list[int]:
    """Files that hold restricted papers of no item but those the person is named for."""
    named = ItemReader.objects.naming(scope).filter(restricted=True)
    mine = frozenset(
        AgendaItem.objects.restricted_visible_to(scope)
        .filter(pk__in=named.values("item_id"))
        .values_list("pk", flat=True)
    )
    if not mine:
        return []
    files = PackFile.objects.filter(pack__meeting__items__in=mine).exclude(audience="").distinct()
    return [file.pk for file in files if file.item_ids <= mine]


class PackFile(models.Model):
    """The file of a pack for one audience: those who may read the restricted papers of exactly these items."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="files")
    audience = models.CharField(max_length=400, blank=True)
    """Numbers of items in ascending order, joined by +; empty for those who may read no restricted paper."""
    file = models.CharField(max_length=40, unique=True)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = PackFileQuerySet.as_manager()

    class Meta:
        ordering = ("audience",)
        constraints = [models.UniqueConstraint(fields=["pack", "audience"], name="pack_file_once")]

    def __str__(self) -> str:
        return f"{self.pack} for {self.audience or 'everybody'}"

    @classmethod
    def make(cls, prepared: Prepared, audience: frozenset[str]) -> PackFile:
        """Write the file for one audience into the store; the row is not saved. Raises NoRoom."""
        pages = 0

        def write(path: Path) -> None:
            nonlocal pages
            pages = prepared.write(path, audience)

        name = store.keep_made(write)
        with store.path(name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(
            audience="+".join(map(str, sorted(map(int, audience)))),
            file=name,
            size=store.path(name).stat().st_size,
            pages=pages,
            sha256=digest,
        )

    def read(self, *, by: Person) -> None:
        """Note in the trail that it was read."""
        trail.record("pack.read", self.pack, by=by, file=self.pk)

    @property
    def item_ids(self) -> frozenset[int]:
        """The items whose restricted papers are in it."""
        return frozenset(int(number) for number in self.audience.split("+") if number)


class PackEntry(models.Model):
    """Where one paper stands in a pack, or why it could not be put there."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="entries")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="entries")
    first_page = models.PositiveIntegerField(null=True)
    last_page = models.PositiveIntegerField(null=True)
    tagged = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)

    objects = PackEntryQuerySet.as_manager()

    class Meta:
        ordering = ("first_page", "id")
        constraints = [
            models.UniqueConstraint(fields=["pack", "paper"], name="pack_entry_once"),
            models.CheckConstraint(
                condition=Q(problem="", first_page__gte=1, last_page__gte=models.F("first_page"))
                | ~Q(problem="") & Q(first_page__isnull=True, last_page__isnull=True),
                name="pack_entry_pages_or_problem",
            ),
        ]

    def __str__(self) -> str:
        return WITHHELD if self.paper.is_restricted else self.paper.document.title
