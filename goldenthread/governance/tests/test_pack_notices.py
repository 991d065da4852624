"""Telling people that a pack was published: each once."""

import pytest
from django.utils import timezone

from goldenthread.foundation.models import Message
from goldenthread.governance import notices, tasks
from goldenthread.governance.models import Meeting, MeetingNotice, Pack, PackNotice
from goldenthread.governance.tests.inviting import SECRET, an_item, change, event, run
from goldenthread.partnership.models import Person


def a_pack(telling, **given) -> Pack:
    now = timezone.now()
    return Pack.objects.create(
        **{
            "meeting": telling.meeting,
            "fingerprint": "0" * 64,
            "pages": 3,
            "built_at": now,
            "built_by": telling.manager,
            "published_at": now,
            "published_by": telling.manager,
            **given,
        }
    )


def test_a_pack_is_told_once_to_everybody_and_invites_them(telling):
    pack = a_pack(telling)
    for _ in range(2):
        tasks.announce_pack.call(pack.pk)
    sent = run()
    assert sorted(message.to[0] for message in sent) == sorted(person.email for person in telling.people.values())
    assert {event(message)[0] for message in sent} == {"REQUEST"}
    assert PackNotice.objects.filter(pack=pack).count() == 3
    assert all(f"/meetings/{telling.meeting.pk}/pack/" in message.body for message in sent)
    tasks.tell_of_meeting.call(telling.meeting.pk)
    assert run() == []


def test_a_supplement_says_so_and_invites_nobody_again(telling):
    tasks.announce_pack.call(a_pack(telling).pk)
    run()
    tasks.announce_pack.call(a_pack(telling, supplement=1).pk)
    sent = run()
    assert len(sent) == 3
    for message in sent:
        assert "Supplement 1, " in message.subject
        assert message.attachments == []


def test_a_pack_that_is_not_published_is_told_to_nobody(telling):
    tasks.announce_pack.call(a_pack(telling, published_at=None, published_by=None).pk)
    telling.meeting.cancel(because="", by=telling.manager)
    tasks.announce_pack.call(a_pack(telling, supplement=1).pk)
    assert run() == []


def test_no_title_of_a_paper_is_in_the_message(telling):
    an_item(telling.meeting, published_at=timezone.now())
    tasks.announce_pack.call(a_pack(telling).pk)
    for message in run():
        assert SECRET not in message.subject + message.body + message.alternatives[0][0]


def test_a_process_that_dies_in_publication_tells_nobody_twice(telling, monkeypatch):
    pack, real, calls = a_pack(telling), notices.telling.messages.queue, []

    def dying(**given):
        calls.append(given["to"])
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(**given)

    with monkeypatch.context() as patch:
        patch.setattr(notices.telling.messages, "queue", dying)
        with pytest.raises(KeyboardInterrupt):
            notices.announce(pack)
    assert PackNotice.objects.count() == MeetingNotice.objects.count() == Message.objects.count() == 2
    tasks.announce_pack.call(pack.pk)
    assert len(run()) == 3
    assert Person.objects.filter(pk__in=Message.objects.values("recipient")).count() == 3


def test_a_pack_of_a_meeting_without_a_day_brings_no_entry(telling):
    change(telling.meeting, date_precision=Meeting.Precision.MONTH)
    tasks.announce_pack.call(a_pack(telling).pk)
    sent = run()
    assert len(sent) == 3
    assert all(not message.attachments for message in sent)
