"""Makes a PDF of a paper that is something else: Word, Excel, PowerPoint, a picture, a table or text.

Each conversion runs in a process of its own, with limits on time and memory: a file that stops or breaks the
converter stops no worker. This module is that process too (``python -m``); it loads nothing of Django.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import goldenthread
from goldenthread.foundation import pdf
from goldenthread.governance.packs.agenda import Limits, Paper
from goldenthread.governance.packs.errors import Unreadable

ROOT = Path(goldenthread.__file__).parents[1]
TYPST = Path(__file__).parents[1] / "typst"
MADE, SAID, TITLE = "made.pdf", "said.json", "title.txt"
MEMORY = 3 * 1024**3
"""Bytes of address space a conversion may take, where the system can limit that."""
AS_PDF = "Save it as a PDF and upload that."
OFFICE = ("soffice", "libreoffice")
WIDEST = 4000
"""Pixels of the longer side of a picture in the pack: more than 300 to the inch on A4."""
PIXELS = 100_000_000


@dataclass(frozen=True)
class Converted:
    """A PDF made of a paper. ``in_margin``: its lower margin is empty."""

    content: bytes
    notes: list[str]
    in_margin: bool


def convert(paper: Paper, limits: Limits) -> Converted:
    """A PDF of ``paper``. Raises Unreadable."""
    if paper.ending not in MAKERS:
        raise Unreadable(f"Files that end in .{paper.ending} cannot be shown.", AS_PDF)
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        (Path(folder) / TITLE).write_text(paper.title, encoding="utf-8")
        _run([sys.executable, "-P", "-m", __name__, paper.ending, str(paper.path), folder], seconds=limits.seconds)
        try:
            said: dict[str, Any] = json.loads((Path(folder) / SAID).read_bytes())
            if "what" in said:
                raise Unreadable(said["what"], said["remedy"])
            return Converted((Path(folder) / MADE).read_bytes(), said["notes"], said["in_margin"])
        except (OSError, ValueError, KeyError):
            raise Unreadable("It cannot be converted to a PDF; it may be damaged.", AS_PDF) from None


def _run(words: list[str], *, seconds: int) -> None:
    """Run a converter; whatever it says is not kept, since it may quote the paper. Raises Unreadable when too slow."""
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,  # so that what it has started ends with it
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        raise Unreadable(f"Converting it to a PDF took longer than {seconds} seconds.", AS_PDF) from None
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a converter and what it has started."""
    if os.name == "posix":
        import signal

        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def main(ending: str, path: str, folder: str) -> None:
    """Convert one file, as the child process: the PDF and what there is to say go into ``folder``."""
    _limit()
    place = Path(folder)
    title = (place / TITLE).read_text(encoding="utf-8")
    try:
        made = MAKERS[ending](Path(path), title, place)
        (place / MADE).write_bytes(made.content)
        said: dict[str, Any] = {"notes": made.notes, "in_margin": made.in_margin}
    except Unreadable as error:
        said = {"what": error.what, "remedy": error.remedy}
    except MemoryError:
        said = {"what": "It is too large to be converted.", "remedy": AS_PDF}
    (place / SAID).write_text(json.dumps(said), encoding="utf-8")


def _limit() -> None:
    if os.name == "posix":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _compile(template: Path, data: dict[str, Any], title: str, *, root: Path = pdf.ROOT) -> bytes:
    import typst

    try:
        return pdf.compile(template, data, title=title, root=root)
    except typst.TypstError:
        raise Unreadable("It cannot be laid out as a PDF.", AS_PDF) from None


def _word(path: Path, title: str, folder: Path) -> Converted:
    """Word. LibreOffice where it is found, since it draws more of what Word can; else rdocx."""
    if _office():
        return _by_office(path, folder, "docx")
    import rdocx

    try:
        document = rdocx.Document.open(path)
        made, said = document.to_pdf_with_diagnostics()
    except Exception:
        raise Unreadable("It is damaged, or not a Word file that can be read.", AS_PDF) from None
    notes = ["Parts of it may look different from what Word shows."] if said else []
    return Converted(made, notes, in_margin=False)


def _slides(path: Path, title: str, folder: Path) -> Converted:
    return _by_office(path, folder, "pptx")


def _office() -> str | None:
    """Where LibreOffice is."""
    return next(filter(None, map(shutil.which, OFFICE)), None)


def _by_office(path: Path, folder: Path, ending: str) -> Converted:
    """Anything LibreOffice can read."""
    program = _office()
    if program is None:
        raise Unreadable("PowerPoint files cannot be converted here.", AS_PDF)
    paper = folder / f"paper.{ending}"
    shutil.copyfile(path, paper)
    words = [program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={folder.as_uri()}/profile"]
    words += ["--convert-to", 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}']
    subprocess.run(
        [*words, "--outdir", str(folder), str(paper)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    made = folder / "paper.pdf"
    if not made.exists():
        raise Unreadable("It is damaged, or cannot be converted.", AS_PDF)
    return Converted(made.read_bytes(), [], in_margin=False)


def _workbook(path: Path, title: str, folder: Path) -> Converted:
    from goldenthread.governance.packs import tables

    sheets, notes = tables.of_workbook(path)
    return Converted(
        _compile(TYPST / "pack_table.typ", {"title": title, "sheets": sheets}, title), notes, in_margin=True
    )


def _csv(path: Path, title: str, folder: Path) -> Converted:
    from goldenthread.governance.packs import tables

    sheets = tables.of_csv(path)
    return Converted(_compile(TYPST / "pack_table.typ", {"title": title, "sheets": sheets}, title), [], in_margin=True)


def _text(path: Path, title: str, folder: Path) -> Converted:
    from goldenthread.governance.packs import tables

    lines = tables.decoded(path).replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    if not any(line.strip() for line in lines):
        raise Unreadable("It is empty.", "Upload it again.")
    return Converted(_compile(TYPST / "pack_text.typ", {"title": title, "lines": lines}, title), [], in_margin=True)


def _picture(path: Path, title: str, folder: Path) -> Converted:
    """A picture on one page. What a camera writes beside it (place, time, device) is left out."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(path) as held:
            if held.width * held.height > PIXELS:
                raise Unreadable("It has too many pixels to be shown.", "Make it smaller, and upload it again.")
            kind = held.format or "PNG"
            picture: Image.Image = ImageOps.exif_transpose(held) or held
            picture.load()
            picture.thumbnail((WIDEST, WIDEST))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unreadable("It is damaged, or not a picture.", "Save it as a new picture, and upload that.") from None
    wide = picture.width > picture.height
    name = "picture.jpg" if kind == "JPEG" else "picture.png"
    if kind == "JPEG":
        picture.convert("RGB").save(folder / name, "JPEG", quality=88)
    else:
        if picture.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
            picture = picture.convert("RGB")
        picture.info.clear()
        picture.save(folder / name, "PNG")
    template = folder / "picture.typ"
    shutil.copyfile(TYPST / "pack_picture.typ", template)
    data = {"file": name, "wide": wide, "alt": f"Picture: {title}"}
    note = "It is a picture: a screen reader reads its title and nothing of what is in it."
    return Converted(_compile(template, data, title, root=folder), [note], in_margin=True)


MAKERS: dict[str, Callable[[Path, str, Path], Converted]] = {
    "docx": _word,
    "xlsx": _workbook,
    "pptx": _slides,
    "png": _picture,
    "jpg": _picture,
    "csv": _csv,
    "txt": _text,
}
"""How each kind is made a PDF, by the ending of its name."""

if __name__ == "__main__":
    main(*sys.argv[1:])
