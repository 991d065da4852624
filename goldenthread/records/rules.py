"""Which files are taken: the type is told from what is in a file, and must be the one its name says.

Follows the National Cyber Security Centre's pattern for safely importing data: allow few types, check them by
content, refuse what can run.
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator

import puremagic

from goldenthread.records.errors import UploadRefused

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""The types taken: ending of the name, content type."""

FILENAME_LENGTH = 120
ZIP_ENTRIES = 5000
ZIP_BYTES = 300 * 1024 * 1024
"""The most an Office file may unpack to."""
ZIP_RATIO = 150
"""The most it may unpack to, as a multiple of its size, once it is larger than ZIP_SMALL."""
ZIP_SMALL = 5 * 1024 * 1024
STREAM_BYTES = 20 * 1024 * 1024
"""The most that is unpacked of one PDF object stream."""

_ENDINGS = ", ".join(TYPES)
_MACROS = re.compile(r"vbaProject|vbaData|/macrosheets/|/activeX/", re.IGNORECASE)
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_RUNS = re.compile(rb"/(JavaScript|JS|Launch)(?![A-Za-z0-9])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def clean_filename(name: str) -> str:
    """The name of an uploaded file without folders, control characters or needless length; its ending is kept."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not stem:
        return name[:FILENAME_LENGTH] or "document"
    return f"{stem[: FILENAME_LENGTH - len(ending) - 1]}{dot}{ending.lower()}"


def content_type(filename: str, content: bytes) -> str:
    """The content type of a file that may be kept. Raises UploadRefused with the reason."""
    ending = filename.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if ending not in TYPES:
        raise UploadRefused(f"{filename} is not a type of file that can be kept. Choose one of: {_ENDINGS}.")
    if not content:
        raise UploadRefused(f"{filename} is empty.")
    _CHECKS[ending](filename, content)
    return TYPES[ending]


def _magic(filename: str, content: bytes) -> None:
    ending = filename.rpartition(".")[2].lower()
    try:
        found = puremagic.from_string(content, mime=True)
    except puremagic.PureError:
        found = ""
    if found != TYPES[ending.replace("jpeg", "jpg")]:
        raise UploadRefused(f"{filename} is not really a {ending.upper()} file.")


def _pdf(filename: str, content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise UploadRefused(f"{filename} is not really a PDF file.")
    outside = _PDF_STREAM.sub(b" stream endstream ", content)
    if b"/Encrypt" in outside:
        raise UploadRefused(f"{filename} is protected by a password. Remove the protection and upload it again.")
    for part in (outside, *_object_streams(filename, content)):
        if _PDF_RUNS.search(_PDF_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), part)):
            raise UploadRefused(f"{filename} contains a script or starts a program. Save it as a plain PDF.")


def _object_streams(filename: str, content: bytes) -> Iterator[bytes]:
    """The unpacked object streams: where a PDF may keep its dictionaries."""
    for match in _PDF_STREAM.finditer(content):
        dictionary = content[max(0, match.start() - 400) : match.start()].rpartition(b"obj")[2]
        if b"/ObjStm" not in dictionary:
            continue
        unpacker = zlib.decompressobj()
        try:
            yield unpacker.decompress(match[1], STREAM_BYTES)
        except zlib.error:
            raise UploadRefused(f"{filename} cannot be checked. Save it as a plain PDF.") from None
        if unpacker.unconsumed_tail:
            raise UploadRefused(f"{filename} unpacks to far more than its size.")


def _office(filename: str, content: bytes) -> None:
    ending = filename.rpartition(".")[2].lower()
    refused = UploadRefused(f"{filename} is not really a {ending.upper()} file, or it is damaged.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            _unpacks_safely(filename, entries, len(content))
            with packed.open("[Content_Types].xml") as listed:
                types = listed.read(ZIP_SMALL).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, EOFError):
        raise refused from None
    if "macroEnabled" in types or any(_MACROS.search(entry.filename) for entry in entries):
        raise UploadRefused(f"{filename} contains macros. Save it without macros and upload it again.")
    if f"{TYPES[ending]}.main+xml" not in types:
        raise refused


def _unpacks_safely(filename: str, entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_much = unpacked > ZIP_BYTES or (unpacked > ZIP_SMALL and unpacked > size * ZIP_RATIO)
    if too_much or len(entries) > ZIP_ENTRIES:
        raise UploadRefused(f"{filename} unpacks to far more than its size.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UploadRefused(f"{filename} is protected by a password. Remove the protection and upload it again.")


def _text(filename: str, content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if _CONTROL.search(text):
        raise UploadRefused(f"{filename} is not really a text file.")
    if filename.lower().endswith(".csv"):
        try:
            for _ in csv.reader(io.StringIO(text, newline="")):
                pass
        except csv.Error:
            raise UploadRefused(f"{filename} is not really a CSV file.") from None


_CHECKS: dict[str, Callable[[str, bytes], None]] = {
    "pdf": _pdf,
    "docx": _office,
    "xlsx": _office,
    "pptx": _office,
    "png": _magic,
    "jpg": _magic,
    "csv": _text,
    "txt": _text,
}
