"""Papers of every kind, made for the tests."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pikepdf
import rdocx
import typst
from openpyxl.styles import Font
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw

from goldenthread.governance.packs.agenda import Agenda, Item, Paper

TEMPLATE = Path(__file__).parent / "paper.typ"


def typeset(title: str, *, pages: int = 2, tagged: bool = True, words: str = "", flipped: bool = False) -> bytes:
    """A paper as a PDF: on every page a heading, a table with headings, a list; ``words`` on the first."""
    data = {"pages": pages, "words": words, "flipped": flipped}
    made: bytes = typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards="ua-1" if tagged else [],
        pdf_tags=tagged,
        sys_inputs={"data": json.dumps(data), "title": title},
        ignore_system_fonts=True,
    )
    return made


def saved(pdf: Pdf, **how: object) -> bytes:
    """The bytes of an open PDF."""
    written = io.BytesIO()
    pdf.save(written, **how)
    return written.getvalue()


def protected(title: str) -> bytes:
    """A PDF that asks for a password."""
    with Pdf.open(io.BytesIO(typeset(title))) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="owner"))


def rotated(title: str, turn: int, *, size: tuple[float, float] = (595, 842)) -> bytes:
    """An untagged page of one size, shown turned clockwise, with a line along every edge of it."""
    width, height = size
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        drawn = f"2 w 1 0 0 RG 1 1 {width - 2} {height - 2} re S BT /F 12 Tf 30 {height / 2} Td ({title}) Tj ET"
        page.obj.Contents = pdf.make_stream(drawn.encode())
        page.obj.Rotate = turn
        return saved(pdf)


def word(title: str, *, words: str = "") -> bytes:
    """A Word file with headings and a table."""
    document = rdocx.Document()
    document.add_heading(title, 1)
    document.add_paragraph(words or "What the board is asked to agree.")
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"Row {row}, column {column}"
    return document.to_bytes()


def workbook(*, wide: int = 0, hidden: str = "") -> bytes:
    """An Excel file: two sheets, one with ``wide`` columns; ``hidden`` stands where it was hidden."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Attendance"
    sheet.append(["Agency", "Expected", "Present", "Rate", "Cost", "Last came"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number in range(1, 31):
        sheet.append([f"Agency {number} of Mere with a long name", 4, number % 5, number % 5 / 4, 1234.5 * number])
        sheet.cell(number + 1, 4).number_format = "0.0%"
        sheet.cell(number + 1, 5).number_format = "£#,##0.00"
    other = book.create_sheet("Months")
    for row in range(12):
        other.append([f"Row {row}"] + [f"Value {row}.{column}" for column in range(max(2, wide))])
    if hidden:
        secret = book.create_sheet("Secret")
        secret.append([hidden])
        secret.sheet_state = "hidden"
        sheet.cell(1, 9).value = hidden
        sheet.column_dimensions["I"].hidden = True
        sheet.cell(40, 1).value = hidden
        sheet.row_dimensions[40].hidden = True
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def picture(*, form: str = "PNG", size: tuple[int, int] = (900, 600), exif: bytes = b"") -> bytes:
    """A picture."""
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((20, 20, size[0] - 20, size[1] - 20), outline="navy", width=8)
    pen.ellipse((size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4), fill="teal")
    written = io.BytesIO()
    drawn.save(written, form, **({"exif": exif} if exif else {}))
    return written.getvalue()


def form(value: str = "Filled in by hand") -> bytes:
    """A PDF with a form field that is filled in, and a script in it."""
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        page.obj.Resources = Dictionary(Font=Dictionary(Helv=font))
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("name"),
                V=String(value),
                Rect=Array([50, 700, 400, 730]),
                DA=String("/Helv 12 Tf 0 g"),
                F=4,
                AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("app.alert('keystroke')"))),
            )
        )
        page.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([field]),
            NeedAppearances=True,
            DR=Dictionary(Font=Dictionary(Helv=font)),
            DA=String("/Helv 12 Tf 0 g"),
        )
        return saved(pdf)


def loaded() -> bytes:
    """A tagged PDF with all that must not be carried over: scripts, an attached file, launching, other pages' data."""
    with Pdf.open(io.BytesIO(typeset("Loaded paper"))) as pdf:
        pdf.attachments["attached.txt"] = b"attached secret"
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('opened')"))
        pdf.Root.OpenAction = script
        pdf.Root.AA = Dictionary(WC=script)
        pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("all"), script]))
        page = pdf.pages[0].obj
        page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert('page')")))
        page.PieceInfo = Dictionary(Maker=Dictionary(Private=String("leftover of the maker")))
        attached = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.FileAttachment,
                Rect=Array([10, 10, 30, 30]),
                FS=Dictionary(
                    Type=Name.Filespec, F=String("pinned.txt"), EF=Dictionary(F=pdf.make_stream(b"pinned secret"))
                ),
            )
        )
        launch = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([40, 10, 60, 30]),
                A=Dictionary(S=Name.Launch, F=String("program.exe")),
            )
        )
        pdf.Root.Dests = Dictionary(second=Array([pdf.pages[1].obj, Name.Fit]))
        inner = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([70, 10, 90, 30]), Dest=Name.second)
        )
        page.Annots = Array([attached, launch, inner])
        return saved(pdf)


class Shelf:
    """Papers on disk, and the agendas made of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def paper(
        self, title: str, filename: str, content: bytes, *, restricted: bool = False, replaces: str = ""
    ) -> Paper:
        """A file as a paper."""
        self.count += 1
        path = self.folder / f"{self.count}"
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        return Paper(str(self.count), title, filename, path, digest, restricted, replaces)

    def agenda(self, *items: Item, supplement: int = 0) -> Agenda:
        """An agenda of the Mere board."""
        return Agenda(
            title="27 May 2021",
            body="Mere Safeguarding Children Board",
            details=(("Date", "Thursday 27 May 2021, 10:00 to 12:00"), ("Place", "Town Hall, Mere")),
            items=items,
            marking="OFFICIAL",
            restricted_marking="OFFICIAL-SENSITIVE",
            supplement=supplement,
        )

    def mixed(self) -> Agenda:
        """Twelve papers of every kind, two of which cannot be read, under nine items."""
        damaged = typeset("Damaged")
        files = [
            [("Minutes of the last meeting", "minutes.pdf", typeset("Minutes", pages=3, words="minuteword"))],
            [
                ("Scan without tags", "scan.pdf", typeset("Scan", tagged=False)),
                ("A wide chart", "chart.pdf", typeset("Chart", pages=1, flipped=True)),
            ],
            [("Plan in Word", "plan.docx", word("Plan", words="wordword"))],
            [("Attendance figures", "figures.xlsx", workbook(wide=30))],
            [("Photograph of the display", "photo.jpg", picture(form="JPEG"))],
            [("Broken report", "broken.pdf", damaged[: len(damaged) // 2])],
            [("Locked report", "locked.pdf", protected("Locked"))],
            [("Turned page", "turned.pdf", rotated("Turned", 90)), ("List", "list.csv", b"Name,Count\r\nMere,3\r\n")],
            [
                ("Diagram", "diagram.png", picture(size=(500, 900))),
                ("Notes", "notes.txt", "Café notes\nSecond line".encode()),
            ],
        ]
        items = [
            Item(
                id=str(number),
                number=str(number),
                title=f"Subject {number}",
                purpose="For decision",
                presenter="Police",
                minutes=10,
                papers=tuple(self.paper(*file) for file in row),
            )
            for number, row in enumerate(files, 1)
        ]
        return self.agenda(*items)
