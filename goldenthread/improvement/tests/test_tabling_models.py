"""Tabling: one thing for one body, in neutral words where some may not read it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.figures.threads import undiscussed
from goldenthread.improvement.models import (
    ActionUpdate,
    Evidence,
    ExternalReport,
    Precision,
    Tabling,
    tabled_about,
    tabled_for,
)
from goldenthread.improvement.models.tabling_listed import as_listed
from goldenthread.improvement.rules.tabling import Heard, is_undiscussed
from goldenthread.improvement.tests.evidence import ExternalReportFactory, an_action
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import BodyFactory, PartnershipFactory, days


def scope(person):
    return Scope.of(person, today=days(0))


def tabled(mere, body=None, title="", **subject):
    return Tabling(body=body or mere.board, title=title, **subject).table(by=mere.manager)


@pytest.fixture
def update(mere):
    return ActionUpdate(action=mere.action, text="Half of it is done.").say(by=mere.manager)


def test_each_sort_of_thing_can_be_tabled(mere, update):
    for subject in ({"evidence": mere.record}, {"finding": mere.open}, {"action": mere.action}, {"update": update}):
        row = tabled(mere, **subject)
        assert row.discussed_on is None
        assert row.tabled_by == mere.manager
        (line,) = tabled_about(scope(mere.lay), **subject)
        assert (line.id, line.body) == (row.pk, mere.board)
    names = [line.name for line in as_listed(tabled_for(mere.board, scope(mere.lay)), scope(mere.lay))]
    assert set(names) == {
        "Child M",
        "Child M: Nobody looked at the records.",
        str(mere.action),
        f"Update of {mere.action}",
    }


def test_it_is_of_exactly_one_thing(mere):
    kept = {"body": mere.board, "tabled_at": timezone.now(), "tabled_by": mere.manager}
    for subjects in ({}, {"evidence": mere.record, "action": mere.action}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tabling.objects.create(**kept, **subjects)


def test_what_only_one_body_reads_needs_a_neutral_title_for_another(mere):
    with pytest.raises(ValidationError, match="Give it a neutral title"):
        tabled(mere, evidence=mere.report)
    with pytest.raises(ValidationError, match="does not tell the title"):
        tabled(mere, evidence=mere.report, title="About a report")
    assert tabled(mere, evidence=mere.report, title="Some numbers").agenda_title() == "Some numbers"
    with pytest.raises(ValidationError, match="Give it a neutral title"):
        tabled(mere, finding=mere.of_report)
    assert tabled(mere, body=mere.subgroup, finding=mere.of_report).agenda_title() == "A report: Numbers went up."


def test_what_is_of_another_partnership_needs_one_and_what_came_before_does_not(mere):
    earlier = ExternalReportFactory(partnership=mere.earlier, title="An old report")
    assert not Tabling(body=mere.board, evidence=earlier).is_narrower_than(mere.board)
    assert Tabling(body=mere.board, evidence=mere.theirs).is_narrower_than(mere.board)
    assert Tabling(body=mere.board, action=an_action(mere.dale)).is_narrower_than(mere.board)
    outside = BodyFactory(name="MARAC", kind=BodyKind.STRATEGIC_BOARD, partnership=None, run_by="The police")
    assert Tabling(body=outside, evidence=mere.record).is_narrower_than(outside)
    public = ExternalReportFactory(partnership=mere.dale, circulation=Circulation.PUBLIC)
    assert not Tabling(body=outside, evidence=public).is_narrower_than(outside)


def test_a_joint_agenda_needs_neutral_words_for_whoever_meets_with_the_body(mere):
    row = tabled(mere, body=mere.subgroup, evidence=mere.report)
    assert row.agenda_title() == "A report"
    with pytest.raises(NotPossible, match="table it again with a neutral title"):
        row.agenda_title(mere.board)


def test_the_same_waits_for_a_body_once(mere):
    row = tabled(mere, evidence=mere.record)
    with pytest.raises(ValidationError, match="tabled for that body already"):
        tabled(mere, evidence=mere.record)
    tabled(mere, body=mere.subgroup, evidence=mere.record)
    row.discuss(on=days(-1), by=mere.manager)
    again = tabled(mere, evidence=mere.record)
    with pytest.raises(NotPossible, match="tabled for Mere board again since"):
        row.discuss_no_more(by=mere.manager)
    again.take_back(by=mere.manager)
    row.discuss_no_more(by=mere.manager)
    assert Tabling.objects.get(pk=row.pk).discussed_on is None


def test_it_is_taken_back_until_it_was_discussed(mere):
    row = tabled(mere, evidence=mere.record)
    row.discuss(on=days(-1), by=mere.manager)
    row.discuss(on=days(0), by=mere.manager)
    assert Tabling.objects.get(pk=row.pk).discussed_on == days(-1)
    with pytest.raises(NotPossible, match="It was discussed"):
        row.take_back(by=mere.manager)
    other = tabled(mere, body=mere.subgroup, evidence=mere.record)
    other.take_back(by=mere.manager)
    with pytest.raises(NotPossible, match="tabled no longer"):
        other.take_back(by=mere.manager)
    verbs = TrailEntry.objects.filter(verb__startswith="tabling.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["tabling.add", "tabling.discuss", "tabling.add", "tabling.remove"]


def test_it_is_seen_by_who_sees_the_thing_and_the_meetings_of_the_body(mere):
    row = tabled(mere, evidence=mere.report, title="Some numbers")
    seen = {
        name
        for name in ("manager", "chair", "runner", "member", "lay", "guest", "governance", "neighbour")
        if Tabling.objects.visible_to(scope(getattr(mere, name))).filter(pk=row.pk).exists()
    }
    assert seen == {"manager", "chair"}  # the subgroup does not see the board's meetings, the board not the report


def test_whoever_plans_the_meetings_lists_it_in_neutral_words(mere):
    row = tabled(mere, evidence=mere.report, title="Some numbers")
    own = tabled(mere, body=mere.subgroup, evidence=mere.record)
    listed = {line.id: line for line in as_listed(tabled_for(mere.subgroup, scope(mere.runner)), scope(mere.runner))}
    assert list(listed) == [own.pk]
    restricted = tabled(mere, body=mere.subgroup, evidence=mere.theirs, title="From elsewhere")
    (line,) = [
        line
        for line in as_listed(tabled_for(mere.subgroup, scope(mere.runner)), scope(mere.runner))
        if line.id == restricted.pk
    ]
    assert (line.name, line.page, line.may_take_back) == ("From elsewhere", "", True)
    assert row.pk not in {each.id for each in as_listed(tabled_for(mere.board, scope(mere.lay)), scope(mere.lay))}


def test_a_thing_made_narrower_later_is_named_to_nobody_who_may_not_read_it(mere):
    report = ExternalReportFactory(partnership=mere.partnership, title="Later closed", holding_body=mere.board)
    tabled(mere, body=mere.subgroup, evidence=report)
    Evidence.objects.filter(pk=report.pk).update(circulation=Circulation.BODY)
    (line,) = as_listed(tabled_for(mere.subgroup, scope(mere.runner)), scope(mere.runner))
    assert (line.name, line.page) == ("Something that you may not read", "")
    with pytest.raises(NotPossible, match="Not everybody who sees this meeting"):
        Tabling.objects.get(body=mere.subgroup).agenda_title()


def test_what_was_tabled_cannot_be_removed(mere):
    tabled(mere, finding=mere.open)
    with pytest.raises(NotPossible, match="was tabled for a body"):
        mere.open.remove(by=mere.manager)
    action = an_action(mere.partnership)
    tabled(mere, action=action)
    with pytest.raises(NotPossible, match="is to look at it"):
        action.remove(by=mere.manager)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("age", [0, 1, 29, 30, 31, 59, 60, 61, 89, 90, 91, 120, 365, 400])
def test_the_query_of_undiscussed_evidence_follows_the_rule(mere, precision, age):
    row = ExternalReportFactory(partnership=mere.partnership, dated_on=days(-age), date_precision=precision)
    found = undiscussed(scope(mere.lay)).filter(pk=row.pk).exists()
    assert found == is_undiscussed(Heard(row.last_day), days(0))


def test_discussing_a_finding_discusses_its_evidence_and_tabling_gives_time(mere):
    def found():
        return undiscussed(scope(mere.lay)).filter(pk=mere.record.pk).exists()

    assert found()
    row = tabled(mere, finding=mere.open)
    assert not found()
    Tabling.objects.update(tabled_at=timezone.now() - timedelta(days=120))
    assert found()
    row.discuss(on=date(2026, 1, 1), by=mere.manager)
    assert not found()


def test_what_an_arrangement_that_ended_never_discussed_is_not_asked_for(mere):
    old = ExternalReportFactory(partnership=mere.earlier, dated_on=date(2019, 1, 1))
    assert Evidence.objects.visible_to(scope(mere.lay)).filter(pk=old.pk).exists()
    assert not undiscussed(scope(mere.lay)).filter(pk=old.pk).exists()


def test_the_operator_lists_only_what_is_wide(mere):
    tabled(mere, evidence=mere.report, title="Some numbers")
    wide = tabled(mere, evidence=mere.record)
    operator = Scope.operator(today=days(0))
    assert list(Tabling.objects.listed_for(operator)) == [wide]
    assert Body.objects.filter(pk=wide.body_id).exists()
    assert ExternalReport.objects.count() == 1


def test_long_titles_are_cut_to_what_an_agenda_takes(mere):
    record = ExternalReportFactory(partnership=PartnershipFactory(), title="x" * 250)
    assert len(Tabling(evidence=record, body=mere.board).full_title) == 200
