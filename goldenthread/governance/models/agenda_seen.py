"""The agenda of one meeting as one person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from goldenthread.governance import rules
from goldenthread.governance.models.agenda import AgendaItem
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.paper import Paper
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class AgendaLine:
    """One line: the item with the papers that may be read, or none where the item is withheld.

    ``number`` and ``begins`` are None for somebody invited for single items, who learns of no others.
    """

    number: int | None
    item: AgendaItem | None
    begins: time | None
    papers: list[Paper]


def agenda_of(meeting: Meeting, scope: Scope) -> list[AgendaLine]:
    """The lines of the agenda for ``scope``, in three queries.

    Who plans the meeting sees every item; members of the bodies that meet see the published ones, of a restricted
    one they may not read only that there is one. The time of what follows such an item is not told, since it would
    tell how long that one takes. Somebody invited for single items sees those and nothing else.
    """
    readable = {item.pk: item for item in AgendaItem.objects.visible_to(scope).filter(meeting=meeting)}
    papers: dict[int, list[Paper]] = {}
    seen = Paper.objects.visible_to(scope).filter(item__meeting=meeting).select_related("document", "item")
    for paper in seen.prefetch_related("document__versions"):
        papers.setdefault(paper.item_id, []).append(paper)
    if not meeting.allows(Permission.SEE_ATTENDANCE, scope):
        return [AgendaLine(None, item, None, papers.get(item.pk, [])) for item in readable.values()]
    items = AgendaItem.objects.filter(meeting=meeting)
    if not meeting.allows(Permission.MANAGE_MEETINGS, scope):
        items = items.filter(published_at__isnull=False)
    listed = list(items.values_list("pk", "minutes_allotted", "withdrawn_at"))
    minutes = [None if pk not in readable else 0 if withdrawn else allotted for pk, allotted, withdrawn in listed]
    times = rules.running_times(meeting.starts_at, minutes)
    return [
        AgendaLine(number, readable.get(pk), begins, papers.get(pk, []))
        for number, ((pk, _, _), begins) in enumerate(zip(listed, times, strict=True), start=1)
    ]
