"""What every Word file of ours has: a title, British English, one font, A4, marking and page number on every page.

Nobody is named as its author, and what it says of when it was made is always the same, so that the same content gives
the same file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def set_up(
    document: Document, *, title: str, marking: str, sizes: Mapping[str, int | None], across: bool = False
) -> None:
    """Set up a new document.

    ``sizes`` are the styles it uses, in points, None for the size of the template; ``across`` turns A4 to landscape.
    """
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt, RGBColor

    about = document.core_properties
    about.title, about.language, about.author, about.last_modified_by = title, LANGUAGE, "", ""
    about.comments = about.keywords = about.subject = ""
    about.category = marking
    about.created = about.modified = UNDATED
    about.revision = 1
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name = "Arial"
        if size is not None:
            style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
        _own_font(style)
    _in_english(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(15)
        section.top_margin = section.bottom_margin = Mm(18)
    for part in (section.header, section.footer):
        paragraph = part.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(marking).bold = True
    section.footer.paragraphs[0].add_run("    Page ")
    _page_number(section.footer.paragraphs[0])


def _own_font(style: Any) -> None:
    """The template names theme fonts for headings, which would win over the one set."""
    from docx.oxml.ns import qn

    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        style.element.rPr.rFonts.attrib.pop(qn(f"w:{name}"), None)


def _in_english(document: Document) -> None:
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)


def _page_number(paragraph: Any) -> None:
    """A field that Word fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
