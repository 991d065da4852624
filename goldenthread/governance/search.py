"""What of governance can be found: meetings, agenda items, papers by their titles, and minutes.

What everybody who reads an item may read is one row; the restricted part of its minutes is a second row of the same
subject, with a reach of its own: a snippet is cut from the row that was found. ``tests/architecture/test_search.py``
holds each source to the ``visible_to`` of its model.
"""

from collections.abc import Iterator

from django.db.models import QuerySet

from goldenthread.foundation.rendering import day
from goldenthread.foundation.search import Row, Source, source
from goldenthread.governance.models import (
    AgendaItem,
    ItemMinutes,
    ItemReader,
    Meeting,
    Minutes,
    MinutesState,
    Pack,
    Paper,
)
from goldenthread.partnership import reach
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body, Partnership
from goldenthread.partnership.permissions import Permission


@source
class Meetings(Source[Meeting]):
    """Meetings of the bodies whose meetings may be seen, joint ones too, and of items that name somebody."""

    code, title, model = "meeting", "Meetings", Meeting
    permission = Permission.OWN_ACCOUNT  # whoever is named for an item may have no seat that shows meetings
    marking = Circulation.BODY.marking
    follows = {
        Body: ("body", "joint_with"),
        Partnership: ("body__partnership",),
        AgendaItem: ("items",),
        ItemReader: ("items__readers",),
    }

    def rows(self, subjects: QuerySet[Meeting]) -> Iterator[tuple[int, Row]]:
        """A row for each meeting."""
        meetings = subjects.select_related("body__partnership").prefetch_related(
            "body__areas", "joint_with__areas", "items__readers"
        )
        for meeting in meetings:
            items = meeting.items.all()
            readers = [reader for item in items for reader in item.readers.all()]
            words = [
                meeting.title,
                f"{meeting.get_kind_display()} meeting",
                meeting.get_how_display(),
                meeting.body.owner,
            ]
            yield (
                meeting.pk,
                Row(
                    title=f"{meeting.body.name}, {day(meeting.held_on)}",
                    text=". ".join(word for word in words if word),
                    page="meeting_page",
                    args=(meeting.pk,),
                    dated_on=meeting.held_on,
                    reach=who_sees(meeting) | {name_of(reader) for reader in readers},
                    links=(*items, *readers),
                ),
            )


@source
class AgendaItems(Source[AgendaItem]):
    """Items of agendas: published ones by who may read them, all of them by whoever plans the meeting."""

    code, title, model = "item", "Agenda items", AgendaItem
    permission = Permission.OWN_ACCOUNT
    marking = Circulation.BODY.marking
    follows = {
        Meeting: ("meeting",),
        Minutes: ("meeting__minutes",),
        Pack: ("meeting__packs",),
        ItemReader: ("readers",),
        Body: ("meeting__body", "meeting__joint_with"),
        Partnership: ("meeting__body__partnership",),
    }

    def rows(self, subjects: QuerySet[AgendaItem]) -> Iterator[tuple[int, Row]]:
        """A row for each item."""
        items = subjects.select_related("meeting__body__partnership").prefetch_related(
            "meeting__body__areas", "meeting__joint_with__areas", "readers"
        )
        for item in items:
            words = [item.get_purpose_display(), item.presenter, item.note, item.meeting.body.name]
            yield (
                item.pk,
                Row(
                    title=item.title,
                    text=". ".join(word for word in words if word),
                    page="meeting_page",
                    args=(item.meeting_id,),
                    dated_on=item.meeting.held_on,
                    reach=who_plans(item.meeting) | who_reads(item, restricted=item.restricted),
                    links=tuple(item.readers.all()),
                ),
            )


@source
class Papers(Source[Paper]):
    """Papers by their titles: published ones by who may read them, all of them by whoever plans the meeting."""

    code, title, model = "paper", "Papers", Paper
    permission = Permission.OWN_ACCOUNT
    marking = Circulation.BODY.marking
    follows = {
        AgendaItem: ("item",),
        Meeting: ("item__meeting",),
        Minutes: ("item__meeting__minutes",),
        Pack: ("item__meeting__packs",),
        ItemReader: ("item__readers",),
        Body: ("item__meeting__body", "item__meeting__joint_with"),
        Partnership: ("item__meeting__body__partnership",),
    }

    def rows(self, subjects: QuerySet[Paper]) -> Iterator[tuple[int, Row]]:
        """A row for each paper."""
        papers = subjects.select_related("document", "item__meeting__body__partnership").prefetch_related(
            "item__meeting__body__areas", "item__meeting__joint_with__areas", "item__readers"
        )
        for paper in papers:
            meeting, reach_ = paper.item.meeting, who_plans(paper.item.meeting)
            if paper.published_at:
                reach_ |= who_reads(paper.item, restricted=paper.is_restricted)
            yield (
                paper.pk,
                Row(
                    title=paper.document.title,
                    text=f"{paper.item.title}. {meeting.body.name}",
                    page="meeting_page",
                    args=(meeting.pk,),
                    dated_on=meeting.held_on,
                    reach=reach_,
                    links=tuple(paper.item.readers.all()),
                ),
            )


@source
class ItemsOfMinutes(Source[ItemMinutes]):
    """Minutes item by item, once circulated; what is restricted of one is a row of its own."""

    code, title, model = "minutes", "Minutes", ItemMinutes
    permission = Permission.OWN_ACCOUNT
    marking = Circulation.BODY.marking
    follows = {
        Minutes: ("item__meeting__minutes",),
        AgendaItem: ("item",),
        Meeting: ("item__meeting",),
        Pack: ("item__meeting__packs",),
        ItemReader: ("item__readers",),
        Body: ("item__meeting__body", "item__meeting__joint_with"),
        Partnership: ("item__meeting__body__partnership",),
    }

    def rows(self, subjects: QuerySet[ItemMinutes]) -> Iterator[tuple[int, Row]]:
        """A row for what is said of each item, and one for its restricted part."""
        parts = subjects.select_related("item__meeting__body__partnership", "item__meeting__minutes").prefetch_related(
            "item__meeting__body__areas", "item__meeting__joint_with__areas", "item__readers"
        )
        for part in parts:
            item, meeting = part.item, part.item.meeting
            said = [(part.text, item.restricted)]
            if part.restricted_text:
                said.append((part.restricted_text, True))
            for text, restricted in said:
                reach_ = who_plans(meeting)
                if meeting.minutes.state != MinutesState.DRAFT:
                    reach_ |= who_reads(item, restricted=restricted)
                yield (
                    part.pk,
                    Row(
                        title=f"Minutes of {meeting.body.name}, {day(meeting.held_on)}: {item.title}",
                        text=text,
                        page="minutes_page",
                        args=(meeting.pk,),
                        dated_on=meeting.held_on,
                        reach=reach_,
                        links=tuple(item.readers.all()),
                    ),
                )


def who_plans(meeting: Meeting) -> frozenset[str]:
    """Those who plan the meetings of its own body."""
    return reach.allowed(Permission.MANAGE_MEETINGS, meeting.body)


def who_reads(item: AgendaItem, *, restricted: bool) -> frozenset[str]:
    """Those who read an item, or what is restricted of it, once it is published; nobody before."""
    if not item.is_published:
        return frozenset()
    bodies = [item.meeting.body, *item.meeting.joint_with.all()]
    trusted = frozenset().union(*(reach.allowed(Permission.SEE_RESTRICTED, body) for body in bodies))
    named = {name_of(reader) for reader in item.readers.all() if reader.restricted or not restricted}
    return trusted | named | (frozenset() if restricted else who_sees(item.meeting))


def who_sees(meeting: Meeting) -> frozenset[str]:
    """Those who see the meeting as of its body, or of one that meets with it."""
    return reach.allowed(Permission.SEE_ATTENDANCE, meeting.body).union(
        *(reach.allowed(Permission.SEE_ATTENDANCE, body) for body in meeting.joint_with.all())
    )


def name_of(reader: ItemReader) -> str:
    """The token of the seat or the person named for an item."""
    return reach.seated(reader.seat_id) if reader.seat_id else reach.named(reader.person_id or 0)
