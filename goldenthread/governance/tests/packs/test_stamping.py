"""Stamps: on every size and rotation, below what is there, upright, covering nothing."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from goldenthread.governance.packs.stamping import Stamper
from goldenthread.governance.tests.packs import papers


def stamped(content: bytes, *, in_margin: bool = False, tag: bool = False) -> bytes:
    with Pdf.open(io.BytesIO(content)) as pdf:
        stamper = Stamper(pdf)
        for number, page in enumerate(pdf.pages, 1):
            stamper.stamp(page.obj, f"Page {number}", "OFFICIAL", in_margin=in_margin, tag=tag)
        return papers.saved(pdf)


def look(content: bytes):
    """The first page as a picture of one pixel a point, and where each letter stands on it as shown."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    picture = page.render(scale=1).to_pil().convert("RGB")
    text = page.get_textpage()
    letters = text.get_text_bounded()
    document.close()
    return picture, letters


def reds(picture):
    """The box of what is red."""
    width, height = picture.size
    pixels = picture.load()
    found = [
        (x, y) for x in range(width) for y in range(height) if pixels[x, y][0] > 180 and max(pixels[x, y][1:]) < 90
    ]
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return min(xs), min(ys), max(xs), max(ys)


def dark_rows(picture, box):
    """How much is drawn in a box."""
    left, top, right, bottom = map(int, box)
    pixels = picture.load()
    return sum(max(pixels[x, y]) < 120 for x in range(left, right) for y in range(top, bottom))


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (1684, 2384), (300, 420)])
def test_the_stamp_stands_below_the_page_as_it_is_shown(turn, size):
    picture, letters = look(stamped(papers.rotated("Turned", turn, size=size)))
    assert "Page 1" in letters
    width, height = picture.size
    left, top, right, bottom = reds(picture)
    shown = size if turn % 180 == 0 else size[::-1]
    # The frame that ran along the edges is whole, and at the top of the taller page.
    assert (left, top) == (0, 0) or max(left, top) <= 1
    assert abs(right - left - shown[0]) <= 2
    assert abs(bottom - top - shown[1]) <= 2
    assert height > shown[1] + 10
    strip = (0, bottom + 1, width, height)
    assert dark_rows(picture, strip) > 5
    # The number is at the right, the marking at the left, and the letters are large enough to read.
    assert dark_rows(picture, (width * 3 // 4, bottom + 1, width, height)) > 5
    assert dark_rows(picture, (width * 45 // 100, bottom + 1, width * 60 // 100, height)) == 0


@pytest.mark.parametrize("turn", [0, 90])
def test_a_tiny_page_still_has_a_readable_number(turn):
    picture, letters = look(stamped(papers.rotated("x", turn, size=(20, 20))))
    assert "Page 1" in letters
    assert "OFFICIAL" not in letters
    assert picture.size[0] >= 25
    assert picture.size[1] > 30


def test_what_was_cut_off_stays_cut_off():
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(600, 800))
        page.obj.CropBox = Array([100, 200, 500, 700])
        page.obj.Contents = pdf.make_stream(b"1 0 0 rg 0 0 600 800 re f")
        content = papers.saved(pdf)
    picture, _ = look(stamped(content))
    assert reds(picture) == (0, 0, 399, 499)
    assert picture.size[1] > 510
    with Pdf.open(io.BytesIO(stamped(content))) as pdf:
        page = pdf.pages[0].obj
        assert list(page.MediaBox) == list(page.CropBox)
        assert float(page.MediaBox[0]) == 100


def test_pages_of_our_own_keep_their_size():
    with Pdf.open(io.BytesIO(stamped(papers.typeset("Own"), in_margin=True))) as pdf:
        assert [round(float(value)) for value in pdf.pages[0].obj.MediaBox] == [0, 0, 595, 842]


def test_the_stamp_is_an_artifact_and_one_font_serves_all():
    with Pdf.open(io.BytesIO(stamped(papers.typeset("Many", pages=4)))) as pdf:
        fonts = {page.obj.Resources.Font["/GoldenthreadStamp"].objgen for page in pdf.pages}
        assert len(fonts) == 1
        for page in pdf.pages:
            first = page.obj.Contents[0].read_bytes()
            assert first.startswith(b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q BT")
        font = pdf.pages[0].obj.Resources.Font["/GoldenthreadStamp"]
        assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor


@pytest.mark.parametrize("resources", [None, "none", "shared"])
def test_pages_without_resources_or_contents(resources):
    with Pdf.new() as pdf:
        shared = pdf.make_indirect(Dictionary())
        for _ in range(2):
            page = pdf.add_blank_page(page_size=(595, 842)).obj
            if resources == "none" and "/Resources" in page:
                del page["/Resources"]
            if resources == "shared":
                page.Resources = shared
            if "/Contents" in page:
                del page["/Contents"]
        content = papers.saved(pdf)
    document = pypdfium2.PdfDocument(stamped(content, tag=True))
    assert ["Page 1" in document[0].get_textpage().get_text_bounded(), len(document)] == [True, 2]
    assert "Page 2" in document[1].get_textpage().get_text_bounded()
    document.close()


def test_boxes_that_are_none_are_taken_as_a4():
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842)).obj
        page.MediaBox = Array([0, 0, 0, 0])
        page.Rotate = Name.Wrong
        Stamper(pdf).stamp(page, "Page 1", "OFFICIAL", in_margin=False)
        assert float(page.MediaBox[3]) == 842
        assert isinstance(page.Contents, pikepdf.Array)
