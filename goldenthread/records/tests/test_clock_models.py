"""Rules and running clocks: their verbs, what they refuse, and who sees them."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from goldenthread.foundation.clocks import LONDON, State
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.records import owners
from goldenthread.records.models import Clock, ClockRule, ImportRun
from goldenthread.records.tasks import recount_clocks
from goldenthread.records.tests.factories import a_board, a_document, a_rule, somebody

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 7, 6)
NOW = datetime(2026, 7, 10, 12, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def started(board, **terms) -> Clock:
    return Clock.start(board.partnership, a_rule(**terms), on=MONDAY, by=None)


def anew(clock: Clock) -> Clock:
    return Clock.objects.with_steps().get(pk=clock.pk)


def test_a_clock_starts_and_is_due(board, manager):
    clock = Clock.start(board.partnership, a_rule(), on=MONDAY, by=manager)
    assert (clock.due_on, clock.due_time) == (date(2026, 7, 13), None)
    assert clock.words(MONDAY) == "Due in 5 working days"
    assert clock.state(date(2026, 7, 14)) == State.LATE
    assert clock.record == board.partnership
    entry = TrailEntry.objects.get(verb="clock.start")
    assert entry.ids == {"rule": "five-days", "of": f"partnership.partnership:{board.partnership.pk}"}


def test_it_starts_once_under_a_rule_in_force_for_a_record_somebody_answers_for(board, manager):
    clock = started(board)
    with pytest.raises(NotPossible, match="runs for this already"):
        Clock.start(board.partnership, clock.rule, on=MONDAY, by=manager)
    ended = a_rule(code="ended", ends_on=date(2020, 1, 1))
    with pytest.raises(NotPossible, match="was not in force on 6 July 2026"):
        Clock.start(board.partnership, ended, on=MONDAY, by=manager)
    with pytest.raises(LookupError, match=r"partnership\.body"):
        Clock.start(board, clock.rule, on=MONDAY, by=manager)
    clock.meet(on=MONDAY, by=manager)
    assert Clock.start(board.partnership, clock.rule, on=MONDAY, by=manager).pk != clock.pk


def test_a_pause_moves_the_due_date_when_it_ends(board, manager):
    clock = started(board, pausable=True)
    clock.pause(reason=" Police ask to wait ", on=date(2026, 7, 8), by=manager)
    clock = anew(clock)
    assert clock.due is None
    assert clock.words(NOW) == "Paused"
    assert clock.state(NOW) == State.PAUSED
    clock.resume(on=date(2026, 7, 10), by=manager)
    clock = anew(clock)
    assert clock.due_on == date(2026, 7, 15)
    pause = clock.pauses.get()
    assert (pause.reason, pause.starts_on, pause.ends_on) == (
        "Police ask to wait",
        date(2026, 7, 8),
        date(2026, 7, 9),
    )
    assert [entry.verb for entry in TrailEntry.objects.filter(verb__startswith="clock.").order_by("pk")] == [
        "clock.start",
        "clock.pause",
        "clock.resume",
    ]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 7, 5), "must begin from 6 July 2026"),
        (date(2026, 7, 11), "to 10 July 2026"),
    ],
)
def test_a_pause_begins_while_it_runs(board, manager, on, sentence):
    with pytest.raises(NotPossible, match=sentence):
        started(board, pausable=True).pause(reason="Why", on=on, by=manager)


def test_what_a_pause_refuses(board, manager):
    fixed = started(board, code="fixed")
    with pytest.raises(NotPossible, match="cannot be paused"):
        fixed.pause(reason="Why", on=MONDAY, by=manager)
    clock = started(board, pausable=True)
    with pytest.raises(NotPossible, match="Give a reason"):
        clock.pause(reason="  ", on=MONDAY, by=manager)
    with pytest.raises(NotPossible, match="is not paused"):
        clock.resume(on=date(2026, 7, 9), by=manager)
    clock.pause(reason="Why", on=date(2026, 7, 7), by=manager)
    with pytest.raises(NotPossible, match="paused already"):
        clock.pause(reason="Why", on=date(2026, 7, 8), by=manager)
    with pytest.raises(NotPossible, match="from the day after 7 July 2026"):
        clock.resume(on=date(2026, 7, 7), by=manager)
    with pytest.raises(NotPossible, match="Let it run again first"):
        clock.extend(to=date(2026, 8, 1), reason="Why", by=manager)
    clock.resume(on=date(2026, 7, 9), by=manager)
    with pytest.raises(NotPossible, match="paused to 8 July 2026"):
        clock.pause(reason="Why", on=date(2026, 7, 8), by=manager)


def test_a_clock_that_has_run_out_is_not_paused(board, manager):
    clock = started(board, pausable=True, length=1)
    with pytest.raises(NotPossible, match="to 7 July 2026"):
        clock.pause(reason="Why", on=date(2026, 7, 8), by=manager)


def test_more_time_keeps_the_old_date_and_the_reason(board, manager):
    clock = started(board)
    with pytest.raises(NotPossible, match="must end after 13 July 2026"):
        clock.extend(to=date(2026, 7, 13), reason="Why", by=manager)
    clock.extend(to=date(2026, 7, 20), reason="The coroner asked", by=manager)
    clock = anew(clock)
    assert clock.due_on == date(2026, 7, 20)
    extension = clock.extensions.get()
    assert (extension.old_due, extension.new_due, extension.extended_by) == (
        date(2026, 7, 13),
        date(2026, 7, 20),
        manager,
    )
    assert clock.reckoning().by_rule == date(2026, 7, 13)


def test_a_later_pause_moves_the_longer_date(board, manager):
    clock = started(board, pausable=True)
    clock.extend(to=date(2026, 7, 20), reason="Why", by=manager)
    with time_machine.travel(datetime(2026, 7, 16, 9, tzinfo=LONDON), tick=False):
        clock.pause(reason="Why", on=date(2026, 7, 15), by=manager)
        assert anew(clock).due is None
        clock.resume(on=date(2026, 7, 16), by=manager)
    assert anew(clock).due_on == date(2026, 7, 21)


def test_met_late_and_stopped(board, manager):
    late, stopped = started(board, code="late", length=1), started(board, code="stopped")
    late.meet(on=date(2026, 7, 9), by=manager)
    stopped.stop(on=date(2026, 7, 8), reason="It was no such case", by=manager)
    late, stopped = anew(late), anew(stopped)
    assert late.words(NOW) == "Met 2 working days late"
    assert late.state(NOW) == State.MET_LATE
    assert stopped.words(NOW) == "Stopped"
    assert stopped.state(NOW) == State.STOPPED
    for clock in (late, stopped):
        with pytest.raises(NotPossible, match="has ended"):
            clock.meet(on=MONDAY, by=manager)
        with pytest.raises(NotPossible, match="has ended"):
            clock.extend(to=date(2026, 9, 1), reason="Why", by=manager)
    assert not Clock.objects.running().exists()


def test_what_meeting_refuses(board, manager):
    clock = started(board)
    with pytest.raises(NotPossible, match="Choose a day that has come"):
        clock.meet(on=date(2026, 7, 11), by=manager)
    with pytest.raises(NotPossible, match="before 6 July 2026"):
        clock.meet(on=date(2026, 7, 3), by=manager)
    with pytest.raises(NotPossible, match="Give a reason"):
        clock.stop(on=MONDAY, reason="", by=manager)


def test_a_paused_clock_can_be_met_in_time(board, manager):
    clock = started(board, pausable=True)
    clock.pause(reason="Why", on=date(2026, 7, 7), by=manager)
    clock.meet(on=date(2026, 7, 10), by=manager)
    clock = anew(clock)
    assert clock.words(NOW) == "Met in time"
    assert clock.due_on == date(2026, 7, 17)
    assert clock.pauses.get().ends_on == date(2026, 7, 10)


def test_hours_have_moments(board, manager):
    at = datetime(2026, 7, 9, 14, 5, tzinfo=LONDON)
    rule = a_rule(code="a-day", length=24, unit="hour")
    clock = Clock.start(board.partnership, rule, on=at, by=manager)
    assert clock.due == at + timedelta(days=1)
    assert clock.words(NOW) == "Due today at 14:05"
    clock.extend(to=date(2026, 7, 11), reason="Why", by=manager)
    assert anew(clock).due == datetime(2026, 7, 11, 23, 59, 59, tzinfo=LONDON)
    with time_machine.travel(datetime(2026, 7, 12, 1, tzinfo=LONDON), tick=False):
        clock.meet(on=datetime(2026, 7, 12, 0, 30, tzinfo=LONDON), by=manager)
    assert anew(clock).words(NOW) == "Met 1 day late"


def test_the_timeline_tells_it_in_order(board, manager):
    clock = started(board, pausable=True)
    clock.pause(reason="Police ask to wait", on=date(2026, 7, 7), by=manager)
    clock.resume(on=date(2026, 7, 8), by=manager)
    clock.extend(to=date(2026, 7, 31), reason="The coroner asked", by=manager)
    clock.meet(on=date(2026, 7, 10), by=manager)
    steps = anew(clock).timeline()
    assert [(step.when, step.what, step.reason) for step in steps] == [
        (date(2026, 7, 6), "the event", ""),
        (date(2026, 7, 7), "Paused", "Police ask to wait"),
        (date(2026, 7, 8), "Runs again", ""),
        (date(2026, 7, 10), "More time: due 31 July 2026 in place of 14 July 2026", "The coroner asked"),
        (date(2026, 7, 10), "Met in time", ""),
        (date(2026, 7, 31), "Due", ""),
    ]
    assert [step.by for step in steps] == [None, manager, manager, manager, manager, None]


def test_a_holiday_proclaimed_since_moves_the_due_date(board, manager, monkeypatch):
    clock, met = started(board), started(board, code="met")
    met.meet(on=MONDAY, by=manager)
    Clock.objects.update(due_on=date(2026, 7, 12))
    recount_clocks.call()
    assert anew(clock).due_on == date(2026, 7, 13)
    assert anew(met).due_on == date(2026, 7, 12)
    assert TrailEntry.objects.filter(verb="clock.recount").count() == 1
    recount_clocks.call()
    assert TrailEntry.objects.filter(verb="clock.recount").count() == 1


def test_clocks_are_found_by_when_they_are_due(board, manager):
    soon, later = started(board, code="soon", length=1), started(board, code="later", pausable=True)
    assert list(Clock.objects.due_by(date(2026, 7, 7))) == [soon]
    later.pause(reason="Why", on=MONDAY, by=manager)
    assert list(Clock.objects.running()) == [soon, later]
    assert list(Clock.objects.due_by(date(2027, 1, 1))) == [soon]
    assert list(Clock.objects.of(board.partnership)) == [soon, later]


# Access is the owner's


def test_the_clocks_of_a_document_are_for_those_who_may_read_it(board, manager):
    member = somebody(board, SeatRole.CORE, "Member")
    stranger = somebody(a_board("Other Board"), SeatRole.CLERK, "Clerk elsewhere")
    document = a_document(board, by=manager)
    clock = Clock.start(document, a_rule(), on=MONDAY, by=manager)
    today = NOW.date()
    for person, sees, runs in ((manager, True, True), (member, True, False), (stranger, False, False)):
        scope = Scope.of(person, today=today)
        assert Clock.objects.visible_to(scope).filter(pk=clock.pk).exists() == sees, person
        assert Clock.objects.run_by(scope).filter(pk=clock.pk).exists() == runs, person
    assert clock.marking == "OFFICIAL-SENSITIVE"
    assert Clock.records_of([clock]) == {clock.pk: document}


def test_the_operator_sees_no_clock_of_what_is_not_widely_read(board, manager):
    operator = Scope.operator(today=NOW.date())
    closed = Clock.start(a_document(board, by=manager), a_rule(), on=MONDAY, by=manager)
    wide = a_document(board, by=manager, circulation=Circulation.PARTNERSHIP, title="Wide")
    opened = Clock.start(wide, closed.rule, on=MONDAY, by=manager)
    assert list(Clock.objects.visible_to(operator)) == [opened]


def test_what_belongs_to_something_else_has_clocks_nobody_sees_here(board, manager):
    document = a_document(board, by=manager, circulation=Circulation.OWNER)
    Clock.start(document, a_rule(), on=MONDAY, by=manager)
    assert not Clock.objects.visible_to(Scope.of(manager, today=NOW.date())).exists()


def test_nothing_is_seen_of_a_kind_that_no_app_answers_for(board, manager, monkeypatch):
    clock = started(board)
    scope = Scope.of(manager, today=NOW.date())
    assert Clock.objects.visible_to(scope).exists()
    monkeypatch.setattr(owners, "_owners", {})
    assert not Clock.objects.visible_to(scope).exists()
    assert not Clock.objects.visible_to(Scope.operator(today=NOW.date())).exists()
    assert (anew(clock).record, anew(clock).marking) == (None, "OFFICIAL-SENSITIVE")
    assert owners.find(ImportRun._meta.label_lower) is None


# Rules


def test_a_rule_keeps_its_terms_once_a_clock_has_started(board, manager):
    clock = started(board)
    rule = clock.rule
    rule.status, rule.note = "confirmed", "Read at its source"
    rule.keep(by=manager)
    for name, value in (("length", 6), ("unit", "day"), ("pausable", True), ("edition", "Another")):
        changed = ClockRule.objects.get(pk=rule.pk)
        setattr(changed, name, value)
        with pytest.raises(ValidationError, match="in a new edition"):
            changed.keep(by=manager)
    assert ClockRule.objects.get(pk=rule.pk).status == "confirmed"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"unit": "hour", "event_day": 1}, "at least one day"),
        ({"direction": "before", "pausable": True}, "cannot be paused"),
        ({"unit": "fortnight"}, "is not a valid choice"),
        ({"length": 5001}, "less than or equal to 5000"),
        ({"code": "Rule One"}, "Enter a code such as"),
        ({"source": ""}, "cannot be blank"),
    ],
)
def test_rules_without_sense_are_refused(values, sentence):
    with pytest.raises(ValidationError, match=sentence):
        a_rule(**values)


def test_a_code_is_once_in_an_edition(board):
    a_rule()
    with pytest.raises(ValidationError, match="has a rule of this code already"):
        a_rule()
    a_rule(edition="Next")
    a_rule(partnership=board.partnership)
    with pytest.raises(ValidationError, match="has a rule of this code already"):
        a_rule(partnership=board.partnership)


def test_an_edition_takes_over_and_clocks_go_on_under_the_one_they_started_under(board, manager):
    clock = started(board)
    values = {
        "code": "five-days",
        "name": "New",
        "start_event": "the event",
        "length": 10,
        "unit": "day",
        "source": "S",
    }
    first = date(2026, 7, 8)
    counts = ClockRule.load_edition("Second", [values], by=None, starts_on=first, replaces="First")
    assert counts == {"new": 1, "changed": 0, "ended": 1}
    before, after = ClockRule.objects.get(edition="First"), ClockRule.objects.get(edition="Second")
    assert (before.ends_on, after.starts_on) == (date(2026, 7, 7), first)
    assert ClockRule.objects.to_apply("five-days", on=date(2026, 7, 7)) == before
    assert ClockRule.objects.to_apply("five-days", on=first) == after
    assert anew(clock).rule == before
    assert anew(clock).due_on == date(2026, 7, 13)
    again = ClockRule.load_edition("Second", [values], by=None, starts_on=first, replaces="First")
    assert again == {"new": 0, "changed": 0, "ended": 0}


def test_a_partnerships_own_rule_comes_before_everybodys(board):
    everybodys, own = a_rule(), a_rule(partnership=board.partnership, length=3)
    unused = a_rule(code="unused", in_use=False)
    assert ClockRule.objects.to_apply("five-days", on=MONDAY, partnership=board.partnership) == own
    assert ClockRule.objects.to_apply("five-days", on=MONDAY) == everybodys
    assert ClockRule.objects.to_apply(unused.code, on=MONDAY) is None


def test_rules_are_for_those_who_see_a_register(board, manager):
    everybodys, own = a_rule(), a_rule(partnership=board.partnership)
    other = somebody(a_board("Other Board"), SeatRole.CORE, "Member elsewhere")
    nobody = somebody(a_board("Third Board"), SeatRole.CORE, "Gone")
    nobody.appointments.all().delete()
    today = NOW.date()
    assert set(ClockRule.objects.visible_to(Scope.of(manager, today=today))) == {everybodys, own}
    assert set(ClockRule.objects.visible_to(Scope.of(other, today=today))) == {everybodys}
    assert not ClockRule.objects.visible_to(Scope.of(nobody, today=today)).exists()


def test_what_comes_with_the_program_is_loaded_once_and_leaves_what_was_confirmed():
    counts = ClockRule.load_packaged(by=None)
    assert counts["new"] == ClockRule.objects.count() > 60
    rule = ClockRule.objects.get(edition="Working Together 2023", code="practice-review")
    assert (rule.length, rule.unit, rule.is_confirmed) == (6, "month", False)
    rule.status = "confirmed"
    rule.keep(by=None)
    entries = TrailEntry.objects.count()
    assert set(ClockRule.load_packaged(by=None).values()) == {0}
    assert TrailEntry.objects.count() == entries
    assert ClockRule.objects.get(pk=rule.pk).is_confirmed
    assert ClockRule.load_packaged(by=None, change=True)["changed"] == 1
    assert not ClockRule.objects.get(pk=rule.pk).is_confirmed


def test_every_packaged_rule_has_a_source_and_counts():
    ClockRule.load_packaged(by=None)
    for rule in ClockRule.objects.all():
        assert rule.source
        assert rule.note or rule.is_confirmed or "not read" in rule.source, rule
        assert rule.terms.length_words
        assert rule.in_use or rule.note
    for code, day, expected in (
        ("incident-notify", date(2022, 9, 14), date(2022, 9, 22)),
        ("rapid-review", date(2026, 12, 18), date(2027, 1, 13)),
        ("review-copy", date(2024, 4, 4), date(2024, 3, 22)),
        ("yearly-report", date(2026, 3, 31), date(2026, 9, 30)),
        ("private-fostering-first-visit", date(2026, 7, 6), date(2026, 7, 15)),
    ):
        rule = ClockRule.objects.to_apply(code, on=day)
        assert Clock.start(a_board(code).partnership, rule, on=day, by=None).due_on == expected
    assert Partnership.objects.count() == 5
