"""Importing reports, inspections, changes of law and risks: round trips, faults, and who may."""

import csv
import io
from datetime import date

import pytest

from goldenthread.foundation import imports
from goldenthread.foundation.tabular import Source
from goldenthread.improvement.models import Evidence, ExternalReport, Inspection, LawChange, Risk
from goldenthread.improvement.tests.evidence import an_action
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.tests.factories import AgencyFactory, days
from goldenthread.partnership.tests.importing import counts, exported, faults, load, scope_of

SHARED = {"reference": "X1", "title": "Something", "partnership": "Mere LSCP", "date": "2026-03"}
OWN = {
    "external_reports": {
        "published_by": "Statisticians",
        "cadence": "yearly",
        "figure_name": "A",
        "figure_value": "3",
    },
    "inspections": {"inspectorate": "Ofsted", "agency": "Mere Council", "judgement": "Good"},
    "law_changes": {"sort": "statutory guidance", "effective_on": "2026-12-01", "meaning": "More to do"},
    "risks": {"rating": "high", "review_on": "2026-12-24", "body": "Mere subgroup", "controls": "A1"},
}


def file_of(kind, *rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in imports.find(kind).columns])
    writer.writeheader()
    writer.writerows({**SHARED, **OWN[kind], **row} for row in rows)
    return text.getvalue()


@pytest.fixture(autouse=True)
def council(mere):
    return AgencyFactory(name="Mere Council", areas=list(mere.partnership.areas.all()))


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_loaded_once_and_comes_out_as_it_went_in(mere, kind, form):
    content = file_of(kind, {"areas": "MER", "themes": "welfare checks;new"}, {"reference": "", "title": "Other"})
    assert counts(load(kind, content, dry_run=True)) == {"new": 2}
    assert not Evidence.objects.filter(reference="X1").exists()
    assert counts(load(kind, content)) == {"new": 2}
    assert counts(load(kind, content)) == {"unchanged": 2}
    reader = imports.find(kind)(scope=scope_of())
    result = imports.load(reader, Source.held(f"{kind}.{form}", exported(kind, form)))
    assert set(counts(result)) == {"unchanged"}
    assert result.read >= 2


def test_the_cells_become_fields(mere):
    for kind in OWN:
        load(kind, file_of(kind, {"reference": f"X-{kind[0]}", "themes": "Welfare checks"}))
    report = ExternalReport.objects.get(reference="X-e")
    assert (report.published_by, report.cadence, report.figure_value, report.when) == (
        "Statisticians",
        "yearly",
        "3",
        "March 2026",
    )
    assert list(report.themes.all()) == [mere.theme]
    assert Inspection.objects.get(reference="X-i").agency.name == "Mere Council"
    assert LawChange.objects.get(reference="X-l").effective_on == date(2026, 12, 1)
    risk = Risk.objects.get(reference="X-r")
    assert (risk.rating, risk.holding_body, list(risk.controls.all())) == ("high", mere.subgroup, [mere.action])


def test_a_changed_cell_changes_its_field_alone(mere):
    load("risks", file_of("risks", {}))
    result = load("risks", file_of("risks", {"rating": "low", "controls": ""}))
    assert [(change.column, change.before, change.after) for change in result.preview[0][1].changes] == [
        ("rating", "high", "low"),
        ("controls", str(mere.action), ""),
    ]


def test_a_reference_that_two_plans_have_is_asked_for_and_one_that_is_linked_stays(mere):
    load("risks", file_of("risks", {}))
    other = an_action(mere.earlier)
    assert other.reference == mere.action.reference == "A1"
    assert counts(load("risks", file_of("risks", {}))) == {"unchanged": 1}
    result = load("risks", file_of("risks", {"reference": "X2", "title": "Other"}))
    assert faults(result) == [(2, "controls", "A1")]


def test_a_closed_risk_comes_with_its_reason(mere):
    mere.risk.close(on=days(0), reason="It is over.", by=None)
    content = exported("risks")
    assert "It is over." in content.decode("utf-8-sig")
    assert counts(load("risks", content)) == {"unchanged": 1}
    result = load("risks", file_of("risks", {"closed_on": "2026-01-01"}))
    assert [(row, column) for row, column, _ in faults(result)] == [(2, "")]


WRONG = [
    ("external_reports", {"title": ""}, "title"),
    ("external_reports", {"published_by": ""}, "published_by"),
    ("external_reports", {"cadence": "now and then"}, "cadence"),
    ("external_reports", {"figure_value": ""}, ""),
    ("external_reports", {"address": "no address"}, "address"),
    ("external_reports", {"partnership": "Nowhere"}, "partnership"),
    ("external_reports", {"partnership": ""}, "partnership"),
    ("external_reports", {"circulation": "sealed"}, "circulation"),
    ("external_reports", {"circulation": "body"}, ""),
    ("inspections", {"agency": "Nobody"}, "agency"),
    ("inspections", {"areas": "XXX"}, "areas"),
    ("inspections", {"date": "soon"}, "date"),
    ("law_changes", {"sort": "rumour"}, "sort"),
    ("law_changes", {"effective_on": "2026-02-30"}, "effective_on"),
    ("risks", {"body": ""}, "body"),
    ("risks", {"body": "Nobody"}, "body"),
    ("risks", {"review_on": ""}, "review_on"),
    ("risks", {"controls": "ZZ9"}, "controls"),
]


@pytest.mark.parametrize(("kind", "given", "column"), WRONG)
def test_a_wrong_cell_is_named_and_nothing_loaded(mere, kind, given, column):
    before = Evidence.objects.count()
    result = load(kind, file_of(kind, {"reference": "X0", "title": "Good"}, given))
    assert [(row, where) for row, where, _ in faults(result)] == [(3, column)]
    assert Evidence.objects.count() == before


class TestWhoMay:
    def test_a_business_manager_loads_those_of_the_own_partnership(self, mere):
        assert counts(load("risks", file_of("risks", {}), by=mere.manager)) == {"new": 1}

    def test_a_neighbours_partnership_is_not_there(self, mere):
        result = load(
            "risks", file_of("risks", {"partnership": "Dale LSCP", "body": "", "controls": ""}), by=mere.manager
        )
        assert ("partnership", "Dale LSCP") in [(column, value) for _, column, value in faults(result)]

    def test_only_what_the_exporter_reads_is_taken_out(self, mere):
        assert mere.report.circulation == Circulation.BODY
        assert "A report" in exported("external_reports", by=mere.manager).decode("utf-8-sig")
        assert "A report" not in exported("external_reports").decode("utf-8-sig")
        assert "A report" not in exported("external_reports", by=mere.neighbour).decode("utf-8-sig")
        assert "A report" not in exported("external_reports", by=mere.governance).decode("utf-8-sig")


class TestLinks:
    """What follows from findings, as a file."""

    HEAD = "review_id,finding_id,link,to\n"

    def test_links_come_in_once_and_go_out_as_they_came(self, mere):
        content = f"{self.HEAD}MR01,finding 2,action,A1\n"
        assert counts(load("finding_links", content)) == {"new": 1}
        assert counts(load("finding_links", content)) == {"unchanged": 1}
        assert list(mere.open.actions.all()) == [mere.action]
        back = exported("finding_links")
        assert counts(load("finding_links", back)) == {"unchanged": 2}

    def test_a_reason_is_kept_and_changed(self, mere):
        row = f"{self.HEAD}MR01,finding 2,no action,"
        assert counts(load("finding_links", f"{row}Not for us.\n")) == {"new": 1}
        assert counts(load("finding_links", f"{row}Not for us.\n")) == {"unchanged": 1}
        assert counts(load("finding_links", f"{row}Done before.\n")) == {"changed": 1}
        mere.open.refresh_from_db()
        assert mere.open.no_action_reason == "Done before."

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            ("MR09,finding 2,action,A1", "finding_id"),
            ("MR01,finding 9,action,A1", "finding_id"),
            ("MR01,finding 2,does,A1", "link"),
            ("MR01,finding 2,action,A9", "to"),
            ("MR01,finding 2,action,", "to"),
            ("MR01,finding 2,repeats,finding 9", "to"),
            ("MR01,finding 1,no action,Not for us.", ""),
        ],
    )
    def test_a_wrong_row_is_named(self, mere, row, column):
        result = load("finding_links", f"{self.HEAD}{row}\n")
        assert [(number, where) for number, where, _ in faults(result)] == [(2, column)]

    def test_a_neighbour_links_nothing(self, mere):
        result = load("finding_links", f"{self.HEAD}MR01,finding 2,action,A1\n", by=mere.neighbour)
        assert faults(result) == [(2, "finding_id", "finding 2")]
        assert not mere.open.actions.exists()
