"""Reading one paper: every kind, and everything that can be wrong with it."""

import io
import sys
from contextlib import suppress

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from goldenthread.governance.packs import converting, reading, tables
from goldenthread.governance.packs.agenda import Limits
from goldenthread.governance.packs.errors import Unreadable
from goldenthread.governance.tests.packs import papers
from goldenthread.governance.tests.packs.looking import contents, everything_in
from goldenthread.governance.tests.packs.papers import Shelf


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def text_of(source) -> str:
    document = pypdfium2.PdfDocument(papers.saved(source.pdf))
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


def read(shelf, filename, content, **limits):
    return reading.read(shelf.paper("Paper", filename, content), Limits(**limits))


def refused(shelf, filename, content, **limits) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(shelf, filename, content, **limits)
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


def broken_page() -> bytes:
    """A PDF whose second page's drawing instructions are damaged within."""
    with Pdf.open(io.BytesIO(papers.typeset("Broken"))) as pdf:
        page = pdf.pages[1].obj
        held = page.Contents if not isinstance(page.Contents, Array) else page.Contents[0]
        raw = bytearray(held.read_raw_bytes())
        raw[len(raw) // 2 :] = b"\x00" * (len(raw) - len(raw) // 2)
        held.write(bytes(raw), filter=Name.FlateDecode)
        return papers.saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.8, 0.95])
def test_a_pdf_that_was_cut_off_is_refused_or_whole(shelf, share):
    """However much is missing, no page is silently lost."""
    whole = papers.typeset("Whole", pages=4)
    with suppress(Unreadable), read(shelf, "a.pdf", cut(whole, share)) as source:
        assert source.pages == 4
        assert reading.MENDED in source.notes


def test_what_is_wrong_is_said(shelf):
    assert refused(shelf, "a.pdf", b"%PDF-1.7 nothing").what == "It is damaged, or not a PDF."
    assert refused(shelf, "a.pdf", papers.protected("x")).what == "It is protected by a password."
    assert refused(shelf, "a.pdf", b"").what == "It is empty."
    assert refused(shelf, "a.pdf", papers.typeset("x"), paper_bytes=1024 * 1024 - 1024 * 1023).what.startswith(
        "It is larger"
    )
    assert (
        refused(shelf, "a.pdf", papers.typeset("x", pages=5), paper_pages=4).what
        == "It has 5 pages; a paper may have 4."
    )
    assert "page 2" in refused(shelf, "a.pdf", broken_page()).what
    assert refused(shelf, "a.exe", b"MZ").what == "Files that end in .exe cannot be shown."
    assert refused(shelf, "a.docx", b"PK nothing").what == "It is damaged, or not a Word file that can be read."
    assert refused(shelf, "a.xlsx", b"PK nothing").what == "It is damaged, or not an Excel file that can be read."
    assert refused(shelf, "a.png", b"\x89PNG nothing").what == "It is damaged, or not a picture."
    assert refused(shelf, "a.jpg", cut(papers.picture(form="JPEG"), 0.5)).what == "It is damaged, or not a picture."
    assert refused(shelf, "a.txt", b"  \n ").what == "It is empty."
    assert refused(shelf, "a.csv", b",,\n,,\n").what == "It is empty."
    gone = shelf.paper("Gone", "a.pdf", b"x")
    gone.path.unlink()
    with pytest.raises(Unreadable, match="not there"):
        reading.read(gone, Limits())
    with Pdf.new() as pdf:
        assert refused(shelf, "a.pdf", papers.saved(pdf)).what == "It has no pages."


def test_owner_protection_counts_as_protection(shelf):
    with Pdf.open(io.BytesIO(papers.typeset("x"))) as pdf:
        content = papers.saved(pdf, encryption=pikepdf.Encryption(user="", owner="owner"))
    assert refused(shelf, "a.pdf", content).what == "It is protected against copying."


def test_a_portfolio_and_a_dynamic_form_are_refused(shelf):
    with Pdf.open(io.BytesIO(papers.typeset("x"))) as pdf:
        pdf.Root.Collection = Dictionary(Type=Name.Collection)
        assert "portfolio" in refused(shelf, "a.pdf", papers.saved(pdf)).what
    with Pdf.open(io.BytesIO(papers.form())) as pdf:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xfa/>")
        pdf.Root.NeedsRendering = True
        assert "only Adobe" in refused(shelf, "a.pdf", papers.saved(pdf)).what


def test_what_runs_is_taken_out_and_what_is_read_stays(shelf):
    with read(shelf, "a.pdf", papers.loaded()) as source, Pdf.new() as out:
        out.pages.extend(source.pdf.pages)
        held = everything_in(papers.saved(out))
        annotations = list(out.pages[0].obj.Annots)
        assert len(annotations) == 2
        assert "/A" not in annotations[0]
        assert annotations[1].Dest[0].objgen == out.pages[1].obj.objgen
        assert any("left out" in note for note in source.notes)
        assert "Loaded paper" in text_of(source)
    for gone in (b"app.alert", b"attached secret", b"pinned secret", b"leftover of the maker", b"program.exe"):
        assert gone not in held


def test_a_filled_form_keeps_what_was_filled_in(shelf):
    with read(shelf, "a.pdf", papers.form("Filled in by hand")) as source:
        assert "Filled in by hand" in text_of(source)
        assert "/AcroForm" not in source.pdf.Root
        assert b"keystroke" not in contents(source.pdf.pages[0])
        with Pdf.new() as out:
            out.pages.extend(source.pdf.pages)
            assert b"keystroke" not in everything_in(papers.saved(out))
        assert any("form" in note for note in source.notes)


def test_hidden_parts_of_a_workbook_are_left_out(shelf):
    with read(shelf, "a.xlsx", papers.workbook(wide=40, hidden="Hiddenword")) as source:
        text = text_of(source)
        assert "Hiddenword" not in text
        assert "Agency 30 of Mere" in text
        assert "£37,035.00" in text
        assert "75.0%" in text
        assert "Value 11.39" in text
        assert tables.HIDDEN in source.notes
        assert source.tagged
        assert source.in_margin


def test_pictures_lose_what_the_camera_wrote(shelf):
    exif = papers.Image.Exif()
    exif[0x010F] = "Cameramaker"
    exif[0x0112] = 6
    with read(shelf, "a.jpg", papers.picture(form="JPEG", exif=exif.tobytes())) as source:
        assert b"Cameramaker" not in everything_in(papers.saved(source.pdf))
        width, height = (float(value) for value in list(source.pdf.pages[0].obj.MediaBox)[2:])
        assert height > width


def test_text_in_either_way_of_writing(shelf):
    for content in ("Café".encode(), "Café".encode("cp1252"), "\ufeffCafé".encode()):
        with read(shelf, "a.txt", content) as source:
            assert "Café" in text_of(source)
    with read(shelf, "a.csv", b"Name;Count\nMere;1,234\n") as source:
        assert "Name Count Mere 1,234" in text_of(source)
    with read(shelf, "a.txt", b'#panic("run") *x* $y$ \\') as source:
        assert '#panic("run") *x* $y$ \\' in text_of(source)


def test_a_conversion_that_takes_too_long_is_ended(shelf, monkeypatch):
    monkeypatch.setattr(converting.sys, "executable", str(shelf.folder / "slow"))
    slow = shelf.folder / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    assert refused(shelf, "a.docx", papers.word("x"), seconds=0).what.startswith("Converting it to a PDF took longer")
    broken = shelf.folder / "broken"
    broken.write_text("#!/bin/sh\nkill -9 $$\n")
    broken.chmod(0o755)
    monkeypatch.setattr(converting.sys, "executable", str(broken))
    assert refused(shelf, "a.docx", papers.word("x")).what.startswith("It cannot be converted")
    assert sys.executable


def test_powerpoint_needs_libreoffice(shelf, monkeypatch):
    monkeypatch.setenv("PATH", str(shelf.folder))
    assert refused(shelf, "a.pptx", b"PK").what == "PowerPoint files cannot be converted here."
    made = shelf.folder / "made.pdf"
    made.write_bytes(papers.typeset("Slides"))
    office = shelf.folder / "soffice"
    office.write_text(f'#!/bin/sh\nfor last; do :; done\n/bin/cp {made} "${{last%.pptx}}.pdf"\n')
    office.chmod(0o755)
    with read(shelf, "a.pptx", b"PK") as source:
        assert source.pages == 2
        assert not source.in_margin


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        ("0.125", "0.0%", "12.5%"),
        ("0.5", "0%", "50%"),
        ("2.5", "0", "3"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("1234.5", "£#,##0", "£1,235"),
        ("1234.50", "General", "1234.5"),
        ("0.1", "General", "0.1"),
        ("3", "General", "3"),
    ],
)
def test_numbers_are_shown_as_their_format_asks(value, pattern, shown):
    assert tables._number(tables.Decimal(value), pattern) == shown
