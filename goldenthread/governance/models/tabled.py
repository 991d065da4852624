"""What is tabled meets the agenda: it is offered, put on, and stamped as discussed when minutes are circulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.agenda import AgendaItem
from goldenthread.governance.models.meeting import CANCELLED, Meeting
from goldenthread.governance.models.minutes import Minutes, MinutesState
from goldenthread.improvement.models import Tabling
from goldenthread.partnership.models import Person

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

CIRCULATED = "The minutes of this meeting are circulated. Take them back before anything is added to its agenda."


def on_agendas() -> QuerySet[AgendaItem]:
    """The items that stand for something tabled, as long as they and their meetings take place."""
    return AgendaItem.objects.filter(
        tabling__isnull=False, withdrawn_at__isnull=True, meeting__cancelled_at__isnull=True
    )


def offered(meeting: Meeting, scope: Scope) -> QuerySet[Tabling]:
    """What is tabled for the body of ``meeting``, is on no agenda and was not discussed, oldest first.

    For whoever plans the meeting: what they may not read has its neutral title alone (``Tabled``).
    """
    waiting = Tabling.objects.listed_for(scope).waiting().filter(body_id=meeting.body_id)
    return (
        waiting.exclude(pk__in=on_agendas().order_by().values("tabling")).with_subjects().order_by("tabled_at", "pk")
    )


@transaction.atomic
def take(meeting: Meeting, tabling: Tabling, *, by: Person) -> AgendaItem:
    """Put what is tabled at the end of the agenda of ``meeting``, and return the item it became.

    Raises NotPossible where it is on an agenda already, was discussed or taken back, is for another body, or some
    who would read the agenda may not read it and it has no neutral title; ValidationError where the agenda is closed.
    """
    held = tabling.held()
    if held.body_id != meeting.body_id:
        raise NotPossible("This is tabled for another body.")
    if held.discussed_on:
        raise NotPossible("This was discussed already.")
    if on_agendas().filter(tabling=held).exists():
        raise NotPossible("This is on an agenda already.")
    if meeting.is_cancelled:
        raise NotPossible(CANCELLED)
    if Minutes.objects.filter(meeting=meeting).exclude(state=MinutesState.DRAFT).exists():
        raise NotPossible(CIRCULATED)
    title = held.agenda_title(*meeting.joint_with.all())
    item = AgendaItem(meeting=meeting, title=title, tabling=held).add(by=by)
    trail.record("agendaitem.table", item, by=by, tabling=held.pk)
    return item
