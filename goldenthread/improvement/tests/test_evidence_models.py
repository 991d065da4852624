"""Evidence: one parent row for every kind, who sees it, and how a row becomes another kind."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, NotSupportedError, transaction

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import Evidence, ExternalReport, HistoricalRecord, kinds
from goldenthread.improvement.models.evidence import Precision
from goldenthread.improvement.tests.evidence import ExternalReportFactory, HistoricalRecordFactory
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import AreaFactory, BodyFactory, PartnershipFactory, days, seated

pytestmark = pytest.mark.django_db


def scope(person):
    return Scope.of(person, today=days(0))


def test_a_row_knows_its_kind_and_its_kind_has_its_fields():
    record = HistoricalRecordFactory(what="learning review")
    held = Evidence.objects.get(pk=record.pk)
    assert held.kind == "improvement.historicalrecord"
    assert held.kind_name == "historical record"
    assert held.as_kind() == record
    assert held.as_kind().what == "learning review"


def test_every_kind_extends_evidence_once():
    assert kinds()["improvement.externalreport"] is ExternalReport
    assert all(list(kind._meta.parents) == [Evidence] for kind in kinds().values())


def test_evidence_of_no_kind_is_refused():
    with pytest.raises(NotPossible):
        Evidence(title="Something", partnership=PartnershipFactory()).keep(by=None)


@pytest.mark.parametrize("model", [Evidence, HistoricalRecord])
def test_bulk_creation_is_refused(model):
    with pytest.raises(NotSupportedError):
        model.objects.bulk_create([model(title="Something")])


def test_keeping_leaves_one_entry_about_the_parent_row():
    record = HistoricalRecordFactory()
    record.title = "Another title"
    record.keep(by=None)
    record.keep(by=None)
    entries = TrailEntry.objects.filter(object_type="improvement.evidence", object_id=str(record.pk))
    assert [entry.verb for entry in entries.order_by("id")] == ["evidence.add", "evidence.change"]
    assert entries.get(verb="evidence.change").ids["fields"] == "title"


@pytest.mark.parametrize(
    ("precision", "kept", "shown"),
    [
        (Precision.DAY, date(2020, 3, 17), "17 March 2020"),
        (Precision.MONTH, date(2020, 3, 1), "March 2020"),
        (Precision.YEAR, date(2020, 1, 1), "2020"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(precision, kept, shown):
    record = HistoricalRecordFactory(dated_on=date(2020, 3, 17), date_precision=precision)
    assert (record.dated_on, record.when) == (kept, shown)


def test_evidence_without_a_date_says_nothing_about_when():
    assert HistoricalRecordFactory(dated_on=None).when == ""


class TestWhoSees:
    """Circulation and seats decide."""

    @pytest.fixture
    def place(self):
        partnership = PartnershipFactory(starts_on=days(-100))
        board = BodyFactory(partnership=partnership, kind=BodyKind.BOARD)
        group = BodyFactory(partnership=partnership)
        self.member, self.other = seated(group), seated(BodyFactory(partnership=partnership))
        self.chair = seated(board, SeatRole.CHAIR)
        self.guest = seated(board, SeatRole.CO_OPTED)
        self.outsider = seated(BodyFactory())
        return partnership, group

    @pytest.mark.parametrize("circulation", [Circulation.PUBLIC, Circulation.PARTNERSHIP])
    def test_wide_evidence_is_seen_by_every_member_of_the_partnership(self, place, circulation):
        row = HistoricalRecordFactory(partnership=place[0], circulation=circulation)
        for person, sees in [(self.member, True), (self.other, True), (self.chair, True), (self.guest, False)]:
            assert Evidence.objects.visible_to(scope(person)).filter(pk=row.pk).exists() == sees
        assert not Evidence.objects.visible_to(scope(self.outsider)).exists()
        assert HistoricalRecord.objects.visible_to(scope(self.member)).get() == row

    def test_evidence_of_a_body_is_seen_by_its_members_and_those_who_lead(self, place):
        partnership, group = place
        row = HistoricalRecordFactory(partnership=partnership, holding_body=group, circulation=Circulation.BODY)
        seen = {
            person: Evidence.objects.visible_to(scope(person)).filter(pk=row.pk).exists()
            for person in (self.member, self.other, self.chair, self.guest, self.outsider)
        }
        assert [person for person, sees in seen.items() if sees] == [self.member, self.chair]
        assert not Evidence.objects.visible_to(Scope.operator(today=days(0))).exists()

    def test_a_circulation_that_nothing_names_is_seen_by_nobody(self, place):
        row = HistoricalRecordFactory(partnership=place[0])
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(pk=row.pk).update(circulation="sealed")

    def test_a_successor_reads_what_came_before_it(self, place):
        row = HistoricalRecordFactory(partnership=place[0])
        later = PartnershipFactory(predecessor=place[0])
        heir = seated(BodyFactory(partnership=later))
        assert Evidence.objects.visible_to(scope(heir)).filter(pk=row.pk).exists()

    def test_a_group_is_changed_by_who_runs_it_and_everything_by_the_business_team(self, place):
        partnership, group = place
        runs = seated(group, SeatRole.CHAIR)
        team = BodyFactory(partnership=partnership, kind=BodyKind.BUSINESS_TEAM)
        manager = seated(team, SeatRole.OFFICER)
        of_group = HistoricalRecordFactory(partnership=partnership, holding_body=group)
        of_nobody = HistoricalRecordFactory(partnership=partnership)

        def managed(person):
            rows = Evidence.objects.allowing(Permission.MANAGE_EVIDENCE, scope(person))
            return set(rows.values_list("pk", flat=True))

        assert managed(runs) == {of_group.pk}
        assert managed(manager) == {of_group.pk, of_nobody.pk}
        assert managed(self.member) == managed(self.chair) == set()


class TestWhatIsRefused:
    def test_only_a_body_keeps_what_its_members_alone_read(self):
        with pytest.raises(ValidationError, match="which body"):
            HistoricalRecordFactory(circulation=Circulation.BODY)

    def test_the_body_is_one_of_the_partnership(self):
        with pytest.raises(ValidationError, match="same partnership"):
            HistoricalRecordFactory(holding_body=BodyFactory())

    def test_a_reference_stands_once_in_a_partnership(self):
        record = HistoricalRecordFactory(reference="RV01")
        HistoricalRecordFactory(reference="RV01")
        with pytest.raises(ValidationError, match="reference"):
            ExternalReportFactory(reference="RV01", partnership=record.partnership)


class TestAdopt:
    def test_a_row_becomes_another_kind_and_keeps_its_number_and_every_link(self):
        area = AreaFactory()
        record = HistoricalRecordFactory(reference="RV19", areas=[area])
        adopted = Evidence.objects.get(pk=record.pk).adopt(ExternalReport, by=None, published_by="An inspectorate")
        held = Evidence.objects.get()
        assert held.pk == record.pk == adopted.pk
        assert held.as_kind() == ExternalReport.objects.get() == adopted
        assert (held.reference, held.title, held.dated_on) == ("RV19", record.title, record.dated_on)
        assert list(held.areas.all()) == [area]
        assert not HistoricalRecord.objects.exists()
        entries = TrailEntry.objects.filter(object_type="improvement.evidence", object_id=str(record.pk))
        assert [entry.verb for entry in entries.order_by("id")] == ["evidence.add", "evidence.adopt"]

    def test_what_the_new_kind_needs_must_be_given(self):
        record = HistoricalRecordFactory()
        with pytest.raises(ValidationError) as refused:
            record.adopt(ExternalReport, by=None)
        assert list(refused.value.message_dict) == ["published_by"]
        assert Evidence.objects.get().as_kind() == record

    def test_a_row_of_that_kind_is_refused(self):
        with pytest.raises(NotPossible):
            HistoricalRecordFactory().adopt(HistoricalRecord, by=None)

    def test_an_adopted_row_may_be_changed_and_adopted_again(self):
        record = HistoricalRecordFactory()
        report = record.adopt(ExternalReport, by=None, published_by="An inspectorate")
        report.title = "Its newer title"
        report.keep(by=None)
        again = report.adopt(HistoricalRecord, by=None, register="audits", what="audit")
        assert (again.pk, again.title) == (record.pk, "Its newer title")
