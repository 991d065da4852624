"""Which files are taken."""

import io
import zipfile
import zlib

import pytest

from goldenthread.records import rules
from goldenthread.records.errors import UploadRefused
from goldenthread.records.tests.factories import PDF, PNG, office

JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\0" * 20 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Plan.PDF", "Plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Plan.docx", "Plan.docx"),
        ('a<b>:"|?*\x00\n\u202e.txt', "ab.txt"),
        ("  .txt", "txt"),
        ("", "document"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("Café.txt", "Café.txt"),
    ],
)
def test_names_are_cleaned(given, clean):
    assert rules.clean_filename(given) == clean


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPG, "image/jpeg"),
        ("a.jpeg", JPG, "image/jpeg"),
        ("a.docx", office("docx"), rules.TYPES["docx"]),
        ("a.xlsx", office("xlsx"), rules.TYPES["xlsx"]),
        ("a.pptx", office("pptx"), rules.TYPES["pptx"]),
        ("a.csv", "name,né\r\n1,2\r\n".encode(), "text/csv"),
        ("a.csv", "name,né\r\n".encode("cp1252"), "text/csv"),
        ("a.txt", b"\xef\xbb\xbfHello\tyou\n", "text/plain"),
    ],
)
def test_allowed_types_are_told_by_content(name, content, expected):
    assert rules.content_type(name, content) == expected


def pdf(body: bytes) -> bytes:
    return PDF.replace(b"/Type /Catalog", body)


def pdf_with_object_stream(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    return PDF + b"2 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"


def bomb() -> bytes:
    kept = io.BytesIO(office("docx"))
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 30_000_000)
    return kept.getvalue()


def locked() -> bytes:
    content = bytearray(office("docx", "word/document.xml"))
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.exe", b"MZ", "Choose one of"),
        ("a.html", b"<html>", "Choose one of"),
        ("a.svg", b"<svg>", "Choose one of"),
        ("a.docm", office("docx"), "Choose one of"),
        ("noending", b"x", "Choose one of"),
        ("a.txt", b"", "is empty"),
        ("a.pdf", b"<html>%PDF-1.7", "not really a PDF"),
        ("a.png", PDF, "not really a PNG"),
        ("a.jpg", PNG, "not really a JPG"),
        ("a.png", b"\x00\x01", "not really a PNG"),
        ("a.docx", PDF, "not really a DOCX"),
        ("a.docx", office("xlsx"), "not really a DOCX"),
        ("a.docx", office("docx")[:-30], "not really a DOCX"),
        ("a.docx", office("docx", "word/vbaProject.bin"), "macros"),
        ("a.xlsx", office("xlsx", "xl/macrosheets/sheet1.xml"), "macros"),
        ("a.docx", office("docx", main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("a.docx", bomb(), "unpacks to far more"),
        ("a.docx", locked(), "password"),
        ("a.txt", b"MZ\x00\x01", "not really a text"),
        ("a.csv", b"\x00", "not really a text"),
        ("a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), "script"),
        ("a.pdf", pdf(b"/OpenAction << /S /J#61vaScript >>"), "script"),
        ("a.pdf", pdf(b"/A << /S /Launch /F (cmd.exe) >>"), "script"),
        ("a.pdf", pdf(b"/Encrypt 9 0 R"), "password"),
        ("a.pdf", pdf_with_object_stream(b"<< /S /JavaScript /JS (x) >>"), "script"),
        ("a.pdf", pdf_with_object_stream(b"x").replace(zlib.compress(b"x"), b"nonsense"), "cannot be checked"),
    ],
)
def test_the_rest_is_refused_with_a_reason(name, content, why):
    with pytest.raises(UploadRefused, match=why) as refused:
        rules.content_type(name, content)
    assert str(refused.value).startswith(name)


def test_many_small_entries_are_refused():
    with pytest.raises(UploadRefused, match="unpacks"):
        rules.content_type("a.docx", office("docx", *(f"word/{number}" for number in range(rules.ZIP_ENTRIES))))


def test_words_in_a_picture_inside_a_pdf_are_no_script():
    picture = b"3 0 obj << /Subtype /Image >>\nstream\n/JS /Launch\nendstream\nendobj\n"
    assert rules.content_type("a.pdf", PDF + picture) == "application/pdf"
    assert rules.content_type("a.pdf", pdf_with_object_stream(b"<< /JSON 1 >>")) == "application/pdf"
