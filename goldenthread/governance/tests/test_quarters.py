"""Themes of quarters, drafts of updates, and the evidence they become."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import (
    Meeting,
    QuarterlyTheme,
    SubgroupUpdate,
    UpdateDraft,
    gathered_for,
    offered,
    updates_of,
)
from goldenthread.governance.rules.quarters import NO_VOICE, next_quarter, quarter_of
from goldenthread.governance.tests.quarters import a_draft, quarter  # noqa: F401
from goldenthread.improvement.models import Evidence, Tabling
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import BodyFactory, days


def scope(person):
    return Scope.of(person, today=days(0))


def test_a_theme_is_set_once_for_a_quarter_and_begins_one(quarter):  # noqa: F811
    given = {"body": quarter.planning, "title": "Again", "question": "Why?"}
    with pytest.raises(ValidationError, match="for that quarter already"):
        QuarterlyTheme(quarter=quarter.theme.quarter, **given).keep(by=None)
    with pytest.raises(ValidationError, match="Choose a quarter"):
        QuarterlyTheme(quarter=quarter.theme.quarter + timedelta(days=1), **given).keep(by=None)
    QuarterlyTheme(quarter=next_quarter(quarter.theme.quarter), **given).keep(by=None)
    outside = BodyFactory(partnership=None, run_by="The police", kind=BodyKind.STRATEGIC_BOARD)
    with pytest.raises(ValidationError, match="body of a partnership"):
        QuarterlyTheme(body=outside, quarter=quarter_of(days(0)), title="T", question="Q").keep(by=None)


def test_every_subgroup_and_local_group_in_force_answers_it(quarter):  # noqa: F811
    ended = BodyFactory(name="Ended", partnership=quarter.partnership, ends_on=quarter.theme.quarter - timedelta(1))
    BodyFactory(name="Panel", partnership=quarter.partnership, kind=BodyKind.PANEL)
    assert set(quarter.theme.groups()) == {quarter.subgroup, quarter.local}
    asked = QuarterlyTheme.objects.asked_of
    assert list(asked(quarter.subgroup)) == [quarter.theme]
    assert not asked(quarter.planning).exists()
    assert not asked(quarter.board).exists()
    assert not asked(ended).exists()
    assert not asked(quarter.dale).exists()


def test_without_the_voice_of_the_child_nothing_is_submitted(quarter):  # noqa: F811
    draft = a_draft(quarter.theme, quarter.subgroup, voice_of_the_child=" ").keep(by=quarter.runner)
    with pytest.raises(ValidationError) as refused:
        draft.submit(by=quarter.runner)
    assert refused.value.message_dict == {"voice_of_the_child": [NO_VOICE]}
    assert not SubgroupUpdate.objects.exists()
    assert UpdateDraft.objects.filter(pk=draft.pk).exists()


def test_the_database_refuses_an_update_without_it_too(quarter):  # noqa: F811
    update = a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubgroupUpdate.objects.filter(pk=update.pk).update(voice_of_the_child="")


def test_what_is_submitted_is_evidence_for_the_partnership_and_tabled_for_the_board(quarter):  # noqa: F811
    draft = a_draft(quarter.theme, quarter.subgroup, escalated="No places in January.").keep(by=quarter.runner)
    assert not Evidence.objects.exists()
    update = draft.submit(by=quarter.runner)
    assert not UpdateDraft.objects.exists()
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.circulation) == ("governance.subgroupupdate", Circulation.PARTNERSHIP)
    assert (evidence.holding_body, evidence.partnership) == (quarter.subgroup, quarter.partnership)
    assert evidence.title == f"Update of Mere subgroup, {quarter.theme.when}"
    assert evidence.kind_name == "subgroup update"
    assert evidence.as_kind() == update
    tabling = Tabling.objects.get()
    assert (tabling.body, tabling.evidence) == (quarter.board, evidence)
    meeting = Meeting(body=quarter.board, held_on=days(5)).keep(by=None)
    assert list(offered(meeting, scope(quarter.manager))) == [tabling]
    verbs = set(TrailEntry.objects.values_list("verb", flat=True))
    assert {"updatedraft.add", "evidence.add", "evidence.submit", "tabling.add"} <= verbs


def test_a_group_that_reports_to_no_board_reports_to_the_body_that_asked(quarter):  # noqa: F811
    group = BodyFactory(name="Loose group", partnership=quarter.partnership)
    a_draft(quarter.theme, group).submit(by=quarter.manager)
    assert Tabling.objects.get().body == quarter.planning


def test_an_update_is_submitted_once_and_the_theme_stays(quarter):  # noqa: F811
    a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    with pytest.raises(NotPossible, match="has been submitted"):
        a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    with pytest.raises(NotPossible, match="has been submitted"):
        a_draft(quarter.theme, quarter.subgroup).keep(by=quarter.runner)
    quarter.theme.title = "Another"
    with pytest.raises(NotPossible, match="stays as it was asked"):
        quarter.theme.keep(by=quarter.planner)
    with pytest.raises(NotPossible, match="stays as it was asked"):
        quarter.theme.remove(by=quarter.planner)


def test_only_groups_that_are_asked_answer(quarter):  # noqa: F811
    for body in (quarter.board, quarter.planning, quarter.dale):
        with pytest.raises(NotPossible, match="does not answer this theme"):
            a_draft(quarter.theme, body).keep(by=quarter.manager)


def test_a_theme_set_by_mistake_goes_with_its_drafts(quarter):  # noqa: F811
    a_draft(quarter.theme, quarter.subgroup).keep(by=quarter.runner)
    quarter.theme.remove(by=quarter.planner)
    assert not QuarterlyTheme.objects.exists()
    assert not UpdateDraft.objects.exists()


def test_drafts_are_seen_by_who_writes_them_and_updates_by_the_partnership(quarter):  # noqa: F811
    a_draft(quarter.theme, quarter.local).keep(by=quarter.manager)
    a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    seen = {
        person: (
            UpdateDraft.objects.visible_to(scope(getattr(quarter, person))).count(),
            SubgroupUpdate.objects.visible_to(scope(getattr(quarter, person))).count(),
            QuarterlyTheme.objects.visible_to(scope(getattr(quarter, person))).count(),
        )
        for person in ("manager", "chair", "lay", "planner", "runner", "member", "guest", "neighbour")
    }
    assert seen == {
        "manager": (1, 1, 1),
        "chair": (0, 1, 1),
        "lay": (0, 1, 1),
        "planner": (0, 1, 1),
        "runner": (0, 1, 1),
        "member": (0, 1, 1),
        "guest": (0, 0, 0),
        "neighbour": (0, 0, 0),
    }
    assert UpdateDraft.objects.visible_to(Scope.operator(today=timezone.localdate())).count() == 0


def test_the_updates_of_a_quarter_say_which_are_awaited(quarter):  # noqa: F811
    a_draft(quarter.theme, quarter.local).keep(by=quarter.manager)
    update = a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    local, subgroup = updates_of(quarter.theme, scope(quarter.manager))
    assert (local.group, local.is_awaited, local.has_draft, local.may_write) == (quarter.local, True, True, True)
    assert (subgroup.update, subgroup.is_awaited, subgroup.has_draft) == (update, False, False)
    local, _ = updates_of(quarter.theme, scope(quarter.lay))
    assert (local.has_draft, local.may_write) == (False, False)


def test_the_board_and_the_body_that_asked_gather_the_newest_theme(quarter):  # noqa: F811
    a_draft(quarter.theme, quarter.subgroup).submit(by=quarter.runner)
    for body in (quarter.board, quarter.planning):
        meeting = Meeting(body=body, held_on=days(3)).keep(by=None)
        (gathered,) = gathered_for(meeting, scope(quarter.manager))
        assert (gathered.theme, gathered.submitted, gathered.asked) == (quarter.theme, 1, 2)
    theirs = Meeting(body=quarter.subgroup, held_on=days(3)).keep(by=None)
    assert gathered_for(theirs, scope(quarter.manager)) == []
    before = Meeting(body=quarter.board, held_on=quarter.theme.quarter - timedelta(days=1)).keep(by=None)
    assert gathered_for(before, scope(quarter.manager)) == []
