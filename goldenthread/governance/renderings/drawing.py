"""From the rows of one meeting to a rendering. Only what its reader may read is asked of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation.rendering import day
from goldenthread.governance.models import (
    AgendaItem,
    Apology,
    Attendance,
    CameAs,
    Decision,
    Declaration,
    ItemMinutes,
    Meeting,
    Minutes,
    MinutesState,
    Paper,
    quorum_of,
)
from goldenthread.governance.models.agenda import WITHHELD
from goldenthread.governance.renderings.names import known_names
from goldenthread.governance.renderings.shown import (
    Attendee,
    DecisionShown,
    DeclarationShown,
    ItemShown,
    Rendering,
)
from goldenthread.governance.rules import Mark
from goldenthread.governance.rules.minutes import decision_number, paragraphs, without_names
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

SOMEBODY = "A person at the meeting"
NO_DECISIONS = "This was an informal meeting. It took no decisions."
NOT_RECORDED = "Attendance was not recorded."


@dataclass(frozen=True)
class _Audience:
    """Who a rendering is for: numbers of the items and papers they read, and of items whose restricted part too.

    ``whole``: they see the meeting as a whole, not only items they were invited for. ``named``: they read names.
    """

    items: frozenset[int]
    restricted: frozenset[int]
    papers: frozenset[int]
    whole: bool
    trusted: bool
    named: bool


def for_reader(minutes: Minutes, scope: Scope) -> Rendering:
    """The minutes as whoever has ``scope`` may read them. Whether they may at all is asked before."""
    of_meeting = Meeting.objects.filter(pk=minutes.meeting_id)
    mine = AgendaItem.objects.filter(meeting_id=minutes.meeting_id)
    papers = Paper.objects.visible_to(scope).filter(item__meeting_id=minutes.meeting_id)
    audience = _Audience(
        items=_numbers(mine.visible_to(scope)),
        restricted=_numbers(mine.restricted_visible_to(scope)),
        papers=_numbers(papers),
        whole=of_meeting.allowing(Permission.SEE_ATTENDANCE, scope).exists(),
        trusted=of_meeting.allowing(Permission.SEE_RESTRICTED, scope).exists(),
        named=True,
    )
    return _draw(minutes, audience)


def for_public(minutes: Minutes) -> Rendering:
    """The minutes as everybody may read them: open items alone, no paper, no name of a person."""
    shown = AgendaItem.objects.filter(meeting_id=minutes.meeting_id, restricted=False)
    if not minutes.is_draft:
        shown = shown.filter(published_at__isnull=False)
    audience = _Audience(
        items=_numbers(shown),
        restricted=frozenset(),
        papers=frozenset(),
        whole=True,
        trusted=False,
        named=False,
    )
    return _nameless(_draw(minutes, audience), known_names(minutes.meeting))


def quorum_sentence(meeting: Meeting) -> str | None:
    """Whether the meeting was quorate, without people's names; None where no rule was in force for its body."""
    quorum = quorum_of(meeting)
    return quorum.sentence if quorum.rules else None


def _numbers(rows: Any) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))


def _draw(minutes: Minutes, audience: _Audience) -> Rendering:
    meeting = minutes.meeting
    groups = _attendance(meeting, audience) if audience.whole else _Groups(False, (), (), ())
    return Rendering(
        marking=(Circulation.BODY if audience.named else Circulation.PUBLIC).marking,
        is_public=not audience.named,
        is_full=audience.trusted,
        title=f"Minutes of {meeting.body.name}, {meeting.when}",
        body=meeting.body.name,
        held_on=meeting.when,
        facts=tuple(_facts(meeting, audience)),
        stamp=stamp(minutes),
        notes=tuple(_notes(minutes, audience)),
        attendance_recorded=groups.recorded,
        present=groups.present,
        apologies=groups.apologies,
        absent=groups.absent,
        shows_attendance=audience.whole,
        items=tuple(_items(meeting, audience)),
        corrections=paragraphs(minutes.corrections) if audience.whole else (),
        restricted_corrections=paragraphs(minutes.restricted_corrections) if audience.trusted else (),
        next_meeting=_next_meeting(meeting) if audience.whole else "",
    )


def stamp(minutes: Minutes) -> str:
    """How far the minutes are (R112)."""
    if minutes.state == MinutesState.AGREED and minutes.agreed_at_meeting:
        corrected = " with corrections" if minutes.corrections or minutes.restricted_corrections else ""
        return f"Agreed as a correct record{corrected} on {day(minutes.agreed_at_meeting.held_on)}"
    return "Draft, not yet agreed" if minutes.state == MinutesState.CIRCULATED else "Draft, not yet circulated"


def _facts(meeting: Meeting, audience: _Audience) -> Iterable[tuple[str, str]]:
    """What stands at the head. A meeting's own title may name what it was about: the public does not read it."""
    yield "Body", meeting.body.name
    others = ", ".join(body.name for body in meeting.joint_with.all())
    if others:
        yield "Met jointly with", others
    if meeting.title and audience.named and audience.whole:
        yield "Meeting", meeting.title
    yield "Date", meeting.when
    if meeting.starts_at:
        ends = f" to {meeting.ends_at:%H:%M}" if meeting.ends_at else ""
        yield "Time", f"{meeting.starts_at:%H:%M}{ends}"
    if meeting.place:
        yield "Place", meeting.place
    yield "Kind of meeting", meeting.get_kind_display()
    if meeting.how:
        yield "How people took part", meeting.get_how_display()


def _notes(minutes: Minutes, audience: _Audience) -> Iterable[str]:
    if minutes.meeting.informal:
        yield NO_DECISIONS
    quorum = quorum_sentence(minutes.meeting) if audience.whole else None  # it tells who attended, agency by agency
    if quorum:
        yield quorum
    if minutes.circulations > 1 and minutes.reopened_because and minutes.circulated_at and audience.named:
        why = minutes.get_reopened_because_display().lower()
        when = day(timezone.localdate(minutes.circulated_at))
        yield f"Circulated again on {when}. They were taken back because of this: {why}."


# Who was there


@dataclass(frozen=True)
class _Groups:
    recorded: bool
    present: tuple[Attendee, ...]
    apologies: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]


def _attendance(meeting: Meeting, audience: _Audience) -> _Groups:
    """The sheet in three lists. Apologies given in advance count where the sheet says that nobody came."""
    in_advance = frozenset(Apology.objects.filter(meeting=meeting).values_list("seat_id", flat=True))
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("seat__agency", "person"))
    present: list[Attendee] = []
    apologies: list[Attendee] = []
    absent: list[Attendee] = []
    for row in rows:
        shown = Attendee(
            seat=row.seat.title,
            agency=row.seat.agency.name if row.seat.agency else "",
            who=_who(row) if audience.named else "",
        )
        if row.mark == Mark.PRESENT:
            present.append(shown)
        elif row.mark == Mark.ABSENT:
            (apologies if row.apologies or row.seat_id in in_advance else absent).append(shown)
    return _Groups(bool(rows), tuple(present), tuple(apologies), tuple(absent))


def _who(row: Attendance) -> str:
    name = row.person.name if row.person else row.representative_name
    if row.came_as == CameAs.REPRESENTATIVE:
        name = f"{name} (representative)" if name else "a representative"
    if row.people > 1:
        name = f"{name} and {row.people - 1} more" if name else f"{row.people} people"
    return name


def _next_meeting(meeting: Meeting) -> str:
    following = Meeting.objects.not_cancelled().filter(body_id=meeting.body_id).after(meeting.held_on)
    found = following.first()
    return found.when if found else ""


# What was said


def _items(meeting: Meeting, audience: _Audience) -> Iterable[ItemShown]:
    """The items in order, numbered as the whole agenda is, so that a number means the same to every reader.

    Whoever was invited for single items reads no numbers: they would tell how many others there were.
    """
    everything = AgendaItem.objects.filter(meeting=meeting)
    numbers = {pk: number for number, pk in enumerate(everything.values_list("pk", flat=True), start=1)}
    withheld = (
        frozenset(everything.filter(restricted=True).values_list("pk", flat=True)) - audience.items
        if audience.whole
        else frozenset()
    )
    said = _Said.of(audience)
    readable = everything.in_bulk(audience.items)
    for pk, number in numbers.items():
        if pk in readable:
            yield said.of_item(readable[pk], number if audience.whole else None, audience)
        elif pk in withheld:
            yield ItemShown(number, WITHHELD, "", "", True, True, False, (), (), (), (), (), f"{number}. {WITHHELD}")


@dataclass(frozen=True)
class _Said:
    """What the reader may read of every item, by its number."""

    texts: Mapping[int, str]
    restricted_texts: Mapping[int, str]
    decisions: Mapping[int, list[Decision]]
    declarations: Mapping[int, list[Declaration]]
    papers: Mapping[int, list[str]]
    partly: frozenset[int]

    @classmethod
    def of(cls, audience: _Audience) -> _Said:
        parts = ItemMinutes.objects.filter(item_id__in=audience.items)
        trusted_parts = ItemMinutes.objects.filter(item_id__in=audience.restricted)
        may_read = Q(item_id__in=audience.items, restricted=False) | Q(item_id__in=audience.restricted)
        papers = defaultdict(list)
        for item_id, title in Paper.objects.filter(pk__in=audience.papers).values_list("item_id", "document__title"):
            papers[item_id].append(title)
        return cls(
            texts=dict(parts.values_list("item_id", "text")),
            restricted_texts=dict(trusted_parts.values_list("item_id", "restricted_text")),
            decisions=_by_item(Decision.objects.filter(may_read)),
            declarations=_by_item(Declaration.objects.filter(may_read).select_related("seat__agency")),
            papers=papers,
            partly=_partly_withheld(audience) if audience.named and audience.whole else frozenset(),
        )

    def of_item(self, item: AgendaItem, number: int | None, audience: _Audience) -> ItemShown:
        """One item as the reader sees it."""
        return ItemShown(
            number=number,
            title=item.title,
            purpose="Withdrawn from the agenda" if item.is_withdrawn else item.get_purpose_display(),
            presenter=item.presenter if audience.named else "",
            withheld=False,
            restricted=item.restricted,
            part_withheld=item.pk in self.partly,
            paragraphs=paragraphs(self.texts.get(item.pk, "")),
            restricted_paragraphs=paragraphs(self.restricted_texts.get(item.pk, "")),
            decisions=tuple(_numbered(number, self.decisions.get(item.pk, []))),
            declarations=tuple(_declared(row, audience) for row in self.declarations.get(item.pk, [])),
            papers=tuple(self.papers.get(item.pk, [])),
            heading=item.title if number is None else f"{number}. {item.title}",
        )


def _partly_withheld(audience: _Audience) -> frozenset[int]:
    """The items of which something is restricted that the reader may not read."""
    closed = audience.items - audience.restricted
    return frozenset(
        [
            *ItemMinutes.objects.filter(item_id__in=closed)
            .exclude(restricted_text="")
            .values_list("item_id", flat=True),
            *Decision.objects.filter(item_id__in=closed, restricted=True).values_list("item_id", flat=True),
            *Declaration.objects.filter(item_id__in=closed, restricted=True).values_list("item_id", flat=True),
        ]
    )


def _by_item(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def _numbered(item: int | None, rows: list[Decision]) -> Iterable[DecisionShown]:
    before = {True: 0, False: 0}
    for row in rows:
        number = decision_number(item, before[row.restricted], restricted=row.restricted)
        before[row.restricted] += 1
        yield DecisionShown(number, row.text, row.decided_by, row.restricted)


def _declared(row: Declaration, audience: _Audience) -> DeclarationShown:
    """The public reads the seat of whoever declared an interest, not the name."""
    seat = ""
    if row.seat:
        seat = ", ".join([row.seat.title, *([row.seat.agency.name] if row.seat.agency else [])])
    who = ", ".join(part for part in (row.name, seat) if part) if audience.named else seat or SOMEBODY
    return DeclarationShown(who, row.get_nature_display(), row.text, row.get_outcome_display(), row.restricted)


# Names


def _nameless(value: Any, names: Mapping[str, str]) -> Any:
    """The same with every known name taken out of every text it holds, however deep."""
    if isinstance(value, str):
        return without_names(value, names)
    if isinstance(value, tuple):
        return tuple(_nameless(each, names) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _nameless(getattr(value, field.name), names) for field in fields(value)})
    return value
