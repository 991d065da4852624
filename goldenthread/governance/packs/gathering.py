"""From rows to what goes into a pack. The only part of packs that knows the models."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from goldenthread.foundation.rendering import day
from goldenthread.governance.models import AgendaItem, ItemReader, Meeting, PackEntry
from goldenthread.governance.models import Paper as PaperRow
from goldenthread.governance.packs import numbering
from goldenthread.governance.packs.agenda import OPEN, Agenda, Item, Paper
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Appointment
from goldenthread.records import store

MARKING = Circulation.BODY.marking
RESTRICTED_MARKING = f"{MARKING} – RESTRICTED"


def agenda_of(meeting: Meeting, supplement: int) -> Agenda:
    """What the pack of ``meeting`` holds, or one supplement to it.

    A supplement holds the papers in no published pack before it, those whose file has changed since, and the
    items that are not published yet; nothing of an item that was withdrawn.
    """
    before = _published(meeting, supplement) if supplement else {}
    items = []
    rows = meeting.items.order_by("position", "id").prefetch_related("papers__document__versions")
    for number, row in enumerate(rows, 1):
        if supplement and row.is_withdrawn:
            continue
        papers = [paper for paper in row.papers.all() if not supplement or _is_late(paper, before.get(paper.pk))]
        if papers or not supplement or row.published_at is None:
            items.append(_item(number, row, [_paper(paper, before.get(paper.pk)) for paper in papers]))
    return Agenda(
        title=f"{meeting.title}, {day(meeting.held_on)}" if meeting.title else f"meeting of {day(meeting.held_on)}",
        body=meeting.body.name,
        details=tuple(_details(meeting)),
        items=tuple(items),
        marking=MARKING,
        restricted_marking=RESTRICTED_MARKING,
        supplement=supplement,
    )


def audiences(meeting: Meeting, agenda: Agenda) -> list[frozenset[str]]:
    """Who gets which: nobody's, everything restricted, and what those named for single items may read.

    Of those named, every combination that a person who is named has today.
    """
    found = {OPEN, agenda.restricted}
    named = ItemReader.objects.filter(item__meeting=meeting, restricted=True, item_id__in=map(int, agenda.restricted))
    by_person: dict[int, set[str]] = defaultdict(set)
    by_seat: dict[int, set[str]] = defaultdict(set)
    for reader in named:
        if reader.person_id:
            by_person[reader.person_id].add(str(reader.item_id))
        elif reader.seat_id:
            by_seat[reader.seat_id].add(str(reader.item_id))
    found |= {frozenset(items) for items in by_seat.values()}
    holders = Appointment.objects.on(timezone.localdate()).filter(seat__in=by_seat)
    for person, seat in holders.values_list("person_id", "seat_id"):
        if person is not None:
            by_person[person] |= by_seat[seat]
    found |= {frozenset(items) for items in by_person.values()}
    return sorted(found, key=lambda audience: (len(audience), sorted(map(int, audience))))


def _published(meeting: Meeting, supplement: int) -> dict[int, PackEntry]:
    """Where each paper stands that was published before: the newest place."""
    rows = PackEntry.objects.filter(
        pack__meeting=meeting, pack__published_at__isnull=False, pack__supplement__lt=supplement
    )
    return {entry.paper_id: entry for entry in rows.select_related("pack").order_by("pack__supplement")}


def _is_late(paper: PaperRow, entry: PackEntry | None) -> bool:
    return entry is None or paper.document.newest.uploaded_at > entry.pack.built_at


def _item(number: int, row: AgendaItem, papers: list[Paper]) -> Item:
    return Item(
        id=str(row.pk),
        number=str(number),
        title=row.title,
        purpose=row.get_purpose_display(),
        presenter=row.presenter,
        minutes=row.minutes_allotted,
        restricted=row.restricted,
        papers=tuple(papers),
    )


def _paper(row: PaperRow, entry: PackEntry | None) -> Paper:
    version = row.document.newest
    return Paper(
        id=str(row.pk),
        title=row.document.title,
        filename=version.filename,
        path=store.path(version.file),
        digest=version.sha256,
        restricted=row.restricted,
        replaces=_replaced(entry),
    )


def _replaced(entry: PackEntry | None) -> str:
    """What a late paper stands in the place of, in words."""
    if entry is None or entry.first_page is None or entry.last_page is None:
        return ""
    pages = numbering.page_range(entry.pack.supplement, entry.first_page, entry.last_page)
    noun = "page" if entry.first_page == entry.last_page else "pages"
    return f"{noun} {pages} of {'supplement ' + str(entry.pack.supplement) if entry.pack.supplement else 'the pack'}"


def _details(meeting: Meeting) -> list[tuple[str, str]]:
    hours = [f"{moment:%H:%M}" for moment in (meeting.starts_at, meeting.ends_at) if moment]
    when = f"{meeting.held_on:%A} {day(meeting.held_on)}"
    found = [("Date", f"{when}, {' to '.join(hours)}" if hours else when)]
    if meeting.kind != Meeting.Kind.ORDINARY:
        found.append(("Kind", meeting.get_kind_display()))
    if joint := ", ".join(body.name for body in meeting.joint_with.order_by("name")):
        found.append(("Held with", joint))
    if meeting.informal:
        found.append(("Status", "Informal: takes no decisions"))
    if meeting.place:
        found.append(("Place", meeting.place))
    if meeting.link:
        found.append(("Join online", meeting.link))
    return found
