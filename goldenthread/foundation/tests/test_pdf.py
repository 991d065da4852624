"""PDFs."""

from pathlib import Path

import pytest
import typst

from goldenthread.foundation import pdf

LETTER = Path(__file__).parent / "letter.typ"


def test_a_pdf_is_accessible_and_has_its_title():
    made = pdf.compile(LETTER, {"body": "Dear member"}, title="Attendance")
    assert made.startswith(b"%PDF-1.7")
    for part in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid:part", b"(en-GB)"):
        assert part in made
    assert b'<rdf:li xml:lang="x-default">Attendance</rdf:li>' in made


def test_data_is_text_and_never_code():
    pdf.compile(LETTER, {"body": '#panic("run") *bold* \\ " $x$ #{'}, title='A "title" #panic()')


def test_without_a_title_nothing_is_made():
    with pytest.raises(typst.TypstError, match="title"):
        pdf.compile(LETTER, {"body": ""}, title="")


def test_a_picture_without_alternative_text_is_refused(tmp_path):
    template = tmp_path / "picture.typ"
    template.write_text(
        '#set document(title: "x")\n'
        "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")"
    )
    with pytest.raises(typst.TypstError, match="alt"):
        pdf.compile(template, {}, title="x", root=tmp_path)


def test_the_fonts_come_with_typst():
    assert "Libertinus Serif" in typst.Fonts(include_system_fonts=False).families()
