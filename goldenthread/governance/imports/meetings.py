"""The import kind ``meetings``: meetings and the items of their agendas, as rows of one file.

What a row leaves unclear is decided in docs/decisions/0010. The cells are read in ``meeting_cells``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from goldenthread.foundation import imports
from goldenthread.foundation.imports import Change, Column, Outcome, Row
from goldenthread.foundation.rendering import day as date_in_words
from goldenthread.foundation.tabular import tidy
from goldenthread.governance.imports import meeting_cells as cells
from goldenthread.governance.models import AgendaItem, Meeting
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import shown
from goldenthread.partnership.models import Body
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MOST_PAGES = 100_000
MOST_ITEMS = 1000
Values = dict[str, tuple[str, Any]]
"""For each field of a row of the register: the column that says it, and what it says."""


@imports.register
class Meetings(imports.Kind):
    """Meetings, known by their reference or by body, date and name; items, by their reference or number."""

    code = "meetings"
    title = "Meetings"
    description = (
        "Meetings of bodies and the open items of their agendas. Items of meetings that are past count as published. "
        "Restricted items are never in the file."
    )
    order = 55
    columns = (
        Column("meeting_id", "a reference of its own, such as MT001; without one a row is known by what it says"),
        Column(
            "body",
            "the name or reference of a body in the register; those that met jointly, separated by ;",
            required=True,
            example="Bi-Borough LSCP",
        ),
        Column("date", "a date such as 2026-07-04; a month (2026-07) or a year where no more is known", required=True),
        Column(
            "date_precision", "day, month, quarter or year; as the date is written where it is empty", example="day"
        ),
        Column(
            "kind", f"one of: {', '.join((*cells.MEETINGS, *cells.ITEMS))}", required=True, example="board meeting"
        ),
        Column("item_number", "the place of an item on the agenda", example="1"),
        Column("title", "the name of the meeting, if it has one; the title of an item"),
        Column("page_from", "the first page of an item in the pack", example="37"),
        Column("page_to", "the last page", example="116"),
        Column("mode", "in person, virtual or hybrid; after a comma, where", example="hybrid, Town Hall"),
        Column("note", "anything else"),
        Column("source_file", "where this is known from, which is not read"),
    )
    scope: Scope

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up bodies, meetings and items."""
        self.bodies = look_up.Names(
            Body.objects.visible_to(self.scope).select_related("partnership").prefetch_related("areas"),
            "the name or reference of a body in the register",
        )
        self.references: dict[str, Kept] = {}
        self.by_day: dict[tuple[int, date, str], list[Meeting]] = {}
        for meeting in Meeting.objects.visible_to(self.scope).prefetch_related("joint_with"):
            self._know(meeting)
        self.items: dict[int, list[AgendaItem]] = {}
        for item in AgendaItem.objects.visible_to(self.scope).filter(restricted=False).select_related("meeting"):
            self._know_item(item)

    def load(self, row: Row) -> Outcome:
        """Load one row: a meeting, an item of one, or what is neither."""
        kind = look_up.key(row.text("kind"))
        if kind in cells.NOT_MEETINGS:
            article = "An" if kind[0] in "aeiou" else "A"
            return imports.skipped(f"{article} {kind} is no meeting of a body: {cells.NOT_MEETINGS[kind]}.")
        if kind and kind not in cells.MEETINGS and kind not in cells.ITEMS:
            row.refuse("kind", f"one of: {', '.join((*cells.MEETINGS, *cells.ITEMS, *cells.NOT_MEETINGS))}")
        bodies = cells.bodies(row, self.bodies)
        when = cells.when(row)
        if reference := row.text("meeting_id"):
            self.once(row, "meeting_id", reference)
        bodies, (held_on, precision) = row.need(bodies), row.need(when)
        if kind in cells.ITEMS:
            return self._item(row, bodies[0], held_on, precision)
        return self._meeting(row, kind, bodies, held_on, precision)

    def _meeting(self, row: Row, kind: str, bodies: list[Body], held_on: date, precision: str) -> Outcome:
        title = cells.title(row)
        how, place, cancelled = cells.mode(row)
        for name in ("item_number", "page_from", "page_to"):
            if row.text(name):
                row.refuse(name, "nothing: a meeting has no number and no pages of its own")
        row.check()
        values: Values = {
            "body": ("body", bodies[0]),
            "held_on": ("date", held_on),
            "date_precision": ("date_precision", precision),
            "kind": ("kind", cells.MEETINGS[kind]),
        }
        if row.text("meeting_id"):
            values["reference"] = ("meeting_id", row.text("meeting_id"))
        if row.has("title"):
            values |= {name: ("title", value) for name, value in title.items()}
        if row.has("mode"):
            values |= {"how": ("mode", how), "place": ("mode", place)}
        if row.has("note"):
            values["note"] = ("note", row.text("note"))
        meeting = self._held(row, bodies[0], held_on, precision, cancelled, title["title"])
        if meeting is None and cancelled:
            row.refuse("mode", "a meeting that goes ahead: one is cancelled on its own page, with the reason")
            row.check()
        meeting = meeting or Meeting()
        is_new = meeting.pk is None
        if not is_new:
            written = cells.meeting_row(meeting, cells.said_of(meeting))
            alike = {name for name in ("title", "mode") if row.text(name) == tidy(written[name])}
            values = {name: said for name, said in values.items() if said[0] not in alike}
        outcome = self._put(row, meeting, (meeting.body_id and meeting.body) or bodies[0], values, bodies[1:])
        if is_new:
            self._know(meeting)
        self.once(row, "date", ("meeting", meeting.pk))
        return outcome

    def _held(
        self, row: Row, body: Body, held_on: date, precision: str, cancelled: bool, title: str
    ) -> Meeting | None:
        """The meeting a row is about: by its reference, else by body and date, and by name where there are several."""
        named = self.references.get(row.text("meeting_id"))
        if named is not None:
            if isinstance(named, Meeting):
                return named
            row.refuse("meeting_id", "another reference: an item has this one")
            row.check()
        there = [
            meeting
            for meeting in self.by_day.get((body.pk, held_on, precision), [])
            if (meeting.is_cancelled == cancelled or row.text("mode") == tidy(cells.said_of(meeting)["mode"]))
            and not (meeting.reference and row.text("meeting_id"))
        ]
        same = [meeting for meeting in there if look_up.key(meeting.title) == look_up.key(title)]
        same.sort(key=lambda meeting: meeting.is_cancelled != cancelled)
        if same or precision != Meeting.Precision.DAY or cancelled:
            return same[0] if same else None
        return there[0] if there else None

    def _item(self, row: Row, body: Body, held_on: date, precision: str) -> Outcome:
        if not row.text("title"):
            row.refuse("title", "the title of an item")
        number = row.whole("item_number", least=1, most=MOST_ITEMS)
        first, last = (row.whole(name, least=1, most=MOST_PAGES) for name in ("page_from", "page_to"))
        if (first is None) != (last is None):
            row.refuse("page_to" if last is None else "page_from", "both pages, or neither")
        elif first and last and last < first:
            row.refuse("page_to", "a page at or after the first")
        meeting = self._meeting_of(row, body, held_on, precision)
        row.check()
        values: Values = {
            "meeting": ("date", row.need(meeting)),
            "title": ("title", row.text("title")),
            "first_page": ("page_from", first),
            "last_page": ("page_to", last),
        }
        if row.has("note"):
            values["note"] = ("note", row.text("note"))
        if number:
            values["position"] = ("item_number", number)
        if row.text("meeting_id"):
            values["reference"] = ("meeting_id", row.text("meeting_id"))
        meeting = row.need(meeting)
        item = self._held_item(row, meeting, number)
        self.once(row, "item_number", ("item", meeting.pk, number or look_up.key(row.text("title"))))
        if item.pk is None:
            item.purpose = ""
            item.published_at = timezone.now() if meeting.held_on < self.scope.today else None
            if not number:
                values["position"] = ("item_number", len(self.items.get(meeting.pk, [])) + 1)
        is_new = item.pk is None
        outcome = self._put(row, item, body, values)
        if is_new:
            self._know_item(item)
        return outcome

    def _meeting_of(self, row: Row, body: Body, held_on: date, precision: str) -> Meeting | None:
        """The meeting an item belongs to: that of its body on its date."""
        there = [meeting for meeting in self.by_day.get((body.pk, held_on, precision), []) if not meeting.is_cancelled]
        if len(there) == 1:
            return there[0]
        if "date" not in row.faults:
            said = "several meetings" if there else "no meeting"
            row.refuse("date", f"the date of one meeting of {body.name}: there is {said} then, in the rows above too")
        return None

    def _held_item(self, row: Row, meeting: Meeting, number: int | None) -> AgendaItem:
        named = self.references.get(row.text("meeting_id"))
        if named is not None:
            if isinstance(named, AgendaItem):
                return named
            row.refuse("meeting_id", "another reference: a meeting has this one")
            row.check()
        title = look_up.key(row.text("title"))
        for item in self.items.get(meeting.pk, []):
            if item.reference and row.text("meeting_id"):
                continue
            if look_up.key(item.title) == title and number in (None, item.position):
                return item
        return AgendaItem()

    def _put(
        self, row: Row, record: Meeting | AgendaItem, body: Body, values: Values, joint: Iterable[Body] | None = None
    ) -> Outcome:
        """Give ``record`` the values of a row and keep it, where they differ from its own.

        Raises RowRefused where the importer does not plan the meetings of the body.
        """
        is_new = record.pk is None
        changes: dict[str, Change] = {}
        for name, (column, value) in values.items():
            before = getattr(record, name, None) if not is_new or name not in ("body", "meeting") else None
            if is_new or _text(before) != value:
                changes.setdefault(column, Change(column, "" if is_new else shown(before), shown(value)))
        related: dict[str, list[Body]] = {}
        if isinstance(record, Meeting):
            others = list(joint or ())
            held = [] if is_new else list(record.joint_with.all())
            if {each.pk for each in others} != {each.pk for each in held}:
                related["joint_with"] = others
                changes.setdefault("body", Change("body", shown(held), shown(others)))
        if not is_new and not changes:
            return imports.UNCHANGED
        after = values["body"][1] if "body" in values else body
        if not all(self.scope.may(Permission.MANAGE_MEETINGS, each) for each in (body, after)):
            row.refuse("body", "a body whose meetings you plan")
            row.check()
        for name, (_, value) in values.items():
            setattr(record, name, value)
        record.keep(by=self.by, **related)
        label = (
            str(record) if isinstance(record, Meeting) else f"{record.title}, {date_in_words(record.meeting.held_on)}"
        )
        return imports.new(label) if is_new else imports.changed(label, changes.values())

    def _know(self, meeting: Meeting) -> None:
        if meeting.reference:
            self.references[meeting.reference] = meeting
        self.by_day.setdefault((meeting.body_id, meeting.held_on, meeting.date_precision), []).append(meeting)

    def _know_item(self, item: AgendaItem) -> None:
        if item.reference:
            self.references[item.reference] = item
        self.items.setdefault(item.meeting_id, []).append(item)

    def column_of(self, field_name: str) -> str:
        """The heading for a field of a meeting or an item."""
        return cells.COLUMN_OF.get(field_name, field_name)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every meeting of the bodies whose records may be exported, each with the open items of it that are seen."""
        exported = Body.objects.allowing(Permission.EXPORT_RECORDS, self.scope)
        rows = Meeting.objects.visible_to(self.scope).filter(body__in=exported).select_related("body")
        items: dict[int, list[AgendaItem]] = {}
        seen = AgendaItem.objects.visible_to(self.scope).filter(restricted=False, meeting__body__in=exported)
        for item in seen.order_by("meeting_id", "position", "id"):
            items.setdefault(item.meeting_id, []).append(item)
        for meeting in rows.prefetch_related("joint_with").order_by("held_on", "id"):
            said = cells.said_of(meeting)
            yield cells.meeting_row(meeting, said)
            if not meeting.is_cancelled:
                for item in items.get(meeting.pk, []):
                    yield cells.item_row(item, meeting, said)


def _text(value: Any) -> Any:
    """A value of the register as a cell would hold it: the cells of a file have no double spaces."""
    return tidy(value) if isinstance(value, str) else value
