"""Makes an opened PDF safe to merge: what runs, hides or sends is taken out, what people read stays."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from goldenthread.governance.packs.errors import Unreadable

DAMAGED = "Open it on your computer, save or print it as a new PDF, and upload that."
CONTENT_BYTES = 200 * 1024 * 1024
"""The most the drawing instructions of one page may unpack to."""
PAGE_KEYS = ("/AA", "/AF", "/B", "/Dur", "/LastModified", "/Metadata", "/PieceInfo", "/PresSteps", "/Thumb", "/Trans")
"""What a page may carry that is not the page: scripts, attached files, leftovers of the program it was made with."""
ANNOTATIONS_OUT = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Widget", "/TrapNet"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
FORM = "It was a form: what was filled in is kept, the fields are not."
DROPPED = "Attached files, scripts or moving pictures in it were left out."


def clean(pdf: Pdf) -> list[str]:
    """Take out of ``pdf`` what does not belong into a pack; return notes for the reader. Raises Unreadable."""
    root = pdf.Root
    notes = []
    if "/Collection" in root:
        raise Unreadable("It is a portfolio: a folder of other files.", "Upload the files in it one by one.")
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and (len(form.get("/Fields", [])) or "/XFA" in form):
        if form.get("/XFA") is not None and root.get("/NeedsRendering", False):
            raise Unreadable(
                "It is a form that only Adobe's programs can show.", "Print it to a PDF there, and upload that."
            )
        _flatten(pdf, form)
        notes.append(FORM)
    names = root.get("/Names")
    dropped = isinstance(names, Dictionary) and ("/EmbeddedFiles" in names or "/JavaScript" in names)
    dropped = dropped or "/AA" in root or "/AF" in root or _is_script(root.get("/OpenAction"))
    targets = Targets(pdf)
    for page in pdf.pages:
        dropped |= _clean_page(page.obj, targets)
    if dropped:
        notes.append(DROPPED)
    return notes


def check(pdf: Pdf) -> None:
    """Raise Unreadable where a page of ``pdf`` is not there whole."""
    said = pdf.Root.Pages.get("/Count")
    if isinstance(said, int) and said > len(pdf.pages):
        raise Unreadable(f"It is damaged: {said - len(pdf.pages)} of its {said} pages are missing.", DAMAGED)
    for number, page in enumerate(pdf.pages, 1):
        for stream in _streams(page.obj.get("/Contents"), number):
            _check_stream(stream, number)


def _streams(contents: Any, number: int) -> Iterator[pikepdf.Stream]:
    if contents is None:
        return
    for part in contents if isinstance(contents, Array) else [contents]:
        if not isinstance(part, pikepdf.Stream):
            raise Unreadable(f"It is damaged: page {number} of it is not there.", DAMAGED)
        yield part


def _check_stream(stream: pikepdf.Stream, number: int) -> None:
    """Unpack one stream of drawing instructions, within bounds."""
    packing = stream.get("/Filter")
    if isinstance(packing, Array) and len(packing) == 1:
        packing = packing[0]
    if packing != Name.FlateDecode:
        return
    packed = stream.read_raw_bytes()
    if not packed:
        return
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, CONTENT_BYTES)
    except zlib.error:
        raise Unreadable(f"It is damaged: page {number} of it cannot be read.", DAMAGED) from None
    if unpacker.unconsumed_tail:
        raise Unreadable(f"Page {number} of it unpacks to far more than a page.", DAMAGED)
    if not unpacker.eof:
        raise Unreadable(f"It is damaged: page {number} of it is cut off.", DAMAGED)


class Targets:
    """Where the links and bookmarks of a PDF lead: names are looked up, so that they survive a merge."""

    def __init__(self, pdf: Pdf) -> None:
        self.pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self._old = pdf.Root.get("/Dests")
        names = pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, Dictionary) else None
        self._names = pikepdf.NameTree(tree) if isinstance(tree, Dictionary) else None

    def find(self, target: Any) -> Array | None:
        """The place a link leads to as ``[page, how...]`` within this PDF; None where there is none."""
        if isinstance(target, Name):
            target = self._old.get(str(target)) if isinstance(self._old, Dictionary) else None
        elif isinstance(target, String):
            target = self._named(str(target))
        if isinstance(target, Dictionary):
            target = target.get("/D")
        if not isinstance(target, Array) or not len(target):
            return None
        page = target[0]
        return target if isinstance(page, Dictionary) and page.objgen in self.pages else None

    def _named(self, name: str) -> Any:
        try:
            return self._names[name] if self._names is not None and name in self._names else None
        except (pikepdf.PdfError, ValueError, TypeError):  # a tree of names that is not one
            return None


def _clean_page(page: Any, targets: Targets) -> bool:
    """Clean one page; whether something was dropped that a reader may miss."""
    dropped = "/AA" in page or "/AF" in page
    for key in PAGE_KEYS:
        if key in page:
            del page[key]
    annotations = page.get("/Annots")
    if annotations is None:
        return dropped
    kept = []
    for annotation in annotations if isinstance(annotations, Array) else []:
        if not isinstance(annotation, Dictionary):
            continue
        if str(annotation.get("/Subtype")) in ANNOTATIONS_OUT:
            dropped = True
            empty(annotation)
            continue
        dropped |= _clean_annotation(annotation, targets)
        kept.append(annotation)
    if kept:
        page.Annots = Array(kept)
    else:
        del page["/Annots"]
    return dropped


def _clean_annotation(annotation: Any, targets: Targets) -> bool:
    """Leave of what a click does only: go to a page of this paper, open an address."""
    scripted = "/AA" in annotation
    for key in ("/AA", "/PA", "/AF", "/FS"):
        if key in annotation:
            del annotation[key]
    action = annotation.get("/A")
    target = annotation.get("/Dest")
    if isinstance(action, Dictionary):
        if action.get("/S") == Name.GoTo:
            target = action.get("/D")
            del annotation["/A"]
        elif action.get("/S") == Name.URI and str(action.get("/URI", "")).lower().startswith(SCHEMES):
            if "/Next" in action:
                del action["/Next"]
        else:
            scripted = True
            del annotation["/A"]
    elif action is not None:
        del annotation["/A"]
    if target is not None:
        found = targets.find(target)
        if found is not None:
            annotation.Dest = found
        elif "/Dest" in annotation:
            del annotation["/Dest"]
    return scripted


def empty(thing: Any) -> None:
    """Take everything out of a dictionary that other parts of the PDF may still point at."""
    for key in list(thing.keys()):
        del thing[key]


def _is_script(action: Any) -> bool:
    return isinstance(action, Dictionary) and action.get("/S") not in (Name.GoTo, None)


def _flatten(pdf: Pdf, form: Any) -> None:
    """Draw the fields of a form onto its pages, and empty them: a tag may still point at one."""
    widgets = [
        annotation
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", Array())
        if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Widget
    ]
    if form.get("/NeedAppearances", False):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for widget in widgets:
        empty(widget)
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm
