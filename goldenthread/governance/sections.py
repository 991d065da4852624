"""What governance adds to a body's page."""

from typing import Any

from goldenthread.governance.models import Meeting, Minutes
from goldenthread.partnership import body_sections
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

SHOWN = 6


@body_sections.register("Meetings and attendance", order=20, template="governance/_body_meetings.jinja")
def meetings(scope: Scope, body: Body) -> dict[str, Any] | None:
    """The next and the latest meetings; nothing for those who see no attendance of this body."""
    if not scope.may(Permission.SEE_ATTENDANCE, body):
        return None
    seen = Meeting.objects.visible_to(scope).of(body).with_counts()
    return {
        "body": body,
        "next": seen.on_a_day().after(scope.today).first(),
        "meetings": list(seen.filter(held_on__lte=scope.today)[:SHOWN]),
        "overdue_minutes": _overdue_minutes(scope, body),
        "may_see_letters": scope.may(Permission.FOLLOW_UP_ATTENDANCE, body),
        "may_plan": scope.may(Permission.MANAGE_MEETINGS, body),
        "may_follow_up": scope.may(Permission.FOLLOW_UP_ATTENDANCE, body),
    }


def _overdue_minutes(scope: Scope, body: Body) -> int:
    """How many minutes the person reads that a later meeting should have agreed by now."""
    return Minutes.objects.visible_to(scope).filter(meeting__body=body).overdue_on(scope.today).count()
