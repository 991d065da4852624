"""Charts."""

import xml.etree.ElementTree as ET

import pytest

from goldenthread.foundation import charts

ROWS = [
    {"Meeting": day, "Seats": seats, "Mark": mark}
    for day in ("4 July 2016", "5 October 2016")
    for mark, seats in (("Came", 20), ('"Nobody" & co', 9), ("Not expected", 7))
]


@pytest.fixture(scope="module")
def svg() -> str:
    return charts.bars(ROWS, x="Meeting", y="Seats", colour="Mark", title="Who came", description="More & <more>.")


def test_it_is_one_named_picture(svg):
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == ["Who came", "More & <more>."]


def test_it_obeys_the_content_security_policy(svg):
    for forbidden in ("style=", "<style", "<script", "onclick", "href="):
        assert forbidden not in svg


def test_bars_and_legend_keep_the_order_of_the_rows(svg):
    texts = [text.text for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert texts.index("4 July 2016") < texts.index("5 October 2016")
    assert texts.index("Came") < texts.index('"Nobody" & co') < texts.index("Not expected")
    assert "Arial" in svg


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", charts.PALETTE)
def test_each_colour_stands_out_from_white(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 3
