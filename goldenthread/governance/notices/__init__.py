"""Who is told of a meeting and of its packs, and telling them: each person one message, exactly once.

A message and the row that says that it was queued are written in one transaction, person by person. A process
that dies in between leaves some people told and the others not; the next run tells the others.
"""

from goldenthread.governance.notices.audience import Invitee, Plan, Told, Unreachable, audience, plan
from goldenthread.governance.notices.showing import as_invited, calendar_of, occasion
from goldenthread.governance.notices.telling import announce, invite, send_due, tell_of_change

__all__ = [
    "Invitee",
    "Plan",
    "Told",
    "Unreachable",
    "announce",
    "as_invited",
    "audience",
    "calendar_of",
    "invite",
    "occasion",
    "plan",
    "send_due",
    "tell_of_change",
]
