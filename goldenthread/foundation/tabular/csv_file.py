"""Reading CSV: its encoding and its separator are found, and quoted cells may hold line ends."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from goldenthread.foundation.tabular.table import Cell, NotReadable, Source, Table, table, text_cell

GUARDED = re.compile(r"'+[=+\-@\t\r]")
"""Text with the apostrophe that writing puts before what a spreadsheet would take for a formula."""


def read_csv(source: Source) -> Table:
    """Read the headings of a CSV file. Raises NotReadable."""
    encoding, said = _encoding(source)
    with _text(source, encoding) as text:
        delimiter = _delimiter(text)

    def records() -> Iterator[tuple[int, list[Cell]]]:
        with _text(source, encoding) as text:
            lines = csv.reader(text, delimiter=delimiter, strict=True)
            number = 0
            try:
                for number, cells in enumerate(lines, 1):
                    yield number, [text_cell(cell[1:] if GUARDED.match(cell) else cell) for cell in cells]
            except csv.Error:
                raise NotReadable("quotation marks in pairs, as a spreadsheet writes them", row=number + 1) from None

    return table(records, said)


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, newline="")


def _encoding(source: Source) -> tuple[str, str]:
    """The encoding of a text file for Python and in words. Raises NotReadable where it is not text."""
    with source.open() as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if start.startswith(codecs.BOM_UTF8):
        choices = [("utf-8-sig", "UTF-8 with BOM")]
    else:
        choices = [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    for encoding, said in choices:
        decoder = codecs.getincrementaldecoder(encoding)()
        with source.open() as file:
            try:
                for block in iter(lambda: file.read(1 << 20), b""):
                    if b"\0" in block:
                        raise NotReadable("a spreadsheet: CSV or XLSX")
                    decoder.decode(block)
                decoder.decode(b"", final=True)
                return encoding, said
            except UnicodeDecodeError:
                continue
    raise NotReadable("a spreadsheet: CSV (UTF-8 or Windows-1252) or XLSX")


def _delimiter(text: io.TextIOWrapper) -> str:
    """The separator that stands most often in the headings: comma, semicolon or tab."""
    try:
        first = next((line for line in text if line.strip()), "")
    except UnicodeError:
        raise NotReadable("a spreadsheet: CSV or XLSX") from None
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=unquoted.count)
