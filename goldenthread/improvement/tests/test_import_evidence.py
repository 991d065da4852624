"""Importing reviews, findings, audits and their actions: the published files, round trips, faults, and who may."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from goldenthread.foundation import imports
from goldenthread.foundation.models import TrailEntry
from goldenthread.foundation.tabular import Source
from goldenthread.improvement.models import Evidence, ExternalReport, Finding, HistoricalRecord, Theme
from goldenthread.improvement.tests.evidence import HistoricalRecordFactory
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import AreaFactory, BodyFactory, PartnershipFactory, seated
from goldenthread.partnership.tests.importing import counts, exported, faults, load, scope_of

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).parents[3] / "demo" / "facts"
FILES = {"reviews": 22, "findings": 76, "audits": 16, "audit_actions": 16}


def facts(kind):
    return (FACTS / f"{kind}.csv").read_bytes()


def file_of(kind, *rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in imports.find(kind).columns])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def review(**given):
    return {"review_id": "R1", "label": "Child A", "kind": "rapid review", "partnership": "LSCB", **given}


def audit(**given):
    return {"audit_id": "A1", "name": "Neglect", "kind": "multi-agency", "partnership": "LSCB", **given}


def finding(**given):
    return {"finding_id": "R1-1", "review_id": "R1", "number": 1, "kind": "finding", "finding": "It says so.", **given}


@pytest.fixture
def partnerships():
    """The four partnerships of the facts, with their areas."""
    areas = [AreaFactory(code=code) for code in ("LBHF", "RBKC", "WCC")]
    lscb = PartnershipFactory(name="LSCB", areas=areas, ends_on=date(2019, 9, 28), kind=Partnership.Kind.LSCB)
    three = PartnershipFactory(
        name="LSCP (three boroughs)",
        areas=areas,
        starts_on=date(2019, 9, 29),
        ends_on=date(2021, 3, 31),
        predecessor=lscb,
    )
    made = {"lscb": lscb, "three": three}
    for key, name, theirs in (("hf", "H&F LSCP", areas[:1]), ("bi", "Bi-Borough LSCP", areas[1:])):
        made[key] = PartnershipFactory(name=name, areas=theirs, starts_on=date(2021, 4, 1), predecessor=three)
    return made


def manager_of(partnership):
    team = BodyFactory(partnership=partnership, kind=BodyKind.BUSINESS_TEAM, name=f"{partnership} team")
    return seated(team, SeatRole.OFFICER)


@pytest.mark.parametrize("kind", FILES)
def test_the_columns_are_those_of_the_published_file(kind):
    head = facts(kind).decode().splitlines()[0]
    assert head.split(",") == [column.name for column in imports.find(kind).columns]


class TestThePublishedFiles:
    @pytest.fixture(autouse=True)
    def loaded(self, partnerships):
        self.partnerships = partnerships
        self.results = {kind: load(kind, facts(kind)) for kind in FILES}

    def test_every_row_is_loaded(self):
        assert {kind: counts(result) for kind, result in self.results.items()} == {
            kind: {"new": rows} for kind, rows in FILES.items()
        }
        assert HistoricalRecord.objects.filter(register="reviews").count() == 22
        assert HistoricalRecord.objects.filter(register="audits").count() == 16
        assert Finding.objects.count() == 76 + 16
        assert {row.kind for row in Evidence.objects.all()} == {"improvement.historicalrecord"}

    @pytest.mark.parametrize("kind", FILES)
    def test_a_second_run_changes_nothing(self, kind):
        assert counts(load(kind, facts(kind))) == {"unchanged": FILES[kind]}

    @pytest.mark.parametrize("kind", FILES)
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_what_is_exported_is_read_the_same_again(self, kind, form):
        content = exported(kind, form)
        reader = imports.find(kind)(scope=scope_of())
        assert counts(imports.load(reader, Source.held(f"{kind}.{form}", content))) == {"unchanged": FILES[kind]}

    @pytest.mark.parametrize("kind", FILES)
    def test_the_export_says_what_the_file_said(self, kind):
        given = {next(iter(row.values())): row for row in csv.DictReader(io.StringIO(facts(kind).decode()))}
        back = {
            next(iter(row.values())): row for row in csv.DictReader(io.StringIO(exported(kind).decode("utf-8-sig")))
        }
        assert back.keys() == given.keys()
        differing = {
            (key, column)
            for key, row in given.items()
            for column, value in row.items()
            if sorted(value.split(";")) != sorted(back[key][column].split(";"))
        }
        assert differing == set()

    @pytest.mark.parametrize(
        ("reference", "holder", "when", "stated"),
        [
            ("RV01", "LSCB", "September 2016", 3),
            ("RV04", "LSCB", "June 2017", 8),
            ("RV12", "LSCP (three boroughs)", "April 2021", 7),
            ("RV15", "Bi-Borough LSCP", "2021", None),
            ("RV17", "Bi-Borough LSCP", "", None),
            ("AU12", "Bi-Borough LSCP", "31 March 2022", None),
        ],
    )
    def test_who_holds_a_record_and_of_when_it_is(self, reference, holder, when, stated):
        record = HistoricalRecord.objects.get(reference=reference)
        assert (record.partnership.name, record.when, record.stated_findings) == (holder, when, stated)

    def test_cases_in_brackets_and_words_for_every_area_are_no_areas(self):
        named = {
            record.reference: sorted(area.code for area in record.areas.all())
            for record in HistoricalRecord.objects.filter(reference__in=["AU01", "AU11", "AU13"])
        }
        assert named == {"AU01": [], "AU11": ["LBHF", "RBKC", "WCC"], "AU13": ["RBKC"]}

    def test_a_theme_stands_once_in_the_vocabulary_of_a_partnership_and_those_before(self):
        names = [theme.name for theme in Theme.objects.for_partnership(self.partnerships["lscb"])]
        assert len({name.casefold() for name in names}) == len(names)
        escalation = Finding.objects.get(reference="RV14-01").themes.get(name="escalation")
        assert escalation.partnership == self.partnerships["lscb"]

    def test_what_an_audit_asked_for_is_no_action_of_the_plan(self):
        asked = Finding.objects.get(reference="AA07")
        assert (asked.kind, asked.owner_words, asked.evidence.reference) == ("action", "LSCP; VAWG", "AU12")
        assert not asked.actions.exists()
        assert asked in Finding.objects.unanswered()

    def test_a_record_another_kind_has_taken_over_is_left_alone(self):
        record = HistoricalRecord.objects.get(reference="RV19")
        findings = Finding.objects.filter(evidence__reference="RV21").count()
        record.adopt(ExternalReport, by=None, published_by="An inspectorate")
        Evidence.objects.get(reference="RV21").adopt(ExternalReport, by=None, published_by="Reviewers")
        result = load("reviews", facts("reviews"))
        assert counts(result) == {"unchanged": 20, "skipped": 2}
        assert counts(load("findings", facts("findings"))) == {"unchanged": 76}
        assert Finding.objects.filter(evidence__reference="RV21").count() == findings == 2


class TestAnotherYear:
    """Files of the same columns that nobody has seen."""

    def test_a_dry_run_keeps_nothing(self, partnerships):
        result = load("reviews", file_of("reviews", review()), dry_run=True)
        assert counts(result) == {"new": 1}
        assert not Evidence.objects.exists()
        assert not TrailEntry.objects.filter(verb__startswith="evidence").exists()

    def test_a_changed_cell_changes_its_field_alone(self, partnerships):
        load("reviews", file_of("reviews", review(published="2024-05")))
        result = load("reviews", file_of("reviews", review(published="2024-05-17", status="published")))
        assert counts(result) == {"changed": 1}
        (_, outcome), *_ = result.preview
        assert [(change.column, change.before, change.after) for change in outcome.changes] == [
            ("status", "", "published"),
            ("published", "2024-05-01", "2024-05-17"),
        ]
        record = HistoricalRecord.objects.get()
        assert (record.when, record.status) == ("17 May 2024", "published")

    def test_a_date_known_more_exactly_is_a_change(self, partnerships):
        load("reviews", file_of("reviews", review(published="2024")))
        result = load("reviews", file_of("reviews", review(published="2024-01-01")))
        assert [change.column for change in result.preview[0][1].changes] == ["published"]
        assert HistoricalRecord.objects.get().when == "1 January 2024"

    def test_a_column_the_file_lacks_leaves_what_is_there(self, partnerships):
        load("reviews", file_of("reviews", review(note="Keep me.", published="2024")))
        result = load("reviews", "review_id,label,kind\nR1,Child A,rapid review\n")
        assert counts(result) == {"unchanged": 1}
        assert HistoricalRecord.objects.get().note == "Keep me."

    def test_a_row_without_a_reference_is_known_by_its_title(self, partnerships):
        load("reviews", file_of("reviews", review(review_id="")))
        assert counts(load("reviews", file_of("reviews", review(review_id="")))) == {"unchanged": 1}
        assert counts(load("reviews", file_of("reviews", review(review_id="R7")))) == {"changed": 1}
        assert HistoricalRecord.objects.get().reference == "R7"

    def test_the_option_says_who_holds_what_names_no_partnership(self, partnerships):
        rows = file_of("reviews", review(partnership="Somewhere else"), review(review_id="R2", label="B"))
        load("reviews", rows, options={"partnership": "H&F LSCP"})
        held = dict(HistoricalRecord.objects.values_list("reference", "partnership__name"))
        assert held == {"R1": "H&F LSCP", "R2": "LSCB"}

    def test_what_names_nobody_is_held_by_who_was_there_on_its_day(self, partnerships):
        load("reviews", file_of("reviews", review(partnership="", published="2020-02")))
        assert HistoricalRecord.objects.get().partnership == partnerships["three"]

    def test_findings_may_be_of_evidence_of_any_kind(self, partnerships):
        load("audits", file_of("audits", audit()))
        result = load(
            "findings", file_of("findings", finding(review_id="A1", kind="Learning point", theme_tags="x;y"))
        )
        assert counts(result) == {"new": 1}
        row = Finding.objects.get()
        assert (row.kind, [theme.name for theme in row.themes.all()]) == ("learning", ["x", "y"])

    def test_a_finding_gets_other_words_and_themes(self, partnerships):
        load("reviews", file_of("reviews", review()))
        load("findings", file_of("findings", finding(theme_tags="neglect")))
        result = load("findings", file_of("findings", finding(finding="It says more.", theme_tags="Neglect;housing")))
        assert [(change.column, change.after) for change in result.preview[0][1].changes] == [
            ("finding", "It says more."),
            ("theme_tags", "housing; neglect"),
        ]
        assert Theme.objects.count() == 2


WRONG_REVIEWS = [
    ({"label": ""}, ("label", "")),
    ({"kind": ""}, ("kind", "")),
    ({"published": "Spring 2020"}, ("published", "Spring 2020")),
    ({"published": "2020-13"}, ("published", "2020-13")),
    ({"findings_or_recommendations_count": "seven"}, ("findings_or_recommendations_count", "seven")),
    ({"findings_or_recommendations_count": "-1"}, ("findings_or_recommendations_count", "-1")),
    ({"partnership": "Bi-Borugh LSCP"}, ("partnership", "Bi-Borugh LSCP")),
    ({"review_id": "R" * 21}, ("review_id", "R" * 21)),
]
WRONG_AUDITS = [
    ({"name": ""}, ("name", "")),
    ({"areas": "LBHF;LBFH"}, ("areas", "LBHF;LBFH")),
    ({"period_start": "2021-04-31"}, ("period_start", "2021-04-31")),
    ({"period_start": "2021-04-01", "period_end": "2021-03-31"}, ("", "")),
    ({"sample": "30", "population": "12"}, ("", "")),
    ({"sample": "thirty"}, ("sample", "thirty")),
    ({"theme": "t" * 81}, ("theme", "t" * 81)),
]
WRONG_FINDINGS = [
    ({"review_id": "R9"}, ("review_id", "R9")),
    ({"review_id": ""}, ("review_id", "")),
    ({"number": "0"}, ("number", "0")),
    ({"number": "one"}, ("number", "one")),
    ({"number": ""}, ("number", "")),
    ({"kind": "opinion"}, ("kind", "opinion")),
    ({"finding": ""}, ("finding", "")),
    ({"theme_tags": "t" * 81}, ("theme_tags", "t" * 81)),
]


class TestWrongRows:
    """Each is named with row, column and value, and nothing of the file is loaded."""

    @pytest.mark.parametrize(("given", "where"), WRONG_REVIEWS)
    def test_reviews(self, partnerships, given, where):
        result = load("reviews", file_of("reviews", review(review_id="R0", label="Good"), review(**given)))
        assert faults(result) == [(3, *where)]
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(("given", "where"), WRONG_AUDITS)
    def test_audits(self, partnerships, given, where):
        result = load("audits", file_of("audits", audit(audit_id="A0", name="Good"), audit(**given)))
        assert faults(result) == [(3, *where)]
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(("given", "where"), WRONG_FINDINGS)
    def test_findings(self, partnerships, given, where):
        load("reviews", file_of("reviews", review()))
        rows = file_of("findings", finding(finding_id="R1-9", number=9), finding(**given))
        assert faults(load("findings", rows)) == [(3, *where)]
        assert not Finding.objects.exists()
        assert not Theme.objects.exists()

    def test_a_row_that_stands_twice(self, partnerships):
        result = load("reviews", file_of("reviews", review(), review(label="Other")))
        assert faults(result) == [(3, "review_id", "R1")]
        assert "row 2 is the same" in result.refused[0].message
        load("reviews", file_of("reviews", review()))
        result = load("findings", file_of("findings", finding(), finding(finding_id="R1-2")))
        assert faults(result) == [(3, "number", "1")]

    def test_a_reference_several_partnerships_have_is_asked_for(self, partnerships):
        for key in ("lscb", "bi"):
            HistoricalRecordFactory(partnership=partnerships[key], reference="R1")
        result = load("findings", file_of("findings", finding()))
        assert faults(result) == [(2, "review_id", "R1")]
        options = {"partnership": "LSCB"}
        assert counts(load("findings", file_of("findings", finding()), options=options)) == {"new": 1}

    def test_a_partnership_that_is_not_there(self, partnerships):
        with pytest.raises(imports.OptionRefused, match="no partnership called Nowhere"):
            load("reviews", file_of("reviews", review()), options={"partnership": "Nowhere"})


def test_of_two_themes_with_one_name_the_nearer_is_taken(partnerships):
    far, near, own = (
        Theme(partnership=partnerships[key], name="Neglect").keep(by=None) for key in ("lscb", "three", "bi")
    )
    load("reviews", file_of("reviews", review(partnership="Bi-Borough LSCP")))
    for theme, others in ((own, []), (near, [own]), (far, [own, near])):
        Finding.objects.all().delete()
        for other in others:
            Theme.objects.filter(pk=other.pk).delete()
        load("findings", file_of("findings", finding(theme_tags="neglect")))
        assert list(Finding.objects.get().themes.all()) == [theme]
        assert counts(load("findings", file_of("findings", finding(theme_tags="neglect")))) == {"unchanged": 1}


class TestWhoMay:
    def test_a_business_manager_loads_evidence_of_the_own_partnership(self, partnerships):
        manager = manager_of(partnerships["bi"])
        result = load("reviews", file_of("reviews", review(partnership="Bi-Borough LSCP")), by=manager)
        assert counts(result) == {"new": 1}
        assert counts(load("findings", file_of("findings", finding(theme_tags="x")), by=manager)) == {"new": 1}

    def test_what_a_neighbour_holds_is_neither_named_nor_changed(self, partnerships):
        HistoricalRecordFactory(partnership=partnerships["hf"], reference="R1", title="Theirs")
        manager = manager_of(partnerships["bi"])
        result = load("findings", file_of("findings", finding()), by=manager)
        assert faults(result) == [(2, "review_id", "R1")]
        assert not Finding.objects.exists()

    def test_only_what_the_exporter_reads_is_taken_out(self, partnerships):
        group = BodyFactory(partnership=partnerships["bi"])
        HistoricalRecordFactory(
            partnership=partnerships["bi"], reference="R1", holding_body=group, circulation=Circulation.BODY
        )
        HistoricalRecordFactory(partnership=partnerships["hf"], reference="R2")
        HistoricalRecordFactory(partnership=partnerships["bi"], reference="R3")

        def references(by):
            rows = csv.DictReader(io.StringIO(exported("reviews", by=by).decode("utf-8-sig")))
            return [row["review_id"] for row in rows]

        assert references(manager_of(partnerships["bi"])) == ["R1", "R3"]
        assert references(None) == ["R2", "R3"]
