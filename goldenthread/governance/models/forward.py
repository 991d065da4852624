"""What is agreed to come to a body, and the forward plan: what is due to which meeting in the next twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.governance import rules
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.agenda import WITHHELD, AgendaItem, OfBodyQuerySet, Purpose, StandingItem
from goldenthread.governance.models.meeting import Meeting
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.models.dated import Kept

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

ON_AGENDA, STANDING, AGREED = "On the agenda", "Standing item", "Agreed"


class ForwardItem(Kept):
    """What is agreed to come to a body by a day: taken by the first meeting on or after ``due_on``."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="forward_items")
    title = models.CharField(max_length=200)
    due_on = models.DateField("due on")
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.DISCUSS)
    presenter = models.CharField("who presents it", max_length=150, blank=True)
    restricted = models.BooleanField(default=False)
    asked_in = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="asked_for"
    )
    """The item at which it was agreed that this comes back."""
    taken_as = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="planned_as"
    )
    """The item it became."""

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return WITHHELD if self.restricted else self.title

    @property
    def is_taken(self) -> bool:
        """Whether it is on an agenda. One that was withdrawn there is still to come."""
        return self.taken_as is not None and not self.taken_as.is_withdrawn

    def guard(self) -> None:
        """Hold the body while it is looked up which meeting takes the item."""
        Body.objects.select_for_update(of=("self",)).get(pk=self.body_id)

    @transaction.atomic
    def take(self, *, by: Person) -> AgendaItem:
        """Put this item at the end of the agenda of the meeting it is due to, and return the item it became.

        Raises NotPossible where it is on an agenda already, or no meeting is planned that could take it.
        """
        self.guard()
        planned = ForwardItem.objects.select_for_update(of=("self",)).select_related("taken_as").get(pk=self.pk)
        if planned.is_taken:
            raise NotPossible("This item is already on an agenda.")
        meetings = {meeting.held_on: meeting for meeting in _meetings(planned.body_id)}
        due = rules.due(planned.due_on, sorted(meetings), today=timezone.localdate())
        if due.meeting is None:
            raise NotPossible("No meeting is planned that could take this item. Plan a meeting first.")
        item = AgendaItem(
            meeting=meetings[due.meeting],
            title=planned.title,
            purpose=planned.purpose,
            presenter=planned.presenter,
            restricted=planned.restricted,
        ).add(by=by)
        planned.taken_as = item
        planned.save(update_fields=["taken_as"])
        trail.record("forwarditem.take", planned, by=by, item=item.pk, meeting=item.meeting_id)
        self.refresh_from_db()
        return item

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Delete this item of the plan. What it became on an agenda stays there."""
        planned = ForwardItem.objects.select_for_update(of=("self",)).get(pk=self.pk)
        trail.record("forwarditem.remove", planned, by=by, body=planned.body_id)
        planned.delete()


def _meetings(body_id: int) -> models.QuerySet[Meeting]:
    """The meetings that can take what is planned for a body: its own, whose day is known, in order."""
    return Meeting.objects.on_a_day().filter(body_id=body_id).order_by("held_on", "id")


@dataclass(frozen=True)
class Planned:
    """One line of the plan. ``row`` is the agenda item, standing item or forward item it stands for."""

    how: str
    row: AgendaItem | StandingItem | ForwardItem
    due_on: date | None = None
    is_overdue: bool = False

    @property
    def title(self) -> str:
        """Its title. The plan holds only what the person may read."""
        return self.row.title

    @property
    def forward_item(self) -> ForwardItem | None:
        """The forward item, where it is one that is on no agenda yet."""
        return self.row if isinstance(self.row, ForwardItem) and not self.row.is_taken else None


@dataclass(frozen=True)
class PlannedMeeting:
    """One meeting, and what comes to it: its agenda as it stands, standing items, agreed items."""

    meeting: Meeting
    lines: tuple[Planned, ...]


@dataclass(frozen=True)
class ForwardPlan:
    """The plan of ``body`` from ``first`` to ``last``.

    ``without_meeting`` are agreed items that no meeting is planned for; ``later`` those due after ``last``.
    """

    body: Body
    first: date
    last: date
    meetings: tuple[PlannedMeeting, ...]
    without_meeting: tuple[Planned, ...]
    later: tuple[Planned, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned at all."""
        return not (self.meetings or self.without_meeting or self.later)


def forward_plan(body: Body, scope: Scope) -> ForwardPlan:
    """What is due to the meetings of ``body`` in the twelve months from today, in four queries.

    ``scope`` sees the meetings of the body. What it may not read is not there, not even as a placeholder. An item
    on an agenda stands there once, though it was agreed or is a standing item too.
    """
    first, last = rules.year_ahead(scope.today)
    every = [*_meetings(body.pk)]
    meetings = [meeting for meeting in every if first <= meeting.held_on <= last]
    days = [meeting.held_on for meeting in every]
    by_day = {meeting.held_on: meeting for meeting in reversed(meetings)}
    lines: dict[int, list[Planned]] = {meeting.pk: [] for meeting in meetings}
    seen = AgendaItem.objects.visible_to(scope).filter(meeting__in=meetings, withdrawn_at__isnull=True)
    listed = list(seen.order_by("position", "id"))
    for item in listed:
        lines[item.meeting_id].append(Planned(ON_AGENDA, item))
    taken = {(item.meeting_id, item.standing_id) for item in listed}
    standing = list(StandingItem.objects.visible_to(scope).filter(body=body))
    for meeting in meetings:
        lines[meeting.pk] += [
            Planned(STANDING, row) for row in standing if row.comes_to(meeting) and (meeting.pk, row.pk) not in taken
        ]
    without_meeting, later = [], []
    on_agenda = {item.pk for item in listed}
    for row in _agreed(body, scope, meetings):
        if row.is_taken and row.taken_as:
            if row.taken_as_id not in on_agenda:
                lines[row.taken_as.meeting_id].append(Planned(AGREED, row, row.due_on))
            continue
        due = rules.due(row.due_on, days, today=scope.today)
        planned = Planned(AGREED, row, row.due_on, due.is_overdue)
        if due.meeting in by_day:
            lines[by_day[due.meeting].pk].append(planned)
        elif row.due_on > last or due.meeting is not None:
            later.append(planned)
        else:
            without_meeting.append(planned)
    return ForwardPlan(
        body=body,
        first=first,
        last=last,
        meetings=tuple(PlannedMeeting(meeting, tuple(lines[meeting.pk])) for meeting in meetings),
        without_meeting=tuple(without_meeting),
        later=tuple(later),
    )


def _agreed(body: Body, scope: Scope, meetings: list[Meeting]) -> list[ForwardItem]:
    """Forward items on no agenda, and those on one of ``meetings``."""
    rows = ForwardItem.objects.visible_to(scope).filter(body=body).select_related("taken_as", "asked_in__meeting")
    to_come = Q(taken_as__isnull=True) | Q(taken_as__withdrawn_at__isnull=False)
    return list(rows.filter(to_come | Q(taken_as__meeting__in=meetings)))
