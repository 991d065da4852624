"""Findings, themes and risks: what their verbs do and refuse."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.figures.themes import tallies
from goldenthread.improvement.models import (
    Evidence,
    ExternalReport,
    Finding,
    FindingKind,
    HistoricalRecord,
    Risk,
    Theme,
)
from goldenthread.improvement.rules.recurrence import recurrences
from goldenthread.improvement.rules.threads import FindingState, finding_is_broken
from goldenthread.improvement.tests.evidence import (
    FindingFactory,
    HistoricalRecordFactory,
    RiskFactory,
    ThemeFactory,
    an_action,
)
from goldenthread.partnership.tests.factories import PartnershipFactory, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding():
    return FindingFactory()


@pytest.fixture
def action(finding):
    return an_action(finding.evidence.partnership)


class TestAnswers:
    def test_an_action_answers_and_its_going_asks_again(self, finding, action):
        assert finding in Finding.objects.unanswered()
        finding.link(action, by=None)
        assert not Finding.objects.unanswered().exists()
        with pytest.raises(NotPossible, match="linked to this finding already"):
            finding.link(action, by=None)
        finding.unlink(action, by=None)
        assert finding in Finding.objects.unanswered()
        verbs = TrailEntry.objects.filter(object_type="improvement.finding").order_by("id")
        assert list(verbs.values_list("verb", flat=True)) == ["finding.add", "finding.link", "finding.unlink"]

    def test_a_reason_and_an_action_exclude_each_other(self, finding, action):
        finding.need_no_action(reason="Not for us.", by=None)
        with pytest.raises(NotPossible, match="Take that back first"):
            finding.link(action, by=None)
        finding.need_action(by=None)
        finding.link(action, by=None)
        with pytest.raises(NotPossible, match="Unlink them first"):
            finding.need_no_action(reason="Not for us.", by=None)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_a_reason_says_something(self, finding, reason):
        with pytest.raises(NotPossible):
            finding.need_no_action(reason=reason, by=None)

    def test_the_database_holds_a_reason_to_its_day(self, finding):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(no_action_on=days(0))
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(no_action_reason="Because.")

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.sampled_from(FindingKind), st.booleans(), st.booleans())
    def test_the_database_asks_as_the_rule_does(self, finding, action, kind, linked, reasoned):
        with transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(kind=kind)
            if linked:
                finding.link(action, by=None)
            elif reasoned:
                finding.need_no_action(reason="Not for us.", by=None)
            held = Finding.objects.get(pk=finding.pk)
            state = FindingState(held.asks_for_action, held.actions.count(), held.no_action_reason)
            assert Finding.objects.unanswered().filter(pk=finding.pk).exists() == finding_is_broken(state)
            transaction.set_rollback(True)


class TestRepeats:
    @pytest.fixture
    def pair(self):
        partnership = PartnershipFactory()
        early = HistoricalRecordFactory(partnership=partnership, dated_on=date(2017, 1, 1))
        late = HistoricalRecordFactory(partnership=partnership, dated_on=date(2021, 6, 1))
        return FindingFactory(evidence=early), FindingFactory(evidence=late)

    def test_a_later_finding_repeats_an_earlier_one(self, pair):
        early, late = pair
        late.repeat(early, by=None)
        assert list(early.repeated_by.all()) == [late]
        with pytest.raises(NotPossible, match="recorded already"):
            late.repeat(early, by=None)
        late.repeat_no_more(early, by=None)
        with pytest.raises(NotPossible, match="not recorded"):
            late.repeat_no_more(early, by=None)

    def test_an_earlier_one_does_not_repeat_a_later_one(self, pair):
        with pytest.raises(NotPossible, match="Choose an earlier finding"):
            pair[0].repeat(pair[1], by=None)

    def test_a_year_is_not_before_a_month_of_the_same_year(self):
        partnership = PartnershipFactory()
        year = HistoricalRecordFactory(partnership=partnership, dated_on=date(2021, 1, 1), date_precision="year")
        month = HistoricalRecordFactory(partnership=partnership, dated_on=date(2021, 4, 1), date_precision="month")
        FindingFactory(evidence=year).repeat(FindingFactory(evidence=month), by=None)

    def test_neither_itself_nor_one_beside_it(self, pair):
        early, _ = pair
        with pytest.raises(NotPossible, match="itself"):
            early.repeat(early, by=None)
        with pytest.raises(NotPossible, match="other evidence"):
            early.repeat(FindingFactory(evidence=early.evidence), by=None)

    def test_there_is_no_circle(self):
        partnership = PartnershipFactory()
        one, two, three = (
            FindingFactory(evidence=HistoricalRecordFactory(partnership=partnership, dated_on=None)) for _ in range(3)
        )
        one.repeat(two, by=None)
        two.repeat(three, by=None)
        with pytest.raises(NotPossible, match="repeating this one"):
            three.repeat(one, by=None)


def test_adopting_evidence_keeps_findings_actions_themes_and_repeats(finding, action):
    theme = ThemeFactory(partnership=finding.evidence.partnership)
    record = HistoricalRecord.objects.get(pk=finding.evidence_id)
    record.keep(by=None, themes=[theme])
    later = FindingFactory(evidence=HistoricalRecordFactory(partnership=record.partnership, dated_on=date(2022, 1, 1)))
    finding.link(action, by=None)
    later.repeat(finding, by=None)
    record.adopt(ExternalReport, by=None, published_by="Somebody else")
    held = Finding.objects.get(pk=finding.pk)
    assert (held.evidence_id, held.evidence.kind) == (record.pk, "improvement.externalreport")
    assert list(held.actions.all()) == [action]
    assert list(held.repeated_by.all()) == [later]
    assert list(Evidence.objects.get(pk=record.pk).themes.all()) == [theme]


def test_a_risk_with_controls_cannot_become_another_kind():
    risk = RiskFactory()
    risk.control(an_action(risk.partnership), by=None)
    with pytest.raises(NotPossible, match="cannot become another kind"):
        risk.adopt(ExternalReport, by=None, published_by="Somebody else")
    assert Risk.objects.get(pk=risk.pk).controls.exists()
    assert Evidence.objects.get(pk=risk.pk).kind == "improvement.risk"


class TestRisks:
    def test_a_risk_is_owned(self):
        with pytest.raises(ValidationError, match="owns this risk"):
            Risk(title="Nobody's", partnership=PartnershipFactory(), rating="low", review_on=days(9)).keep(by=None)

    def test_a_closed_risk_stays_closed(self):
        risk = RiskFactory()
        risk.close(on=days(0), reason="It is over.", by=None)
        for deed in (
            lambda: risk.close(on=days(0), reason="Again.", by=None),
            lambda: risk.control(an_action(risk.partnership), by=None),
            lambda: risk.review(rating="low", review_on=days(9), today=days(0), by=None),
        ):
            with pytest.raises(NotPossible, match="closed"):
                deed()
        assert not Risk.objects.open().exists()

    def test_those_whose_review_is_past_are_overdue(self):
        risk = RiskFactory(review_on=days(-1))
        RiskFactory(review_on=days(0))
        assert list(Risk.objects.review_overdue(days(0))) == [risk]
        assert risk.is_review_overdue(days(0))
        assert not risk.is_review_overdue(days(-1))


class TestThemes:
    def test_one_theme_for_each_name(self):
        first, second = ThemeFactory(name="Neglect"), ThemeFactory(name="neglect")
        assert first.partnership != second.partnership
        assert list(Theme.objects.all().each_name_once()) == [first]

    def test_a_vocabulary_holds_what_came_before(self):
        earlier = PartnershipFactory()
        later = PartnershipFactory(predecessor=earlier)
        theme = ThemeFactory(partnership=earlier)
        assert theme in Theme.objects.for_partnership(later)
        assert ThemeFactory(partnership=later) not in Theme.objects.for_partnership(earlier)

    def test_only_a_theme_of_the_same_vocabulary_takes_another_in(self):
        with pytest.raises(NotPossible, match="same partnership"):
            ThemeFactory().merge(into=ThemeFactory(), by=None)

    def test_themes_of_one_name_are_counted_as_one(self):
        for name, day in (("Neglect", date(2018, 3, 1)), ("neglect", date(2020, 3, 1))):
            record = HistoricalRecordFactory(dated_on=day)
            for _ in range(2):
                theme = Theme.objects.filter(partnership=record.partnership).first()
                theme = theme or ThemeFactory(partnership=record.partnership, name=name)
                FindingFactory(evidence=record, themes=[theme])
        (found,) = recurrences(tallies(Finding.objects.all()))
        assert (found.by_year, found.findings, found.evidence) == ({2018: 2, 2020: 2}, 4, 2)
        assert found.is_recurrent
