"""Papers of agenda items: files nobody reaches another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Max, Q

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.agenda import AgendaItem
from goldenthread.governance.models.meeting import CANCELLED, Meeting
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.records import store
from goldenthread.records.models import Document, DocumentKind, DocumentVersion

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class PaperQuerySet(models.QuerySet):
    """Questions about papers."""

    def visible_to(self, scope: Scope) -> Self:
        """Papers of items the person may read: published ones, restricted ones where that may be read too.

        Whoever plans the meeting sees those not published yet. The operator of the command line sees open,
        published ones.
        """
        open_ones = Q(restricted=False, item__in=AgendaItem.objects.filter(restricted=False).visible_to(scope))
        if scope.is_operator:
            return self.filter(open_ones, published_at__isnull=False)
        closed_ones = Q(item__in=AgendaItem.objects.restricted_visible_to(scope))
        planned = Q(item__meeting__in=Meeting.objects.allowing(Permission.MANAGE_MEETINGS, scope))
        return self.filter(planned | Q(published_at__isnull=False) & (open_ones | closed_ones))


class Paper(models.Model):
    """A paper of an agenda item. Its file and title are those of its document, which nobody reaches another way."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="paper")
    position = models.PositiveSmallIntegerField(default=0)
    restricted = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("item__position", "item_id", "position", "id")

    def __str__(self) -> str:
        return "Restricted paper" if self.is_restricted else self.document.title

    @property
    def is_restricted(self) -> bool:
        """Whether it, or its whole item, is restricted."""
        return self.restricted or self.item.restricted

    @property
    def is_published(self) -> bool:
        """Whether members have been sent it."""
        return self.published_at is not None

    @property
    def is_late(self) -> bool:
        """Whether it came after its item was published, and goes out in a supplement."""
        return self.published_at is None and self.item.is_published

    @transaction.atomic
    def add(self, title: str, filename: str, content: bytes, *, by: Person) -> Self:
        """Keep this new paper of its item with its file, after the item's other papers.

        One that comes after the item was published waits for a supplement. Raises UploadRefused, NoRoom,
        ValidationError, and NotPossible where the meeting was cancelled.
        """
        item = self._held_item()
        last = Paper.objects.filter(item=item).aggregate(last=Max("position"))["last"]
        self.position = (last or 0) + 1
        document = Document(
            body=item.meeting.body, title=title, kind=DocumentKind.PAPER, circulation=Circulation.OWNER
        )
        self.document = document.add(filename, content, by=by)
        self.save()
        trail.record("paper.add", self, by=by, item=item.pk, restricted=int(self.restricted))
        return self

    @transaction.atomic
    def replace(self, filename: str, content: bytes, *, by: Person) -> DocumentVersion:
        """Put a new version in the place of the file. Raises UploadRefused, NoRoom, and NotPossible once published."""
        self._held_item()
        self._not_published("It cannot be replaced: add the new one as a paper of its own, for a supplement.")
        version = self.document.add_version(filename, content, by=by)
        trail.record("paper.replace", self, by=by, version=version.number)
        return version

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Take this paper and its file away. Raises NotPossible once published."""
        item = self._held_item()
        self._not_published("It cannot be removed.")
        number, document = self.pk, self.document
        files = list(document.versions.values_list("file", flat=True))
        self.entries.filter(pack__published_at__isnull=True).delete()
        self.delete()
        document.versions.all().delete()
        document.delete()
        self.pk = number
        trail.record("paper.remove", self, by=by, item=item.pk)
        transaction.on_commit(lambda: store.remove_all(files))

    @transaction.atomic
    def move(self, *, up: bool, by: Person) -> None:
        """Change places with the paper above, or below. Raises NotPossible where one of the two is published."""
        item = self._held_item()
        papers = list(Paper.objects.filter(item=item))
        here = papers.index(self)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(papers):
            return
        if papers[here].is_published or papers[there].is_published:
            raise NotPossible("Published papers keep their order, since their page numbers are published.")
        papers[here], papers[there] = papers[there], papers[here]
        for position, paper in enumerate(papers, start=1):
            paper.position = position
        Paper.objects.bulk_update(papers, ["position"])
        trail.record("paper.move", self, by=by, to=there + 1)

    def _held_item(self) -> AgendaItem:
        """The item, with its meeting held. Raises NotPossible where the meeting was cancelled."""
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=self.item.meeting_id)
        if meeting.is_cancelled:
            raise NotPossible(CANCELLED)
        return AgendaItem.objects.select_related("meeting__body").get(pk=self.item_id)

    def _not_published(self, otherwise: str) -> None:
        if Paper.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise NotPossible(f"This paper is published. {otherwise}")
