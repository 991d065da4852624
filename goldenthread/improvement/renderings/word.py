"""The plan as a Word file: A4 across, real headings, a table for each priority whose head repeats on every page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from goldenthread.foundation import word
from goldenthread.foundation.rendering import day
from goldenthread.improvement.figures.plan import ActionFigures
from goldenthread.improvement.renderings.grouped import Group, PrintedPlan, stands, when, who

if TYPE_CHECKING:
    from docx.document import Document

SIZES = {"Normal": 9, "Title": 18, "Heading 1": 13}
"""Of the styles used, in points."""
HEAD = ("Action", "Who", "When", "How it stands", "Latest update")
WIDTHS = (75, 50, 42, 50, 50)
"""Of the columns, in millimetres."""


def as_word(shown: PrintedPlan) -> bytes:
    """The .docx file."""
    import docx

    document = docx.Document()
    word.set_up(document, title=shown.title, marking=shown.marking, sizes=SIZES, across=True)
    document.add_heading(shown.title, level=0)
    document.add_paragraph(f"{shown.as_at}. {', '.join(f'{name} {count}' for name, count in shown.counts)}.")
    for sentence in shown.narrowed:
        document.add_paragraph(sentence)
    for group in shown.groups:
        document.add_heading(group.title, level=1)
        _table(document, group)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _table(document: Document, group: Group) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(HEAD), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for outcome in group.outcomes:
        cells = table.add_row().cells
        cells[0].merge(cells[-1]).paragraphs[0].add_run(outcome.title).bold = True
        for row in outcome.actions:
            _row(table, row)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    document.add_paragraph().paragraph_format.space_after = 0


def _row(table: Any, row: ActionFigures) -> None:
    action, who_cell, when_cell, standing, update = table.add_row().cells
    action.paragraphs[0].add_run(f"{row.reference} ").bold = True
    action.paragraphs[0].add_run(row.action)
    who_cell.text = who(row)
    when_cell.text = when(row)
    standing.paragraphs[0].add_run(stands(row)).bold = True
    standing.add_paragraph(row.reason)
    update.text = f"{day(row.latest_update_on)}: {row.latest_update}" if row.latest_update else "None"
