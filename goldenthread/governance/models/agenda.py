"""The agenda: items in order, who may read what of them, and what comes back at every meeting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, ProtectedError, Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order, paired
from goldenthread.governance import rules
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.meeting import AGREED, CANCELLED, Meeting
from goldenthread.improvement.models import Tabling
from goldenthread.partnership.models import Body, Person, Seat
from goldenthread.partnership.models.dated import Dated, DatedQuerySet, Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

WITHHELD = "Restricted item"
"""What stands in the place of an item for those who may not read it."""


TITLE_FIXED = (
    "This item is published, so its title stays as it is: it can be corrected only before publication. "
    "Withdraw the item and add another, if it must be."
)
RESTRICTED_FIXED = (
    "This item is published, so whether it is restricted stays as it is. Withdraw the item and add another."
)
ORDER_FIXED = "Published items keep their order, since their page numbers are published."


class Purpose(models.TextChoices):
    """What a meeting is asked to do with an item."""

    DECIDE = "decide", "For decision"
    DISCUSS = "discuss", "For discussion"
    NOTE = "note", "To note"
    FORMAL = "formal", "Formal business"


class AgendaItemQuerySet(models.QuerySet):
    """Questions about agenda items."""

    def visible_to(self, scope: Scope) -> Self:
        """Items the person may read in full.

        Whoever plans the meeting reads every item. Others read what is published: open items of the meetings
        they see, restricted ones where they may see what is restricted, and those that name them or their seat.
        The operator of the command line reads open items alone.
        """
        if scope.is_operator:
            return self.filter(restricted=False, published_at__isnull=False)
        planned = Meeting.objects.allowing(Permission.MANAGE_MEETINGS, scope)
        seen = Meeting.objects.allowing(Permission.SEE_ATTENDANCE, scope)
        trusted = Meeting.objects.allowing(Permission.SEE_RESTRICTED, scope)
        named = ItemReader.objects.naming(scope)
        published = (
            Q(restricted=False, meeting__in=seen)
            | Q(meeting__in=trusted)
            | Q(restricted=False, pk__in=named.values("item_id"))
            | Q(pk__in=named.filter(restricted=True).values("item_id"))
        )
        return self.filter(Q(meeting__in=planned) | Q(published_at__isnull=False) & published)

    def restricted_visible_to(self, scope: Scope) -> Self:
        """Items of which the person may read the restricted parts too: papers, and parts of the minutes."""
        if scope.is_operator:
            return self.none()
        trusted = Meeting.objects.allowing(Permission.SEE_RESTRICTED, scope)
        named = ItemReader.objects.naming(scope).filter(restricted=True)
        return self.visible_to(scope).filter(Q(meeting__in=trusted) | Q(pk__in=named.values("item_id")))


class AgendaItem(Kept):
    """One item of the agenda of one meeting.

    ``restricted``: nothing of it, not even its title, is for those who may not see what is restricted. An item
    that is open may still have a restricted paper or a restricted part of its minutes. ``first_page`` and
    ``last_page`` are those of the published pack.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.DISCUSS, blank=True)
    """Empty where an older agenda does not say."""
    presenter = models.CharField("who presents it", max_length=150, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField("minutes", null=True, blank=True)
    standing = models.ForeignKey(
        "governance.StandingItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="items",
    )
    tabling = models.ForeignKey(
        Tabling, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="items"
    )
    """What was tabled and is taken here; it is stamped as discussed when the minutes are circulated."""
    restricted = models.BooleanField(default=False)
    reference = models.CharField(max_length=20, blank=True, help_text="For example MT017. Kept when you export")
    note = models.TextField(blank=True)
    first_page = models.PositiveIntegerField(null=True, blank=True, editable=False)
    last_page = models.PositiveIntegerField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="agenda_item_reference_once",
                violation_error_message="Another item has this reference.",
            ),
            models.CheckConstraint(
                condition=Q(first_page__isnull=True, last_page__isnull=True)
                | Q(first_page__gte=1, last_page__gte=models.F("first_page")),
                name="agenda_item_pages_in_order",
            ),
            paired("withdrawn", name="agenda_item_withdrawn_paired"),
        ]

    def __str__(self) -> str:
        return WITHHELD if self.restricted else self.title

    @property
    def is_published(self) -> bool:
        """Whether members have been sent it."""
        return self.published_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back after publication."""
        return self.withdrawn_at is not None

    def guard(self) -> None:
        """Hold the meeting while its agenda changes: a pack is not published in the middle of it."""
        Meeting.objects.select_for_update(of=("self",)).get(pk=self.meeting_id)

    def clean(self) -> None:
        """Refuse items of a cancelled meeting, and another title or restriction once members have it."""
        if self.meeting_id is None:
            return
        meeting = Meeting.objects.get(pk=self.meeting_id)
        if meeting.is_cancelled:
            raise ValidationError(CANCELLED)
        if meeting.is_agreed:
            raise ValidationError(AGREED)
        before = AgendaItem.objects.filter(pk=self.pk, published_at__isnull=False).first()
        if before and before.title != self.title:
            raise ValidationError({"title": TITLE_FIXED})
        if before and before.restricted != self.restricted:
            raise ValidationError({"restricted": RESTRICTED_FIXED})

    @transaction.atomic
    def add(self, *, by: Person | None) -> Self:
        """Keep this new item at the end of its agenda. Raises ValidationError."""
        self.guard()
        last = AgendaItem.objects.filter(meeting_id=self.meeting_id).aggregate(last=Max("position"))["last"]
        self.position = (last or 0) + 1
        return self.keep(by=by)

    @transaction.atomic
    def move(self, *, up: bool, by: Person) -> None:
        """Change places with the item above, or below. Nothing happens at the end of the agenda.

        Raises NotPossible where one of the two is published.
        """
        self.guard()
        _changeable(self.meeting_id)
        items = list(AgendaItem.objects.filter(meeting_id=self.meeting_id))
        here = items.index(self)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(items):
            return
        if items[here].is_published or items[there].is_published:
            raise NotPossible(ORDER_FIXED)
        items[here], items[there] = items[there], items[here]
        for position, item in enumerate(items, start=1):
            item.position = position
        AgendaItem.objects.bulk_update(items, ["position"])
        trail.record("agendaitem.move", self, by=by, to=there + 1)

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Take this item off the agenda. Raises NotPossible where it is published, or has papers or minutes."""
        self.guard()
        _changeable(self.meeting_id)
        item = AgendaItem.objects.get(pk=self.pk)
        if item.is_published:
            raise NotPossible("This item is published, so it cannot be removed. Withdraw it instead.")
        if item.papers.exists():
            raise NotPossible("This item has papers. Remove them first.")
        number = item.pk
        try:
            item.delete()
        except ProtectedError:
            raise NotPossible("Something is minuted under this item, so it cannot be removed.") from None
        item.pk = number
        trail.record("agendaitem.remove", item, by=by, meeting=item.meeting_id)

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Say that a published item is not taken. It stays listed, and so do its papers. Raises NotPossible."""
        self.guard()
        item = AgendaItem.objects.get(pk=self.pk)
        _changeable(item.meeting_id)
        if not item.is_published:
            raise NotPossible("This item is not published yet. Remove it instead.")
        if item.is_withdrawn:
            raise NotPossible("This item has already been withdrawn.")
        item.withdrawn_at, item.withdrawn_by = timezone.now(), by
        item.save(update_fields=["withdrawn_at", "withdrawn_by"])
        trail.record("agendaitem.withdraw", item, by=by)
        if item.tabling:
            item.tabling.discuss_no_more(by=by)

    @transaction.atomic
    def trust(self, seats: list[Seat], *, by: Person) -> None:
        """Let exactly these seats, of those that are named for it, read what is restricted of this item."""
        self.guard()
        held = {reader.seat_id: reader for reader in self.readers.filter(seat__isnull=False)}
        wanted = {seat.pk for seat in seats}
        for seat_id, reader in held.items():
            if seat_id not in wanted:
                reader.take_away(by=by)
        for seat in seats:
            reader = held.get(seat.pk) or ItemReader(item=self, seat=seat)
            reader.restricted = True
            reader.keep(by=by)


def _changeable(meeting_id: int) -> None:
    """Raises NotPossible where the meeting was cancelled, or its minutes are agreed."""
    meeting = Meeting.objects.get(pk=meeting_id)
    if meeting.is_cancelled:
        raise NotPossible(CANCELLED)
    if meeting.is_agreed:
        raise NotPossible(AGREED)


class ItemReaderQuerySet(models.QuerySet):
    """Questions about who is named for an item."""

    def naming(self, scope: Scope) -> Self:
        """Those that name the person, the member they act for, or a seat held."""
        if scope.is_operator:
            return self.none()
        return self.filter(Q(person_id=scope.member_id) | Q(seat_id__in=scope.seat_ids))

    def visible_to(self, scope: Scope) -> Self:
        """Those that name the person, and those of meetings the person plans."""
        if scope.is_operator:
            return self.none()
        planned = Meeting.objects.allowing(Permission.MANAGE_MEETINGS, scope)
        return self.filter(Q(item__meeting__in=planned) | Q(pk__in=ItemReader.objects.naming(scope).values("pk")))


class ItemReader(Kept):
    """A seat or a person named for one item: invited for it (R09), or trusted with what is restricted of it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="readers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="items_read")
    restricted = models.BooleanField("may read what is restricted of it", default=False)

    objects = ItemReaderQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=True, person__isnull=False) | Q(seat__isnull=False, person__isnull=True),
                name="item_reader_seat_or_person",
                violation_error_message="Name a seat or a person, one of the two.",
            ),
            models.UniqueConstraint(fields=["item", "seat"], name="item_reader_seat_once"),
            models.UniqueConstraint(fields=["item", "person"], name="item_reader_person_once"),
        ]

    def __str__(self) -> str:
        return str(self.seat or self.person)

    @transaction.atomic
    def take_away(self, *, by: Person) -> None:
        """Name this seat or person no longer: from now on they read no more than others of their seats do."""
        number = self.pk
        self.delete()
        self.pk = number
        trail.record("itemreader.remove", self, by=by, item=self.item_id)


class OfBodyQuerySet(DatedQuerySet):
    """Questions about what is planned for a body's meetings."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the bodies whose meetings the person may see; restricted ones where that may be seen too."""
        if scope.is_operator:
            return self.filter(restricted=False)
        seen = Body.objects.allowing(Permission.SEE_ATTENDANCE, scope)
        trusted = Body.objects.allowing(Permission.SEE_RESTRICTED, scope)
        return self.filter(Q(body__in=seen, restricted=False) | Q(body__in=trusted))


class StandingItem(Dated):
    """What a body takes at every meeting, or at those of some months (R54), from a day to a day."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="standing_items")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.DISCUSS)
    presenter = models.CharField("who presents it", max_length=150, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField("minutes", null=True, blank=True)
    restricted = models.BooleanField(default=False)
    months = models.JSONField("in which months", default=list, blank=True)
    """Numbers from 1 to 12; none means every meeting."""

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [in_order(name="standing_item_dates_in_order")]

    def __str__(self) -> str:
        return WITHHELD if self.restricted else self.title

    def clean(self) -> None:
        """Refuse months there are not."""
        if not isinstance(self.months, list) or any(month not in range(1, 13) for month in self.months):
            raise ValidationError({"months": "Months are numbers from 1 to 12."})

    def comes_to(self, meeting: Meeting) -> bool:
        """Whether it is taken at this meeting: in force on its day, and in one of its months."""
        return self.is_on(meeting.held_on) and rules.comes_in(self.months, meeting.held_on)

    @transaction.atomic
    def end(self, *, on: date, by: Person) -> None:
        """Make ``on`` the last day on which it is taken. Raises NotPossible where it has ended, or begins later."""
        item = StandingItem.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if item.ends_on is not None and item.ends_on <= on:
            raise NotPossible("This standing item has already ended.")
        if item.starts_on is not None and on < item.starts_on:
            raise NotPossible("The last day must be the same as or after the start date.")
        item.ends_on = on
        item.save(update_fields=["ends_on"])
        trail.record("standingitem.end", item, by=by)
