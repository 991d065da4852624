"""A rendering as a Word file: real headings and tables, British English, a title, and nobody's name as its author."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from goldenthread.foundation import word
from goldenthread.governance.renderings.shown import PART_WITHHELD, Attendee, ItemShown, Rendering
from goldenthread.governance.renderings.text import NOT_RECORDED

if TYPE_CHECKING:
    from docx.document import Document

BREADTH = 160
"""How broad the text is on A4, in millimetres."""
SIZES = {
    "Normal": 11,
    "Title": 20,
    "Subtitle": None,
    "Heading 1": 14,
    "Heading 2": 12,
    "Intense Quote": None,
    "List Bullet": None,
}
"""Of the styles used, in points."""


def as_word(shown: Rendering) -> bytes:
    """The .docx file."""
    import docx

    document = docx.Document()
    word.set_up(document, title=shown.title, marking=shown.marking, sizes=SIZES)
    document.add_heading(shown.title, level=0)
    document.add_paragraph(shown.stamp, style="Subtitle")
    for note in shown.notes:
        document.add_paragraph(note, style="Intense Quote")
    for name, value in shown.facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    if shown.shows_attendance:
        _attendance(document, shown)
    for item in shown.items:
        _item(document, item)
    for title, paragraphs in (
        ("Corrections", shown.corrections),
        ("Corrections to restricted parts (restricted)", shown.restricted_corrections),
    ):
        if paragraphs:
            document.add_heading(title, level=1)
            _paragraphs(document, paragraphs)
    if shown.next_meeting:
        document.add_heading("Next meeting", level=1)
        document.add_paragraph(shown.next_meeting)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _table(document: Document, head: tuple[str, ...], rows: Any, widths: tuple[int, ...] = ()) -> None:
    """A table whose first row is its head on every page. ``widths`` in millimetres, equal unless given."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for column, width in zip(table.columns, widths or (BREADTH // len(head),) * len(head), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    document.add_paragraph().paragraph_format.space_after = 0


def _attendance(document: Document, shown: Rendering) -> None:
    document.add_heading("Attendance", level=1)
    if not shown.attendance_recorded:
        document.add_paragraph(NOT_RECORDED)
        return
    for title, group in (("Present", shown.present), ("Apologies", shown.apologies), ("Absent", shown.absent)):
        document.add_heading(title, level=2)
        if not group:
            document.add_paragraph("None")
            continue
        head = ("Seat", "Agency") if shown.is_public else ("Seat", "Agency", "Name")
        _table(document, _columns(head, group), [_cells(each, _columns(head, group)) for each in group])


def _columns(head: tuple[str, ...], group: tuple[Attendee, ...]) -> tuple[str, ...]:
    """The head without a last column that would be empty."""
    return head if len(head) < 3 or any(each.who for each in group) else head[:2]


def _cells(each: Attendee, head: tuple[str, ...]) -> tuple[str, ...]:
    return (each.seat, each.agency, each.who)[: len(head)]


def _item(document: Document, item: ItemShown) -> None:
    document.add_heading(item.heading, level=1)
    if item.withheld:
        return
    if item.restricted:
        document.add_paragraph().add_run("Restricted item").bold = True
    about = ", ".join(part for part in (item.purpose, item.presenter) if part)
    document.add_paragraph().add_run(about).italic = True
    for paper in item.papers:
        document.add_paragraph(f"Paper: {paper}", style="List Bullet")
    _paragraphs(document, item.paragraphs)
    if item.restricted_paragraphs:
        document.add_heading("Restricted part", level=2)
        _paragraphs(document, item.restricted_paragraphs)
    if item.part_withheld:
        document.add_paragraph().add_run(PART_WITHHELD).italic = True
    if item.declarations:
        document.add_heading("Interests declared", level=2)
        _table(
            document,
            ("Who", "Interest", "What was done"),
            [
                (each.who, f"{each.nature}: {each.text}{_restricted(each.restricted)}", each.outcome)
                for each in item.declarations
            ],
            (55, 70, 35),
        )
    if item.decisions:
        document.add_heading("Decisions", level=2)
        _table(
            document,
            ("Number", "Decision", "Decided by"),
            [(each.number, each.text + _restricted(each.restricted), each.decided_by) for each in item.decisions],
            (20, 90, 50),
        )


def _restricted(restricted: bool) -> str:
    return " (restricted)" if restricted else ""


def _paragraphs(document: Document, texts: tuple[str, ...]) -> None:
    for text in texts:
        document.add_paragraph(text)
