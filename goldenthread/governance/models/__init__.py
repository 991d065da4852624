"""The nouns of governance, one file each."""

from goldenthread.governance.models.agenda import AgendaItem, ItemReader, Purpose, StandingItem
from goldenthread.governance.models.agenda_making import add_standing_items, copy_items, last_agenda
from goldenthread.governance.models.agenda_seen import AgendaLine, agenda_of
from goldenthread.governance.models.apology import Apology, own_places, seats_held_at
from goldenthread.governance.models.attendance import Attendance, CameAs
from goldenthread.governance.models.calendar import CalendarFeed, MeetingNotice, PackNotice
from goldenthread.governance.models.decision import Decision, Declaration
from goldenthread.governance.models.forward import ForwardItem, ForwardPlan, Planned, forward_plan
from goldenthread.governance.models.item_minutes import ItemMinutes
from goldenthread.governance.models.letter import ChairLetter
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.minutes import Minutes, MinutesState, ReopenReason
from goldenthread.governance.models.pack import Pack, PackEntry, PackFile
from goldenthread.governance.models.paper import Paper
from goldenthread.governance.models.quarter_seen import Gathered, GroupUpdate, gathered_for, updates_of
from goldenthread.governance.models.quarterly_theme import QuarterlyTheme
from goldenthread.governance.models.quorum import QuorumRule, quorum_of, quorums_of
from goldenthread.governance.models.raised import RaisedAction, decided, open_actions, plan_for
from goldenthread.governance.models.roster import Place, roster
from goldenthread.governance.models.series import MeetingSeries, SchoolTerm
from goldenthread.governance.models.subgroup_update import SubgroupUpdate, UpdateDraft
from goldenthread.governance.models.tabled import offered, take
from goldenthread.governance.models.worry import Worry

__all__ = [
    "AgendaItem",
    "AgendaLine",
    "Apology",
    "Attendance",
    "CalendarFeed",
    "CameAs",
    "ChairLetter",
    "Decision",
    "Declaration",
    "ForwardItem",
    "ForwardPlan",
    "Gathered",
    "GroupUpdate",
    "ItemMinutes",
    "ItemReader",
    "Meeting",
    "MeetingNotice",
    "MeetingSeries",
    "Minutes",
    "MinutesState",
    "Pack",
    "PackEntry",
    "PackFile",
    "PackNotice",
    "Paper",
    "Place",
    "Planned",
    "Purpose",
    "QuarterlyTheme",
    "QuorumRule",
    "RaisedAction",
    "ReopenReason",
    "SchoolTerm",
    "StandingItem",
    "SubgroupUpdate",
    "UpdateDraft",
    "Worry",
    "add_standing_items",
    "agenda_of",
    "copy_items",
    "decided",
    "forward_plan",
    "gathered_for",
    "last_agenda",
    "offered",
    "open_actions",
    "own_places",
    "plan_for",
    "quorum_of",
    "quorums_of",
    "roster",
    "seats_held_at",
    "take",
    "updates_of",
]
