"""Tables in files: CSV and XLSX read as rows of text; rows written as CSV, XLSX or JSON.

What is written is read back the same. Text that a spreadsheet would take for a formula is written as text: in XLSX
by the type of the cell, in CSV with an apostrophe before it, which reading takes off again.
"""

from goldenthread.foundation.tabular.csv_file import read_csv
from goldenthread.foundation.tabular.table import Cell, NotReadable, Source, Table, Unreadable, heading, tidy
from goldenthread.foundation.tabular.writing import ABOUT, FORMATS, write
from goldenthread.foundation.tabular.xlsx_file import read_xlsx

__all__ = [
    "ABOUT",
    "FORMATS",
    "Cell",
    "NotReadable",
    "Source",
    "Table",
    "Unreadable",
    "heading",
    "read",
    "tidy",
    "write",
]


def read(source: Source) -> Table:
    """Read the headings of a CSV or XLSX file. Raises NotReadable."""
    with source.open() as file:
        start = file.read(8)
    if not start:
        raise NotReadable("a file that is not empty")
    if start.startswith(b"PK\x03\x04"):
        return read_xlsx(source)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable("a file saved as .xlsx or .csv; this one is of the old Excel kind, or has a password")
    return read_csv(source)
