"""What pages are made of, and the filters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.utils.safestring import mark_safe


@dataclass(frozen=True)
class Share:
    percent: Decimal | None


def drawn(template: str, **context: object) -> str:
    names = "cell, data_table, empty, figure, link, mark, pagination, progress, summary, tag"
    source = f'{{% from "foundation/components.jinja" import {names} %}}{template}'
    return engines["jinja2"].env.from_string(source).render(context)


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{{ value|date }}", date(2026, 7, 4), "4 July 2026"),
        ("{{ value|date }}", datetime(2026, 7, 4, 23, 30, tzinfo=UTC), "5 July 2026"),
        ("{{ value|date }}", None, ""),
        ("{{ value|month }}", date(2026, 7, 4), "July 2026"),
        ("{{ value|moment }}", datetime(2026, 7, 4, 13, 5, tzinfo=UTC), "4 July 2026 at 14:05"),
        ("{{ value|percent }}", Share(Decimal("83.3")), "83.3%"),
        ("{{ value|percent }}", Share(Decimal("0.0")), "0.0%"),
        ("{{ value|percent('no meetings') }}", Share(None), "no meetings"),
        ("{{ value|number }}", 1234567, "1,234,567"),
        ("{{ value|number }}", 0, "0"),
        ("{{ value|number }}", None, ""),
    ],
)
def test_filters(template, value, text):
    assert drawn(template, value=value) == text


def test_text_is_escaped_in_every_component():
    html = drawn(
        "{{ link(x, x) }}{{ data_table(x, [x], [[x]]) }}{{ summary([(x, x, x, x)]) }}{{ empty(x, x, x) }}{{ tag(x) }}"
        "{{ mark('y', x) }}{{ progress(x, 1, 2) }}{{ figure(x, x, x) }}",
        x="<script>\"'",
    )
    assert "<script" not in html
    assert '"<' not in html


def test_a_table_has_a_caption_heads_and_a_region_for_the_keyboard():
    html = drawn(
        "{{ data_table('Agencies', ['Agency', 'Seats'], rows, numeric=[1]) }}",
        rows=[[mark_safe('<a href="/p/">Police</a>'), 0], ["Health", None]],
    )
    assert '<div class="gt-scroll" role="region" aria-label="Agencies" tabindex="0">' in html
    assert "Agencies</caption>" in html
    assert '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Seats</th>' in html
    assert '<a href="/p/">Police</a></th>' in html
    assert 'govuk-table__cell--numeric ">0</td>' in html
    assert "None" not in html


def test_a_table_can_be_drawn_row_by_row():
    html = drawn(
        "{% call(row) data_table('Rows', ['A', 'B'], rows) %}"
        "{{ cell(row.a, header=true) }}{{ cell(row.b, numeric=true) }}{% endcall %}",
        rows=[{"a": "one", "b": 1}, {"a": "two", "b": 2}],
    )
    assert html.count("<tr") == 3
    assert ">two</th>" in html


def test_a_false_row_of_a_summary_is_left_out():
    html = drawn("{{ summary([('Name', 'Board'), ('Ended', 'never') if false, ('Areas', 2, '/areas/')]) }}")
    assert "Ended" not in html
    assert '<a class="govuk-link" href="/areas/">Change<span class="govuk-visually-hidden"> areas</span></a>' in html


def test_pagination_keeps_the_query():
    page = Paginator(range(100), 10).page(3)
    html = drawn("{{ pagination(page, query) }}", page=page, query=QueryDict("sector=health&page=3&q=a%26b"))
    assert 'href="?sector=health&amp;page=4&amp;q=a%26b"' in html
    assert "Showing 21 to 30 of 100" in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_pagination():
    assert drawn("{{ pagination(page, query) }}", page=Paginator([1], 10).page(1), query=QueryDict()).strip() == ""


def test_a_mark_is_read_out_by_its_meaning():
    html = drawn("{{ mark('x', 'nobody came') }}")
    assert '<span aria-hidden="true">x</span><span class="govuk-visually-hidden">nobody came</span>' in html
