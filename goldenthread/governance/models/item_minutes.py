"""What the minutes say of one item: the part that everybody reads who reads them, and the restricted part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models.agenda import AgendaItem
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.minutes import Minutes
from goldenthread.partnership.models import Person

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class PartQuerySet(models.QuerySet):
    """Questions about what is said of one item. Each part is read with its item and the minutes it is in."""

    def visible_to(self, scope: Scope) -> Self:
        """Parts about items the person may read, of minutes the person may read.

        Of those, only ``with_restricted`` gives what is restricted.
        """
        readable = Meeting.objects.filter(minutes__in=Minutes.objects.visible_to(scope))
        items = AgendaItem.objects.visible_to(scope)
        return self.filter(item__in=items, item__meeting__in=readable).select_related("item")

    def with_restricted(self, scope: Scope) -> Self:
        """Those of which the person may read the restricted part too."""
        return self.visible_to(scope).filter(item__in=AgendaItem.objects.restricted_visible_to(scope))


class ItemMinutes(models.Model):
    """What was said under one item: for those who read the minutes, and a part for those trusted with it."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(blank=True)
    restricted_text = models.TextField("restricted part", blank=True)
    version = models.PositiveIntegerField(default=0)
    """Counts up with each change: somebody who opened an older one is told."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ("item__position", "item_id")
        verbose_name_plural = "item minutes"

    def __str__(self) -> str:
        return f"Minutes of {self.item}"

    @transaction.atomic
    def write(self, *, text: str, restricted_text: str, version: int, by: Person) -> bool:
        """Save both parts, and return whether anything changed.

        ``version`` is the one that was opened, 0 where nothing was written yet. Raises Stale where somebody
        saved another text since, and NotPossible where there are no minutes to write in. Two people who wrote
        the same words do not disturb one another.
        """
        minutes_of(self.item)
        text, restricted_text = _tidy(text), _tidy(restricted_text)
        held = ItemMinutes.objects.select_for_update(of=("self",)).filter(item_id=self.item_id).first()
        if held and (held.text, held.restricted_text) == (text, restricted_text):
            self._take(held)
            return False
        if (held.version if held else 0) != version:
            raise Stale(_stale_sentence(held))
        if held is None and not text and not restricted_text:
            return False
        part = held or ItemMinutes(item_id=self.item_id)
        part.text, part.restricted_text, part.version = text, restricted_text, version + 1
        part.changed_at, part.changed_by = timezone.now(), by
        part.save()
        trail.record("minutes.write", part, by=by, item=self.item_id, version=part.version)
        self._take(part)
        return True

    def _take(self, part: ItemMinutes) -> None:
        """Be the row that was saved."""
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(part, field.attname))
        self._state.adding = False


def minutes_of(item: AgendaItem) -> Minutes:
    """The minutes in which something about ``item`` is written, held. Raises NotPossible where it cannot be."""
    minutes = Minutes.objects.filter(meeting_id=item.meeting_id).first()
    if minutes is None:
        raise NotPossible("The minutes of this meeting have not been begun.")
    return minutes.locked_to_write()


def _tidy(text: str) -> str:
    """Line ends as one kind, without blanks at the end of lines and of the whole."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _stale_sentence(held: ItemMinutes | None) -> str:
    if held is None:
        return "What you opened is no longer there. Nothing has been overwritten."
    saved_at = timezone.localtime(held.changed_at)
    return (
        f"{held.changed_by.name} saved another text of this item at {saved_at:%H:%M} while you had it open. "
        "Nothing of theirs has been overwritten."
    )
