"""Every permission there is. What each role holds is in ``roles.py``; together they are the whole policy."""

from enum import StrEnum


class Permission(StrEnum):
    """What a person may do. The text is shown in ``docs/permissions.md``."""

    def __new__(cls, value: str, description: str) -> "Permission":
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    description: str

    OWN_ACCOUNT = "own_account", "Use my own account: sign-in details, delegates, my own jobs, items I am invited for"
    SEE_REGISTER = "see_register", "See partnerships, agencies, bodies, seats and who holds them"
    SEE_CONTACTS = "see_contacts", "See e-mail addresses and copy distribution lists"
    MANAGE_REGISTER = "manage_register", "Add and change agencies, bodies, seats, appointments and people"
    INVITE_PEOPLE = "invite_people", "Invite people to sign in, and stop them"
    SEE_ATTENDANCE = "see_attendance", "See meetings and who attended"
    RECORD_ATTENDANCE = "record_attendance", "Add meetings and record who attended"
    MANAGE_MEETINGS = "manage_meetings", "Plan meetings: agendas, papers, packs, minutes, letters from the chair"
    SEE_RESTRICTED = "see_restricted", "See what is restricted of meetings: items, papers and parts of minutes"
    FOLLOW_UP_ATTENDANCE = "follow_up_attendance", "See who to follow up about attendance, with drafted letters"
    SEE_PLAN = "see_plan", "See the plan: priorities, outcomes, actions and how they stand"
    MANAGE_PLAN = "manage_plan", "Keep the plan: add, change, pause, close and open actions, release parts of others"
    UPDATE_ACTIONS = (
        "update_actions",
        "Say how the actions of one's own agency go, and attest its part in those of others",
    )
    SEE_DOCUMENTS = "see_documents", "Read documents"
    MANAGE_DOCUMENTS = "manage_documents", "Upload documents and new versions"
    IMPORT_RECORDS = "import_records", "Import registers and attendance from spreadsheets"
    EXPORT_RECORDS = "export_records", "Export registers and attendance to spreadsheets"
    SEE_EVIDENCE = "see_evidence", "See evidence, findings, risks and the thread of each"
    MANAGE_EVIDENCE = "manage_evidence", "Add and change evidence, findings, risks and themes"
    SEE_CHALLENGES = (
        "see_challenges",
        "See the log of challenges, and read the strategic ones and the disagreements of one's own agency",
    )
    MANAGE_CHALLENGES = "manage_challenges", "Record challenges and disagreements, take them up and settle them"
    TABLE_MATTERS = "table_matters", "Ask that evidence, findings and actions are discussed at a meeting"
    SEE_TRAIL = "see_trail", "Read the trail of who did and read what"
