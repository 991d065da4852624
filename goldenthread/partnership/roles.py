"""Which role holds which permission: one table, keyed by kind of body and role of seat.

``here`` reaches the body of the seat alone. ``across`` reaches every body of the partnership, of the
partnerships it succeeded, and the bodies others run in its areas. ``docs/permissions.md`` is made from this.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from goldenthread.partnership.permissions import Permission as P


class BodyKind(TextChoices):
    """Kinds of body in a partnership's structure."""

    BOARD = "board", "Board"
    EXECUTIVE = "executive", "Executive"
    SUBGROUP = "subgroup", "Subgroup"
    LOCAL_GROUP = "local group", "Local group"
    TASK_AND_FINISH = "task and finish", "Task and finish group"
    PANEL = "panel", "Panel"
    BUSINESS_TEAM = "business team", "Business team"
    FORUM = "forum or network", "Forum or network"
    STRATEGIC_BOARD = "other strategic board", "Other strategic board"


class SeatRole(TextChoices):
    """What a seat is for."""

    CHAIR = "chair", "Chair"
    CO_CHAIR = "co-chair", "Co-chair"
    DEPUTY_CHAIR = "deputy chair", "Deputy chair"
    LEAD_PARTNER = "lead safeguarding partner", "Lead safeguarding partner"
    DELEGATED_PARTNER = "delegated safeguarding partner", "Delegated safeguarding partner"
    SCRUTINEER = "independent scrutineer", "Independent scrutineer"
    CORE = "core", "Core member"
    VIRTUAL = "virtual", "Virtual member"
    CO_OPTED = "co-opted", "Co-opted member"
    ADVISORY = "advisory", "Adviser"
    CLERK = "clerk", "Clerk"
    OFFICER = "officer", "Officer"
    LAY = "lay", "Lay member"
    YOUNG_SCRUTINEER = "young scrutineer", "Young scrutineer"
    INSPECTOR = "inspector", "Inspector"


@dataclass(frozen=True)
class Role:
    """What one kind of seat may do, and who that is in plain English.

    ``second_factor``: the holder must have a second factor to sign in.
    """

    who: str
    here: frozenset[P] = frozenset()
    across: frozenset[P] = frozenset({P.SEE_REGISTER})
    second_factor: bool = False

    def gives(self, permission: P) -> bool:
        """Whether a seat of this kind gives ``permission`` on its own body."""
        return permission in self.here | self.across


REGISTER = frozenset({P.SEE_REGISTER})
READ_HERE = frozenset({P.SEE_ATTENDANCE, P.SEE_DOCUMENTS, P.SEE_EVIDENCE, P.SEE_CHALLENGES})
READ_ACROSS = REGISTER | READ_HERE | {P.SEE_PLAN}
RUN_HERE = READ_HERE | {
    P.SEE_CONTACTS,
    P.RECORD_ATTENDANCE,
    P.MANAGE_MEETINGS,
    P.SEE_RESTRICTED,
    P.FOLLOW_UP_ATTENDANCE,
    P.MANAGE_DOCUMENTS,
    P.MANAGE_EVIDENCE,
    P.MANAGE_CHALLENGES,
    P.MANAGE_PLAN,
    P.UPDATE_ACTIONS,
    P.TABLE_MATTERS,
    P.EXPORT_RECORDS,
}
LEAD_ACROSS = READ_ACROSS | {
    P.SEE_CONTACTS,
    P.SEE_RESTRICTED,
    P.FOLLOW_UP_ATTENDANCE,
    P.UPDATE_ACTIONS,
    P.TABLE_MATTERS,
    P.EXPORT_RECORDS,
}

MEMBER = Role(
    "A member: reads the register, the plan, and the papers, attendance and challenges of the body they sit on; says "
    "how the actions of their agency go, answers disagreements with it, and asks for what is to be discussed",
    READ_HERE | {P.UPDATE_ACTIONS, P.TABLE_MATTERS},
    REGISTER | {P.SEE_PLAN},
)
GUEST = Role("Invited for some items: reads the register, and the papers of the body", frozenset({P.SEE_DOCUMENTS}))
RUNS_GROUP = Role(
    "Runs one group: its meetings, attendance, documents, actions, challenges and follow-up, and no other's; reads "
    "the whole plan",
    RUN_HERE,
    REGISTER | {P.SEE_PLAN},
    second_factor=True,
)
LEADS = Role(
    "Leads the partnership: reads everything not sealed, follows up attendance", across=LEAD_ACROSS, second_factor=True
)
SCRUTINISES = Role(
    "Scrutinises or inspects: reads everything not sealed, the trail too, and changes nothing",
    across=READ_ACROSS | {P.SEE_RESTRICTED, P.EXPORT_RECORDS, P.SEE_TRAIL},
    second_factor=True,
)
BUSINESS_TEAM = Role(
    "The business manager and team: keep the register, meetings, documents, imports and exports",
    across=frozenset(P) - {P.OWN_ACCOUNT, P.SEE_TRAIL},
    second_factor=True,
)
INFORMATION_GOVERNANCE = Role(
    "The information-governance lead: the register, its exports and the trail, no papers",
    across=REGISTER | {P.EXPORT_RECORDS, P.SEE_TRAIL},
    second_factor=True,
)

_LEADING_BODIES = (BodyKind.BOARD, BodyKind.EXECUTIVE)
_MEMBER_ROLES = (
    SeatRole.CORE,
    SeatRole.VIRTUAL,
    SeatRole.ADVISORY,
    SeatRole.LAY,
    SeatRole.YOUNG_SCRUTINEER,
    SeatRole.OFFICER,
)
_CHAIR_ROLES = (SeatRole.CHAIR, SeatRole.CO_CHAIR, SeatRole.DEPUTY_CHAIR)
_PARTNER_ROLES = (SeatRole.LEAD_PARTNER, SeatRole.DELEGATED_PARTNER)


def _table() -> dict[tuple[BodyKind, SeatRole], Role]:
    """One row for every kind of body and role; a pair that is absent gives nothing."""
    table: dict[tuple[BodyKind, SeatRole], Role] = {}
    for kind in BodyKind:
        leading = kind in _LEADING_BODIES
        table |= {(kind, role): MEMBER for role in _MEMBER_ROLES}
        table |= {(kind, role): LEADS if leading else MEMBER for role in _PARTNER_ROLES}
        table |= {(kind, role): LEADS if leading else RUNS_GROUP for role in _CHAIR_ROLES}
        table |= {(kind, role): SCRUTINISES for role in (SeatRole.SCRUTINEER, SeatRole.INSPECTOR) if leading}
        table[kind, SeatRole.CLERK] = RUNS_GROUP
        table[kind, SeatRole.CO_OPTED] = GUEST
    team = BodyKind.BUSINESS_TEAM
    table |= {(team, role): BUSINESS_TEAM for role in (*_CHAIR_ROLES, SeatRole.OFFICER)}
    table[team, SeatRole.ADVISORY] = INFORMATION_GOVERNANCE
    return table


ROLES = _table()
