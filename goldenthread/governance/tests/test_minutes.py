"""Minutes: what may be done when, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models import (
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    ItemMinutes,
    Minutes,
    MinutesState,
    ReopenReason,
)
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.minuted import an_item, begun, some_minutes, written
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import PersonFactory

FACT = ReopenReason.FACT


@pytest.fixture
def made(mere):
    return some_minutes(mere)


def agreed(made, mere):
    made.minutes.circulate(by=mere.manager)
    return made.minutes.agree(at=mere.meetings[1], by=mere.manager)


def scope(person):
    return Scope.of(person, today=timezone.localdate())


# begin


def test_minutes_begin_once_for_a_meeting_that_has_taken_place(mere):
    minutes = begun(mere.meetings[0], by=mere.manager)
    assert (minutes.state, minutes.begun_by) == (MinutesState.DRAFT, mere.manager)
    assert TrailEntry.objects.get(verb="minutes.begin").object_id == str(minutes.pk)
    with pytest.raises(NotPossible, match="begun already"):
        begun(mere.meetings[0], by=mere.manager)


def test_minutes_begin_on_the_day_itself(mere):
    assert begun(factories.a_meeting(mere.board, timezone.localdate()), by=mere.manager).pk


def test_a_meeting_to_come_or_cancelled_has_no_minutes(mere):
    to_come = factories.a_meeting(mere.board, timezone.localdate() + timedelta(days=1))
    with pytest.raises(NotPossible, match="still to come"):
        begun(to_come, by=mere.manager)
    meeting = mere.meetings[0]
    meeting.cancelled_at, meeting.cancelled_by = timezone.now(), mere.manager
    meeting.save()
    with pytest.raises(NotPossible, match="was cancelled"):
        begun(meeting, by=mere.manager)
    assert not Minutes.objects.exists()


# writing


def test_a_part_is_written_and_counted(mere):
    item = an_item(mere.meetings[0], "Welcome")
    begun(mere.meetings[0], by=mere.manager)
    part = ItemMinutes(item=item)
    assert part.write(text="All were welcomed. \r\n\r\nThanks.\n", restricted_text="", version=0, by=mere.manager)
    part.refresh_from_db()
    assert (part.text, part.version, part.changed_by) == ("All were welcomed.\n\nThanks.", 1, mere.manager)
    assert part.write(text="Another.", restricted_text="", version=1, by=mere.chair)
    assert ItemMinutes.objects.get().version == 2
    entry = TrailEntry.objects.filter(verb="minutes.write").last()
    assert entry.ids == {"item": item.pk, "version": 2}


def test_the_second_of_two_is_told_and_nothing_is_overwritten(mere):
    item = an_item(mere.meetings[0], "Welcome")
    begun(mere.meetings[0], by=mere.manager)
    first, second = ItemMinutes(item=item), ItemMinutes(item=item)
    first.write(text="Theirs.", restricted_text="", version=0, by=mere.chair)
    with pytest.raises(Stale, match="Cora Ashby saved another text of this item at"):
        second.write(text="Mine.", restricted_text="", version=0, by=mere.manager)
    assert ItemMinutes.objects.get().text == "Theirs."
    assert not second.write(text="Theirs.", restricted_text="", version=0, by=mere.manager)


def test_a_restricted_part_changed_meanwhile_is_a_conflict_too(mere):
    item = an_item(mere.meetings[0], "Welcome")
    begun(mere.meetings[0], by=mere.manager)
    ItemMinutes(item=item).write(text="One.", restricted_text="", version=0, by=mere.chair)
    held = ItemMinutes.objects.get()
    held.write(text="One.", restricted_text="Two.", version=1, by=mere.chair)
    with pytest.raises(Stale):
        ItemMinutes(item=item).write(text="One, changed.", restricted_text="", version=1, by=mere.manager)
    assert ItemMinutes.objects.get().restricted_text == "Two."


def test_nothing_written_leaves_nothing(mere):
    item = an_item(mere.meetings[0], "Welcome")
    begun(mere.meetings[0], by=mere.manager)
    assert not ItemMinutes(item=item).write(text=" \n", restricted_text="", version=0, by=mere.manager)
    assert not ItemMinutes.objects.exists()
    assert not TrailEntry.objects.filter(verb="minutes.write").exists()


def test_without_minutes_nothing_is_written(mere):
    item = an_item(mere.meetings[0], "Welcome")
    with pytest.raises(NotPossible, match="have not been begun"):
        ItemMinutes(item=item).write(text="One.", restricted_text="", version=0, by=mere.manager)
    with pytest.raises(NotPossible, match="have not been begun"):
        Decision(item=item, text="To do.", decided_by="The board").keep(by=mere.manager)


# decisions and declarations


def test_decisions_stand_in_the_order_they_were_added(mere, made):
    Decision(item=made.open_item, text="To thank the author.", decided_by="The board").keep(by=mere.manager)
    texts = [row.text for row in Decision.objects.filter(item=made.open_item)]
    assert texts == ["To publish the report.", "To write to the school.", "To thank the author."]
    assert TrailEntry.objects.filter(verb="decision.add").count() == 3


@pytest.mark.parametrize("is_informal", [True, False])
def test_an_informal_or_cancelled_meeting_decides_nothing(mere, is_informal):
    meeting = mere.meetings[0]
    item = an_item(meeting, "Ideas")
    begun(meeting, by=mere.manager)
    if is_informal:
        meeting.informal = True
    else:
        meeting.cancelled_at, meeting.cancelled_by = timezone.now(), mere.manager
    meeting.save()
    with pytest.raises(NotPossible, match="informal meeting takes no decisions" if is_informal else "was cancelled"):
        Decision(item=item, text="To do.", decided_by="The board").keep(by=mere.manager)
    assert not Decision.objects.exists()
    assert Declaration(item=item, name="A", nature="other", text="B", outcome="left").keep(by=mere.manager).pk


def test_a_decision_changed_or_removed_meanwhile_is_not_overwritten(mere, made):
    seen = made.decision.fingerprint
    theirs = Decision.objects.get(pk=made.decision.pk)
    theirs.text = "To publish it in May."
    theirs.keep(by=mere.chair, seen=seen)
    made.decision.text = "To publish it in June."
    with pytest.raises(Stale, match="Nothing of theirs"):
        made.decision.keep(by=mere.manager, seen=seen)
    with pytest.raises(Stale):
        made.decision.remove(by=mere.manager, seen=seen)
    assert Decision.objects.get(pk=made.decision.pk).text == "To publish it in May."
    Decision.objects.get(pk=made.decision.pk).remove(by=mere.chair)
    with pytest.raises(Stale, match="removed"):
        made.decision.keep(by=mere.manager, seen=seen)
    assert not Decision.objects.filter(pk=made.decision.pk).exists()
    assert TrailEntry.objects.filter(verb="decision.remove").get().ids == {"item": made.open_item.pk}


# circulation


def test_circulation_tells_whoever_may_read_by_a_link_alone(mere, made):
    virtual = PersonFactory(name="Vera Holt")
    seat = mere.seats["faith"]
    seat.appointments.get().end(on=date(2016, 4, 1), by=None)
    Appointment(seat=seat, person=virtual, starts_on=date(2016, 4, 2)).keep(by=None)
    gone = PersonFactory(name="Gil Moor")
    ended = factories.a_seat(mere.board, "Ended", person=gone, ends_on=date(2017, 1, 1))
    guest = PersonFactory(name="Gus Pell")
    factories.a_seat(mere.board, "Guest", person=guest, role=SeatRole.CO_OPTED)
    made.minutes.circulate(by=mere.manager)
    assert {message.recipient for message in Message.objects.all()} == {mere.chair, virtual}
    assert ended.pk
    message = Message.objects.get(recipient=virtual)
    assert f"/meetings/{made.meeting.pk}/minutes/" in message.text
    for said in ("Yearly report", "welcomed", "school", "Wren", "weir", "publish", "Rowan"):
        assert said not in message.text + message.html + message.subject
    assert message.marking == "OFFICIAL-SENSITIVE"
    entry = TrailEntry.objects.get(verb="minutes.circulate")
    assert entry.ids == {"people": 2, "circulation": 1}


def test_whoever_came_is_told_too(mere, made):
    representative = PersonFactory(name="Kim Reed")
    factories.a_seat(mere.board, "Other seat since then", person=representative, starts_on=date(2017, 1, 1))
    entry = Attendance(seat=mere.seats["police"], mark="y", people=1, came_as="representative", person=representative)
    made.meeting.record_attendance([entry], version=1, by=mere.manager)
    assert representative in made.minutes.readers()


def test_circulation_publishes_items_that_were_in_no_pack(mere, made):
    late = an_item(made.meeting, "Other business", published=False)
    assert not AgendaItem.objects.visible_to(scope(mere.member)).filter(pk=late.pk).exists()
    made.minutes.circulate(by=mere.manager)
    assert AgendaItem.objects.visible_to(scope(mere.member)).filter(pk=late.pk).exists()


def test_empty_minutes_are_not_circulated(mere):
    an_item(mere.meetings[0], "Welcome")
    minutes = begun(mere.meetings[0], by=mere.manager)
    with pytest.raises(NotPossible, match="Nothing is written"):
        minutes.circulate(by=mere.manager)
    assert not Message.objects.exists()


def test_circulated_minutes_change_only_when_taken_back_with_a_reason(mere, made):
    made.minutes.circulate(by=mere.manager)
    with pytest.raises(NotPossible, match="Take them back"):
        written(made.open_item, "Other.", by=mere.manager)
    with pytest.raises(NotPossible, match="Take them back"):
        made.decision.keep(by=mere.manager)
    with pytest.raises(NotPossible, match="Take them back"):
        made.declaration.remove(by=mere.manager)
    with pytest.raises(NotPossible, match="Take them back"):
        made.minutes.circulate(by=mere.manager)
    made.minutes.reopen(reason=FACT, by=mere.manager)
    assert TrailEntry.objects.get(verb="minutes.reopen").ids == {"reason": "fact"}
    assert not Minutes.objects.visible_to(scope(mere.member)).exists()
    written(made.open_item, "Other.", by=mere.manager)
    made.minutes.circulate(by=mere.manager)
    assert (made.minutes.circulations, made.minutes.reopened_because) == (2, "fact")
    assert "changed and are there to read again" in Message.objects.last().text


def test_a_reason_there_is_not_is_refused(mere, made):
    made.minutes.circulate(by=mere.manager)
    with pytest.raises(ValueError, match="because I can"):
        made.minutes.reopen(reason="because I can", by=mere.manager)


def test_a_draft_is_not_taken_back_agreed_or_published(mere, made):
    with pytest.raises(NotPossible, match="are a draft"):
        made.minutes.reopen(reason=FACT, by=mere.manager)
    with pytest.raises(NotPossible, match="Circulate them before"):
        made.minutes.agree(at=mere.meetings[1], by=mere.manager)
    with pytest.raises(NotPossible, match="Only minutes that a later meeting agreed"):
        made.minutes.publish(by=mere.manager)


# agreement and publication


def test_a_later_meeting_agrees_them_and_locks_them_for_ever(mere, made):
    made.minutes.circulate(by=mere.manager)
    made.minutes.agree(at=mere.meetings[1], corrections=" Item 1: May, not June. ", by=mere.manager)
    assert (made.minutes.state, made.minutes.corrections) == (MinutesState.AGREED, "Item 1: May, not June.")
    for verb in (
        lambda: written(made.open_item, "Other.", by=mere.manager),
        lambda: made.decision.keep(by=mere.manager),
        lambda: made.declaration.remove(by=mere.manager),
        lambda: made.minutes.circulate(by=mere.manager),
        lambda: made.minutes.reopen(reason=FACT, by=mere.manager),
        lambda: made.minutes.agree(at=mere.meetings[2], by=mere.manager),
    ):
        with pytest.raises(NotPossible, match="agreed"):
            verb()
    with pytest.raises(NotPossible, match="attendance cannot change"):
        made.meeting.record_attendance([Attendance(seat=mere.seats["school"], mark="x")], version=1, by=mere.manager)


@pytest.mark.parametrize(
    "which, sentence",
    [
        ("itself", "cannot agree its own minutes"),
        ("earlier", "agreed at a later meeting"),
        ("of another body", "of the same body"),
        ("to come", "still to come"),
        ("cancelled", "was cancelled"),
        ("informal", "took no decisions"),
    ],
)
def test_what_cannot_agree_them(mere, which, sentence):
    made = some_minutes(mere, mere.meetings[1])
    made.minutes.circulate(by=mere.manager)
    today = timezone.localdate()
    other = factories.a_board(name="Other Board", partnership=mere.board.partnership)
    at = {
        "itself": lambda: made.meeting,
        "earlier": lambda: mere.meetings[0],
        "of another body": lambda: factories.a_meeting(other, date(2017, 3, 1)),
        "to come": lambda: factories.a_meeting(mere.board, today + timedelta(days=3)),
        "cancelled": lambda: factories.a_meeting(
            mere.board, date(2017, 3, 1), cancelled_at=timezone.now(), cancelled_by=mere.manager
        ),
        "informal": lambda: factories.a_meeting(mere.board, date(2017, 3, 1), informal=True),
    }[which]()
    with pytest.raises(NotPossible, match=sentence):
        made.minutes.agree(at=at, by=mere.manager)
    made.minutes.refresh_from_db()
    assert made.minutes.state == MinutesState.CIRCULATED


def test_agreed_minutes_are_published_once(mere, made):
    agreed(made, mere).publish(by=mere.manager)
    assert made.minutes.published_by == mere.manager
    with pytest.raises(NotPossible, match="published already"):
        made.minutes.publish(by=mere.manager)
    assert TrailEntry.objects.filter(verb="minutes.publish").count() == 1


def test_what_is_overdue_for_agreement(mere, made):
    today = timezone.localdate()
    assert list(Minutes.objects.overdue_on(today)) == [made.minutes]
    assert not Minutes.objects.overdue_on(made.meeting.held_on)
    mere.board.meetings.filter(held_on__gt=made.meeting.held_on).update(informal=True)
    assert not Minutes.objects.overdue_on(today)
    mere.board.meetings.update(informal=False)
    agreed(made, mere)
    assert not Minutes.objects.overdue_on(today)


# who reads what


def test_a_draft_is_read_only_where_meetings_are_planned(mere, made):
    def seen(person):
        return [
            model.objects.visible_to(scope(person)).count() for model in (Minutes, ItemMinutes, Decision, Declaration)
        ]

    assert seen(mere.manager) == [1, 2, 2, 2]
    assert seen(mere.chair) == seen(mere.member) == seen(mere.guest) == seen(mere.stranger) == [0, 0, 0, 0]
    made.minutes.circulate(by=mere.manager)
    assert seen(mere.chair) == [1, 2, 2, 2]
    assert seen(mere.member) == [1, 1, 1, 1]
    assert seen(mere.guest) == seen(mere.stranger) == [0, 0, 0, 0]
    assert not Minutes.objects.visible_to(Scope.operator(today=timezone.localdate()))
    assert ItemMinutes.objects.with_restricted(scope(mere.chair)).count() == 2
    assert not ItemMinutes.objects.with_restricted(scope(mere.member))
