"""Decisions of a meeting, and interests declared at it: each under one item, open or restricted by itself."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Max, ProtectedError, Q

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models.agenda import AgendaItem
from goldenthread.governance.models.item_minutes import PartQuerySet, minutes_of
from goldenthread.partnership.models import Person, Seat
from goldenthread.partnership.models.dated import Kept

if TYPE_CHECKING:
    from goldenthread.governance.models.minutes import Minutes
    from goldenthread.partnership.scope import Scope

CHANGED_SINCE = "Somebody else changed this while you had it open. Nothing of theirs has been overwritten."
GONE = "Somebody else removed this while you had it open."


class DecisionQuerySet(PartQuerySet):
    """Questions about decisions and declarations, each of which may be restricted by itself."""

    def visible_to(self, scope: Scope) -> Self:
        """Those about items the person may read; restricted ones where that may be read too."""
        seen = super().visible_to(scope)
        return seen.filter(Q(restricted=False) | Q(item__in=AgendaItem.objects.restricted_visible_to(scope)))


class OfItem(Kept):
    """A row under one item of the minutes, written only while they are a draft."""

    SAID: tuple[str, ...] = ()
    """The fields that hold what it says."""

    class Meta:
        abstract = True

    item: models.ForeignKey[AgendaItem]
    item_id: int

    @property
    def fingerprint(self) -> str:
        """A digest of what it says, by which a page that was opened tells whether it changed since."""
        said = json.dumps([getattr(self, name) for name in self.SAID])
        return hashlib.sha256(said.encode()).hexdigest()

    @transaction.atomic
    def keep(self, *, by: Person | None, seen: str | None = None, **related: Any) -> Self:
        """Check and save. ``seen`` is the fingerprint of what was opened, None where nothing was.

        Raises ValidationError, NotPossible where the minutes cannot be written, and Stale where somebody else
        changed or removed the row since.
        """
        self._hold(seen)
        return super().keep(by=by, **related)

    @transaction.atomic
    def remove(self, *, by: Person, seen: str | None = None) -> None:
        """Delete it. Raises NotPossible, and Stale where it is no longer what was seen."""
        self._hold(seen)
        trail.record(f"{self._meta.model_name}.remove", self, by=by, item=self.item_id)
        self.delete()

    def refuse(self, minutes: Minutes) -> None:
        """Raise NotPossible where this meeting takes no such row; nothing by default."""

    def _hold(self, seen: str | None) -> None:
        """Hold the minutes, and compare with the row that was opened."""
        self.refuse(minutes_of(self.item))
        if self.pk is None or seen is None:
            return
        held = type(self)._base_manager.filter(pk=self.pk).first()
        if held is None:
            raise Stale(GONE)
        if held.fingerprint != seen:
            raise Stale(CHANGED_SINCE)


class Decision(OfItem):
    """What the meeting decided under an item, and who decided it. An informal meeting decides nothing (R28)."""

    SAID = ("text", "decided_by", "restricted", "position")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField("what was decided")
    decided_by = models.CharField("who decided", max_length=300)
    restricted = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("item__position", "item_id", "position", "id")

    def __str__(self) -> str:
        return f"Decision under {self.item}"

    def guard(self) -> None:
        """A new decision comes after the others of its item."""
        if self.pk is None and not self.position:
            last = Decision.objects.filter(item_id=self.item_id).aggregate(last=Max("position"))["last"]
            self.position = 0 if last is None else last + 1

    def refuse(self, minutes: Minutes) -> None:
        """Refuse a decision of a meeting that could take none (R28)."""
        if minutes.meeting.informal:
            raise NotPossible("This was an informal meeting, and an informal meeting takes no decisions.")
        if minutes.meeting.cancelled_at:
            raise NotPossible("This meeting was cancelled, so it decided nothing.")

    @transaction.atomic
    def remove(self, *, by: Person, seen: str | None = None) -> None:
        """Delete it. Raises NotPossible, also where it raised an action, and Stale where it is not what was seen."""
        try:
            super().remove(by=by, seen=seen)
        except ProtectedError:
            raise NotPossible("This decision raised an action of the plan, so it stays.") from None


class Declaration(OfItem):
    """An interest somebody declared at a meeting (R111), in what, and what was done about it."""

    SAID = ("seat_id", "name", "nature", "text", "outcome", "restricted")

    class Nature(models.TextChoices):
        """What sort of interest."""

        FINANCIAL = "financial", "Financial"
        OTHER = "other", "Not financial"

    class Outcome(models.TextChoices):
        """What was done about it."""

        STAYED = "stayed", "Stayed and took part"
        SILENT = "silent", "Stayed and took no part"
        LEFT = "left", "Left for the item"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="declarations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("who declared it", max_length=150)
    nature = models.CharField(max_length=20, choices=Nature)
    text = models.TextField("the interest")
    outcome = models.CharField("what was done", max_length=20, choices=Outcome)
    restricted = models.BooleanField(default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("item__position", "item_id", "id")

    def __str__(self) -> str:
        return f"Declaration under {self.item}"
