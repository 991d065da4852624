"""PDFs, compiled with typst. PDF/UA-1 is enforced: without title, language or alternative texts nothing is made."""

import json
from pathlib import Path
from typing import Any, Literal

import goldenthread

ROOT = Path(goldenthread.__file__).parent
STANDARD: Literal["ua-1"] = "ua-1"


def compile(  # noqa: A001 (read as pdf.compile)
    template: Path, data: dict[str, Any], *, title: str, root: Path = ROOT
) -> bytes:
    """The PDF of ``template``, a .typ file inside ``root`` (the package), filled with ``data``.

    The data never becomes part of the template's text: the template reads ``json(bytes(sys.inputs.data))``, and
    the document's title from ``sys.inputs.title``. Dates are given as text. Fonts are those that come with typst,
    so that a PDF is the same everywhere. Raises typst.TypstError where the template or PDF/UA-1 forbids it.
    """
    import typst

    made: bytes = typst.compile(
        template,
        output=None,
        root=root,
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(data), "title": title},
        ignore_system_fonts=True,
    )
    return made
