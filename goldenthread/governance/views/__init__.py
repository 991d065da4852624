"""The pages of governance."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from goldenthread.governance.models import AgendaItem, AgendaLine, Meeting, Minutes
from goldenthread.improvement.models import Tabling
from goldenthread.partnership.access import found
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MARKING = Circulation.BODY.marking
"""Every page about a meeting carries the marking of what circulates within the body."""


@dataclass(frozen=True)
class MeetingPage:
    """One of the pages of a meeting: its title, its address by name, and what opens it."""

    title: str
    url_name: str
    permission: Permission
    is_open: Callable[[Meeting, Scope], bool] = lambda meeting, scope: True
    """Whether there is anything for this person on it."""


def has_minutes(meeting: Meeting, scope: Scope) -> bool:
    """Whether the person may read minutes of this meeting, or write them."""
    if meeting.allows(Permission.MANAGE_MEETINGS, scope):
        return True
    return Minutes.objects.visible_to(scope).filter(meeting=meeting).exists()


MEETING_PAGES = (
    MeetingPage("The meeting", "meeting_page", Permission.OWN_ACCOUNT),
    MeetingPage("Plan the agenda", "agenda_page", Permission.MANAGE_MEETINGS),
    MeetingPage("Agenda pack", "pack_page", Permission.SEE_ATTENDANCE),
    MeetingPage("Record attendance", "attendance_record", Permission.RECORD_ATTENDANCE),
    MeetingPage("Invitations", "meeting_invite", Permission.MANAGE_MEETINGS),
    MeetingPage("Matters arising", "minutes_matters", Permission.SEE_ATTENDANCE),
    MeetingPage("Minutes", "minutes_page", Permission.OWN_ACCOUNT, has_minutes),
    MeetingPage("Apologies", "apology_list", Permission.SEE_ATTENDANCE),
)
"""The pages of a meeting in their order, as the navigation of each of them lists them."""


def pages_of(meeting: Meeting, scope: Scope) -> list[MeetingPage]:
    """Those pages of a meeting the person may open; attendance once there is any to record."""
    pages = [page for page in MEETING_PAGES if meeting.allows(page.permission, scope) and page.is_open(meeting, scope)]
    if meeting.takes_attendance(scope.today):
        return pages
    return [page for page in pages if page.url_name != "attendance_record"]


def about(lines: Iterable[AgendaLine], scope: Scope) -> dict[int, str]:
    """The pages of what was tabled, by the number of its item, for those who may read the thing itself."""
    tablings = [line.item.tabling_id for line in lines if line.item and line.item.tabling_id]
    rows = Tabling.objects.visible_to(scope).filter(pk__in=tablings).with_subjects()
    pages = {row.pk: row.page for row in rows}
    return {line.item.pk: pages[line.item.tabling_id] for line in lines if line.item and line.item.tabling_id in pages}


def planned_meeting(request: HttpRequest, meeting_id: int) -> Meeting:
    """The meeting, where the person plans it: else 404 outside their scope, 403 inside it."""
    seen = Meeting.objects.visible_to(request.scope)
    meeting = found(seen.select_related("body__partnership"), pk=meeting_id)
    request.scope.require(Permission.MANAGE_MEETINGS, meeting.body)
    return meeting


def planned_item(request: HttpRequest, item_id: int) -> AgendaItem:
    """The item of a meeting the person plans, else 404 or 403."""
    seen = AgendaItem.objects.visible_to(request.scope)
    item = found(seen.select_related("meeting__body__partnership"), pk=item_id)
    request.scope.require(Permission.MANAGE_MEETINGS, item.meeting.body)
    return item
