"""Telling people of a meeting: each once, whatever dies or changes in between."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.governance import notices, tasks
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import ItemReader, Meeting, MeetingNotice
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.inviting import SECRET, an_item, change, event, run, told
from goldenthread.partnership.tests.factories import PersonFactory, days


def test_everybody_gets_one_message_with_an_entry_for_their_calendar(telling):
    telling.meeting.invite(by=telling.manager)
    assert not MeetingNotice.objects.exists()
    sent = run()
    assert sorted(message.to[0] for message in sent) == sorted(person.email for person in telling.people.values())
    for message in sent:
        method, entry = event(message)
        assert method == "REQUEST"
        assert entry["UID"] == f"meeting-{telling.meeting.pk}@localhost"
        assert entry["ATTENDEE"].email == message.to[0]
        assert message.subject.startswith("OFFICIAL-SENSITIVE: Invitation, ")
        assert "Town Hall" in message.body
        assert "https://meet.example.org/abc" in message.body
    assert set(told(telling.meeting).values()) == {("invitation", 0)}
    assert run() == []


def test_running_it_again_sends_nothing(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    tasks.tell_of_meeting.call(telling.meeting.pk)
    tasks.keep_invitations.call()
    assert run() == []
    with pytest.raises(NotPossible, match="Everybody has been told"):
        telling.meeting.invite(by=telling.manager)


def test_a_process_that_dies_leaves_nobody_half_told(telling, monkeypatch):
    """The second person's message is queued and the process dies before it is committed."""
    real, calls = notices.telling.messages.queue, []

    def dying(**given):
        calls.append(given["to"])
        message = real(**given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return message

    with monkeypatch.context() as patch:
        patch.setattr(notices.telling.messages, "queue", dying)
        with pytest.raises(KeyboardInterrupt):
            notices.send_due(telling.meeting)
    assert (MeetingNotice.objects.count(), Message.objects.count()) == (1, 1)
    tasks.tell_of_meeting.call(telling.meeting.pk)
    assert len(run()) == 3
    assert Message.objects.values("recipient").distinct().count() == Message.objects.count() == 3


def test_a_change_is_told_to_those_who_were_told_before(telling):
    notices.tell_of_change(telling.meeting)
    assert run() == []
    telling.meeting.invite(by=telling.manager)
    run()
    change(telling.meeting, held_on=days(37))
    sent = run()
    assert len(sent) == 3
    for message in sent:
        method, entry = event(message)
        assert (method, entry["SEQUENCE"]) == ("REQUEST", 1)
        assert entry.start.date() == days(37)
        assert "Changed, " in message.subject
    assert set(told(telling.meeting).values()) == {("invitation", 1)}


def test_what_changes_while_people_are_told_is_told_to_all(telling, monkeypatch):
    """The meeting moves after the first person was told: nobody is told of the day before, nobody is left out."""
    real, calls = notices.telling.messages.queue, []

    def moving(**given):
        message = real(**given)
        calls.append(given["to"])
        if len(calls) == 1:
            change(Meeting.objects.get(pk=telling.meeting.pk), held_on=days(37))
        return message

    monkeypatch.setattr(notices.telling.messages, "queue", moving)
    notices.send_due(telling.meeting)
    sent = run()
    days_told = sorted((message.to[0], event(message)[1].start.date()) for message in sent)
    first = calls[0].email
    assert [told for told in days_told if told[0] == first] == [(first, days(30)), (first, days(37))]
    assert {day for address, day in days_told if address != first} == {days(37)}
    assert len(sent) == 4


def test_a_cancelled_meeting_is_taken_from_every_calendar_once(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    telling.meeting.cancel(because="", by=telling.manager)
    sent = run()
    assert len(sent) == 3
    for message in sent:
        method, entry = event(message)
        assert (method, entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
        assert entry["UID"] == f"meeting-{telling.meeting.pk}@localhost"
        assert "This meeting is cancelled" in message.body
    assert run() == []


def test_nobody_is_told_that_a_meeting_is_cancelled_which_they_were_never_invited_to(telling):
    Meeting.objects.filter(pk=telling.meeting.pk).update(cancelled_at=timezone.now(), cancelled_by=telling.manager)
    tasks.tell_of_meeting.call(telling.meeting.pk)
    assert run() == []


def test_who_leaves_the_body_loses_the_entry_and_learns_nothing_new(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    telling.seats["police"].appointments.get().end(on=days(1), by=None)
    change(telling.meeting, held_on=days(31), place="The new hall", link="https://meet.example.org/new")
    (gone,) = [message for message in run() if message.to == [telling.people["police"].email]]
    method, entry = event(gone)
    assert (method, entry["SEQUENCE"], entry.start) == ("CANCEL", 1, days(30))
    assert "LOCATION" not in entry
    whole = gone.message().as_string() + gone.body
    assert "new hall" not in whole
    assert "meet.example.org/new" not in whole
    assert "no longer invited" in gone.body


def test_who_leaves_and_comes_back_gets_numbers_that_rise(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    appointment = telling.seats["police"].appointments.get()
    appointment.end(on=days(1), by=None)
    tasks.keep_invitations.call()
    (gone,) = run()
    appointment.refresh_from_db()
    appointment.ends_on = None
    appointment.keep(by=None)
    tasks.keep_invitations.call()
    (back,) = run()
    assert [event(message)[1]["SEQUENCE"] for message in (gone, back)] == [1, 2]
    change(telling.meeting, place="Elsewhere")
    assert sorted(event(message)[1]["SEQUENCE"] for message in run()) == [1, 1, 3]


def test_who_comes_to_the_body_is_invited_by_the_clock(telling):
    tasks.keep_invitations.call()
    assert run() == []  # nobody was told of this meeting, so nobody is told of it unasked
    telling.meeting.invite(by=telling.manager)
    run()
    factories.a_seat(telling.board, "Housing", person=PersonFactory(email="new@example.org"))
    tasks.keep_invitations.call()
    (message,) = run()
    assert message.to == ["new@example.org"]


def test_a_meeting_that_loses_its_day_is_taken_from_calendars(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    change(telling.meeting, date_precision=Meeting.Precision.MONTH, held_on=days(30).replace(day=1))
    sent = run()
    assert [event(message)[0] for message in sent] == ["CANCEL"] * 3
    assert {event(message)[1].start for message in sent} == {days(30)}


def test_a_meeting_that_is_over_is_told_to_nobody(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    factories.a_seat(telling.board, "Housing", person=PersonFactory())
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        tasks.keep_invitations.call()
        assert run() == []
        with pytest.raises(NotPossible, match="over"):
            telling.meeting.invite(by=telling.manager)


def test_a_meeting_without_a_day_is_told_to_nobody(telling):
    meeting = factories.a_meeting(telling.board, date(2190, 6, 1), date_precision=Meeting.Precision.MONTH)
    with pytest.raises(NotPossible, match="day of this meeting is not known"):
        meeting.invite(by=telling.manager)


def test_a_meeting_that_was_removed_is_told_to_nobody(telling):
    pk = telling.meeting.pk
    telling.meeting.remove(by=None)
    tasks.tell_of_meeting.call(pk)
    assert run() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"restricted": True, "published_at": timezone.now()}, False),
        ({"published_at": None}, False),
        ({"published_at": timezone.now()}, True),
    ],
)
def test_a_guest_hears_of_their_item_and_never_a_title_that_is_not_for_them(telling, given, said):
    guest = PersonFactory(email="guest@example.org")
    ItemReader(item=an_item(telling.meeting, **given), person=guest, restricted=True).keep(by=None)
    an_item(telling.meeting, title="Something else altogether", published_at=timezone.now())
    telling.meeting.invite(by=telling.manager)
    sent = run()
    for message in sent:
        words = "".join([message.subject, message.body, *(content for content, _ in message.alternatives)])
        joined = words.replace("\r\n ", "")
        assert (SECRET in joined) == (said and message.to == ["guest@example.org"])
        assert "Something else" not in joined
    (to_guest,) = [message for message in sent if message.to == ["guest@example.org"]]
    assert ("an item you are invited for" in to_guest.body) is not said


def test_the_trail_says_who_was_told_and_holds_no_words(telling):
    telling.meeting.invite(by=telling.manager)
    run()
    entries = TrailEntry.objects.filter(verb="meeting_notice.send")
    assert {entry.ids["recipient"] for entry in entries} == {person.pk for person in telling.people.values()}
    assert {entry.ids["kind"] for entry in entries} == {"invitation"}
    assert TrailEntry.objects.get(verb="meeting.invite").actor == telling.manager


def test_a_long_name_does_not_stop_the_message(telling):
    telling.board.name = "Board " * 33
    telling.board.save()
    telling.meeting.invite(by=telling.manager)
    assert all(len(message.subject) <= 200 for message in run())


def test_how_many_questions_a_plan_asks_does_not_grow(telling, django_assert_max_num_queries):
    for number in range(20):
        factories.a_seat(telling.board, f"Member {number}", person=PersonFactory())
    meeting = Meeting.objects.select_related("body").get(pk=telling.meeting.pk)
    with django_assert_max_num_queries(8):
        assert len(notices.plan(meeting, today=days(0)).due) == 23
