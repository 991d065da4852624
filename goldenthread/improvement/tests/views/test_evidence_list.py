"""The list of evidence."""

import pytest

from goldenthread.improvement.tests.evidence import HistoricalRecordFactory


def titles(response):
    return [row.title for row in response.context["page"]]


def test_everyone_sees_what_their_seat_lets_them(get, mere):
    assert set(titles(get(mere.lay, "evidence_list"))) == {"Child M", "No data from health"}
    assert set(titles(get(mere.member, "evidence_list"))) == {"Child M", "A report", "No data from health"}
    assert titles(get(mere.neighbour, "evidence_list")) == ["Child D"]
    assert get(mere.guest, "evidence_list").status_code == 403


def test_findings_are_counted_and_open_ones_named(get, mere):
    page = get(mere.lay, "evidence_list", text="Child M")
    (row,) = page.context["page"]
    assert (row.finding_count, row.unanswered_count) == (2, 1)
    assert "1 open" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "child"}, ["Child M"]),
        ({"text": "mr01"}, ["Child M"]),
        ({"kind": "improvement.externalreport"}, ["A report"]),
        ({"kind": "no kind"}, ["No data from health", "A report", "Child M"]),
        ({"year": "2020"}, ["Child M"]),
        ({"year": "2019"}, ["No data from health", "A report", "Child M"]),
        ({"theme": "welfare checks"}, ["Child M"]),
        ({"text": "nothing of the sort"}, []),
    ],
)
def test_it_is_narrowed(get, mere, query, found):
    assert titles(get(mere.manager, "evidence_list", **query)) == found


def test_evidence_without_areas_is_about_every_area_of_its_partnership(get, mere):
    area = mere.partnership.areas.get()
    HistoricalRecordFactory(partnership=mere.partnership, title="Of Mere", areas=[area])
    assert set(titles(get(mere.lay, "evidence_list", area=area.pk, year="2020"))) == {"Child M", "Of Mere"}


def test_a_theme_of_a_finding_finds_its_evidence(get, mere):
    mere.of_report.keep(by=None, themes=[mere.theme])
    assert set(titles(get(mere.manager, "evidence_list", theme="welfare checks"))) == {"Child M", "A report"}


def test_adding_is_offered_to_those_who_may(get, mere):
    assert "Add an inspection" in get(mere.manager, "evidence_list").content.decode()
    assert "Add an inspection" in get(mere.runner, "evidence_list").content.decode()
    assert "Add an inspection" not in get(mere.chair, "evidence_list").content.decode()
