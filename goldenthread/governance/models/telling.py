"""What a meeting does to tell people of itself. Who is told and how is in ``governance/notices``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.foundation.models import Job
    from goldenthread.governance.models.meeting import Meeting
    from goldenthread.partnership.models import Person


class TellsPeople:
    """The verbs of a meeting that reach people's calendars."""

    def invite(self: Meeting, *, by: Person) -> Job:  # type: ignore[misc]
        """Queue what is due: invitations, updates, cancellations. Raises NotPossible; see ``notices.invite``."""
        from goldenthread.governance import notices

        return notices.invite(self, by=by)

    def tell_of_change(self: Meeting) -> None:  # type: ignore[misc]
        """Queue the update or the cancellation where anybody was told; each verb that changes the meeting calls it."""
        from goldenthread.governance import notices

        notices.tell_of_change(self)
