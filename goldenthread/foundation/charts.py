"""Charts as SVG, drawn with Altair on the server. A table with the same numbers always stands beside them.

The SVG has no style attributes and no script, so that it can stand in a page under the content security policy.
"""

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

PALETTE = ("#0f5f50", "#c2700f", "#5b7fa6", "#8c3b2e", "#6f6a8a", "#7d8a88")
"""Green, amber, blue, brick, violet, grey: each at least 3 to 1 against white (WCAG 1.4.11)."""
INK = "#0b0c0c"
QUIET = "#505a5f"
LINE = "#d3dcda"
FONT = "Arial, Helvetica, sans-serif"
WIDTH = 720
HEIGHT = 320


def bars(rows: Sequence[dict[str, Any]], *, x: str, y: str, colour: str, title: str, description: str) -> str:
    """Stacked bars as SVG: one bar for each ``x`` in the order of the rows, ``y`` summed, a part for each ``colour``.

    ``x``, ``y`` and ``colour`` name keys of the rows and label axes and legend. ``title`` stands above the chart;
    ``description`` says what it shows to those who cannot see it.
    """
    import altair
    import vl_convert

    parts = list(dict.fromkeys(row[colour] for row in rows))
    chart = (
        altair.Chart(altair.Data(values=list(rows)), title=title, width=WIDTH, height=HEIGHT, description=description)
        .mark_bar(stroke="#ffffff", strokeWidth=1)
        .encode(
            x=altair.X(
                f"{_field(x)}:O",
                title=x,
                sort=None,
                scale=altair.Scale(paddingInner=0.4),
                axis=altair.Axis(labelAngle=-45, labelOverlap=False),
            ),
            y=altair.Y(f"sum({_field(y)}):Q", title=y, axis=altair.Axis(tickMinStep=1, format=",d")),
            color=altair.Color(
                f"{_field(colour)}:N",
                title=None,
                sort=parts,
                scale=altair.Scale(domain=parts, range=[PALETTE[place % len(PALETTE)] for place in range(len(parts))]),
                legend=altair.Legend(orient="top", direction="horizontal"),
            ),
            order=altair.Order("part:Q"),
        )
        .transform_calculate(part=f"indexof({json.dumps(parts)}, datum[{json.dumps(colour)}])")
        .configure(font=FONT, background="#ffffff")
        .configure_title(fontSize=18, anchor="start", color=INK, offset=12)
        .configure_axis(
            labelFontSize=14,
            titleFontSize=14,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=QUIET,
            gridColor=LINE,
            domainColor=QUIET,
            tickColor=QUIET,
        )
        .configure_legend(labelFontSize=14, symbolSize=160, labelLimit=0, labelColor=INK)
        .configure_view(stroke=None)
    )
    return _named(vl_convert.vegalite_to_svg(chart.to_json(), allowed_base_urls=[]), title, description)


def _field(name: str) -> str:
    """The name of a key, in Vega's way of writing it."""
    return "".join(f"\\{letter}" if letter in ".[]:" else letter for letter in name)


def _named(svg: str, title: str, description: str) -> str:
    """Say to screen readers that this is one picture, and what it shows."""
    start, _, rest = svg.partition(">")
    return f'{start} role="img"><title>{escape(title)}</title><desc>{escape(description)}</desc>{rest}'
