"""The plan as people print it: one source, drawn as a page, a PDF and a Word file."""

from goldenthread.improvement.renderings.grouped import Group, OutcomeGroup, PrintedPlan, grouped, printed
from goldenthread.improvement.renderings.paper import as_pdf
from goldenthread.improvement.renderings.sheet import HEADINGS, as_cells
from goldenthread.improvement.renderings.word import as_word

__all__ = [
    "HEADINGS",
    "Group",
    "OutcomeGroup",
    "PrintedPlan",
    "as_cells",
    "as_pdf",
    "as_word",
    "grouped",
    "printed",
]
