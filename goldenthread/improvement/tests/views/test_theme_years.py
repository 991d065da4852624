"""Themes over the years: the page, the picture and the file."""

import csv
import io
from datetime import date

import pytest

from goldenthread.improvement.tests.evidence import FindingFactory, HistoricalRecordFactory


@pytest.fixture
def again(mere):
    """The theme of the other fixture once more, in an earlier partnership and without a date."""
    record = HistoricalRecordFactory(partnership=mere.earlier, dated_on=date(2018, 5, 1))
    FindingFactory(evidence=record, themes=[mere.theme])
    undated = HistoricalRecordFactory(partnership=mere.partnership, dated_on=None)
    finding = FindingFactory(evidence=undated, themes=[mere.theme])
    finding.repeat(mere.done, by=None)
    return finding


def test_what_comes_back_is_counted_and_drawn(get, mere, again):
    page = get(mere.lay, "theme_years")
    (theme,) = page.context["recurrent"]
    assert page.context["figures"].years == ["2018", "2019", "2020", "no date"]
    assert theme.by_year == {"2018": 1, "2020": 1, "no date": 1}
    assert (theme.findings, theme.evidence, theme.previously_identified) == (3, 3, 1)
    assert 'src="/themes/years/chart.svg"' in page.content.decode()


def test_a_theme_of_one_piece_of_evidence_is_not_recurrent(get, mere):
    page = get(mere.lay, "theme_years")
    assert page.context["recurrent"] == []
    assert [theme.theme for theme in page.context["once"]] == ["Welfare checks"]
    assert "No theme has come back yet" in page.content.decode()


def test_what_is_not_seen_is_not_counted(get, mere):
    mere.of_report.keep(by=None, themes=[mere.theme])
    assert len(get(mere.member, "theme_years").context["recurrent"]) == 1
    assert get(mere.lay, "theme_years").context["recurrent"] == []


def test_a_partnership_counts_with_those_before_it(get, mere, again):
    page = get(mere.lay, "theme_years", partnership=mere.earlier.pk)
    assert page.context["figures"].years == ["2018"]
    page = get(mere.lay, "theme_years", partnership=mere.partnership.pk)
    assert page.context["recurrent"][0].evidence == 3


def test_the_picture_says_what_it_shows(get, mere, again):
    picture = get(mere.lay, "theme_chart")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "Welfare checks" in picture.content.decode()
    assert "style=" not in picture.content.decode()


def test_the_file_holds_the_same_numbers(get, mere, again):
    response = get(mere.chair, "theme_export", "csv")
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row["Theme"], row["Findings"], row["2018"], row["2019"], row["no date"]) == (
        "Welfare checks",
        "3",
        "1",
        "0",
        "1",
    )
    assert "OFFICIAL-SENSITIVE" in response["Content-Disposition"]


def test_who_may_not(get, mere):
    assert get(mere.guest, "theme_years").status_code == 403
    assert get(mere.guest, "theme_chart").status_code == 403
    assert get(mere.lay, "theme_export", "csv").status_code == 403
    assert get(mere.governance, "theme_export", "csv").status_code == 403
    assert get(mere.chair, "theme_export", "doc").status_code == 404
